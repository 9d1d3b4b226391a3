"""How the direct message about a draft looks. Pure.

It says whom the text is to and never its words, and the number is masked: notifications show it.
"""

from datetime import UTC
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.assistant.ids import Action
from bot.features.assistant.service import load
from bot.slack.blocks import kit, moments
from bot.slack.blocks.recipients import LONGEST_NAME, person
from bot.slack.outgoing.poster import Content
from bot.store.assistant_drafts import AssistantDraft, DraftState
from bot.store.sends import SendKind
from bot.texting import phones, segments, words

_ENDED: Final = {
    DraftState.CONFIRMED: (
        ":white_check_mark:",
        "You confirmed this. Its own message shows the result.",
    ),
    DraftState.DISCARDED: (":heavy_multiplication_x:", "Discarded. Nothing was sent."),
    DraftState.EXPIRED: (":heavy_multiplication_x:", "Expired. Nothing was sent."),
}
_UTC: Final = ZoneInfo("UTC")


def message(found: AssistantDraft) -> Content:
    """Return the message about a draft as it stands."""
    said = f"An assistant drafted a {_what(found)} for you."
    if found.state is not DraftState.WAITING:
        icon, ended = _ENDED[found.state]
        return Content(f"{said} {ended}", (kit.section(f"{icon} {said}"), kit.context(ended)))
    length = words.pluralize(segments.measure(found.body or "").segments, "segment")
    until = moments.moment(found.expires_at.astimezone(UTC), _UTC)
    return Content(
        f"{said} Review it: nothing is sent before you confirm it.",
        (
            kit.section(f":pencil2: {said}"),
            kit.context(f"Not sent · {length} · Expires {until}"),
            kit.actions(
                [
                    kit.button("Review", Action.REVIEW, value=found.id, style="primary"),
                    kit.button("Discard", Action.DISCARD, value=found.id),
                ]
            ),
        ),
    )


def _what(found: AssistantDraft) -> str:
    """Return what it is and whom it is to, in mrkdwn; somebody who was erased is not named."""
    if found.kind is SendKind.GROUP:
        return f"broadcast to *{kit.escape(words.truncate(phones.mask_in(found.name or ''), LONGEST_NAME))}*"
    if found.kind is SendKind.LIST:
        return "list" if found.listed is None else f"list for {load(found.listed).called}"
    return f"text to *{person(found.name, found.number)}*" if found.number else "text"
