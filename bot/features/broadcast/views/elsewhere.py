"""How the report on a text to a group from SMS-iT's own panel looks, and the message that follows it.

Pure. There is nothing personal in it.
"""

from typing import Final

from bot.features.broadcast.elsewhere import FOLLOWED, GroupText
from bot.features.broadcast.ids import Action
from bot.slack.blocks import kit, state_lines
from bot.slack.blocks.recipients import recipient
from bot.slack.outgoing.poster import Content
from bot.store.sends import Send
from bot.store.states import SendState

SIZE: Final = "SMS-iT doesn't say how many recipients the group had."
ENDS: Final = {
    SendState.DELIVERED: "The figures haven't changed for a while, so they're taken as final.",
    SendState.UNDELIVERED: "The figures haven't changed for a while, so they're taken as final.",
    SendState.NO_NEWS: "No more reports are expected.",
}


def report(found: GroupText, *, may_follow: bool) -> Content:
    """Return the answer to whoever asked: the figures now, and where a message follows them.

    ``may_follow`` offers to follow one that no message follows there.
    """
    sent = found.send
    title = f"*Group text {found.remote_id}*" + ("" if sent else " from SMS-iT's panel")
    lines = [f"{_figures(found.report.successful, found.report.failed)}."]
    if sent is not None:
        lines.append(f"Sent from Slack to *{recipient(sent)}* by <@{sent.user_id}>. {_where(sent)}")
    elif found.followed is not None:
        lines.append(FOLLOWED)
    blocks = [kit.section("\n".join([title, *lines]))]
    next_step = _next_step(found, may_follow=may_follow)
    blocks.append(kit.context(next_step if sent is not None else f"{SIZE} {next_step}"))
    if may_follow and found.may_be_followed:
        button = kit.button("Follow", Action.FOLLOW, value=found.remote_id, style="primary")
        blocks.append(kit.actions([button]))
    return Content(text=" ".join([f"{title}:", *lines, next_step]), blocks=tuple(blocks))


def _next_step(found: GroupText, *, may_follow: bool) -> str:
    """Return what somebody can do about the figures they see, which are those of this moment."""
    again = f"`/sms status group {found.remote_id}`"
    if not found.may_be_followed:
        return f"Its message shows the latest figures, and so does {again}."
    if may_follow:
        return f"To keep the figures up to date here, press Follow. To check once more, use {again}."
    return f"To check again later, use {again}."


def _where(sent: Send) -> str:
    """Return where the message of a broadcast is that follows these figures."""
    if sent.origin_channel:
        return f"Its message is in <#{sent.origin_channel}>."
    return f"Its message is in <@{sent.user_id}>'s direct messages."


def message(send: Send) -> Content:
    """Return the message that follows one. It changes only when the figures or the state do."""
    title = f"*Group text {kit.escape(send.remote_id or '')}* from SMS-iT's panel"
    if send.successful is None or send.failed is None:
        said = "No report yet."
    else:
        so_far = " so far" if send.state is SendState.ACCEPTED else ""
        said = f"{_figures(send.successful, send.failed)}{so_far}."
    notes = list(filter(None, [ENDS.get(send.state, ""), SIZE]))
    small = f"Followed for <@{send.user_id}>"
    blocks = [
        kit.section(f"{state_lines.icon(send)} {title} · {said}"),
        *kit.notes([*notes, small]),
    ]
    return Content(text=f"{title}: {' '.join([said, *notes])} {small}.", blocks=tuple(blocks))


def _figures(successful: int, failed: int) -> str:
    """Return the two figures; ``successful`` means that a carrier took the text, not that it arrived."""
    return f"{successful:,} handed to carriers, {failed:,} failed"
