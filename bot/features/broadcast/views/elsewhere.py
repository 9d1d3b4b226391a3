"""How the report on a text to a group from SMS-iT's own panel looks, and the message that follows it.

Pure. There is nothing personal in it.
"""

from typing import Final

from bot.features.broadcast.elsewhere import FROM_HERE, GroupText
from bot.features.broadcast.ids import Action
from bot.slack.blocks import kit, state_words
from bot.slack.blocks.recipients import recipient
from bot.slack.outgoing.poster import Content
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting import words

SIZE: Final = "SMS-iT does not tell how many people the group had."
ENDS: Final = {
    SendState.DELIVERED: "The figures have not changed for a while, so they are taken for the last ones.",
    SendState.UNDELIVERED: "The figures have not changed for a while, so they are taken for the last ones.",
    SendState.NO_NEWS: "No more news is awaited.",
}


def report(found: GroupText, *, may_follow: bool) -> Content:
    """Return the answer to whoever asked; ``may_follow`` offers to follow it."""
    lines = [
        f"*Text to a group*, SMS-iT's id `{found.remote_id}`",
        f"{_figures(found.report.successful, found.report.failed)}.",
    ]
    if found.send is not None:
        lines.append(f"Sent from here to *{recipient(found.send)}* by <@{found.send.user_id}>.")
    if found.is_followed:
        lines.append(FROM_HERE)
    text = "\n".join(lines)
    blocks = [kit.section(text)]
    if found.send is None:
        blocks.append(kit.context(SIZE))
    if may_follow and not found.is_followed:
        button = kit.button("Follow", Action.FOLLOW, value=found.remote_id, style="primary")
        blocks.append(kit.actions([button]))
    return Content(text=text, blocks=tuple(blocks))


def message(send: Send) -> Content:
    """Return the message that follows one, as it stands."""
    title = f"*{recipient(send)[:1].upper()}{recipient(send)[1:]}*"
    if send.successful is None or send.failed is None:
        status = "No report yet"
    else:
        status = _figures(send.successful, send.failed)
    said = f"{status}{' so far' if send.state is SendState.ACCEPTED else ''}."
    notes = list(filter(None, [ENDS.get(send.state, ""), SIZE]))
    at = words.when(send.updated_at, words.zone_or_utc(send.zone))
    small = f"followed for <@{send.user_id}> · as of {at} · `{send.id[:8]}`"
    blocks = [
        kit.section(f"{title}\n{state_words.icon(send.state)} {said}"),
        kit.context(" ".join(notes)),
        kit.context(small),
    ]
    return Content(text=f"{title}: {' '.join([said, *notes])} ({small})", blocks=tuple(blocks))


def _figures(successful: int, failed: int) -> str:
    """Return the two figures; ``successful`` means that a carrier took the text, not that it arrived."""
    return f"{successful:,} handed to the carriers, {failed:,} failed"
