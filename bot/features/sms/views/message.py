"""How the one Slack message of a text looks, in each state.

It stands in a channel: the number is masked and the words of the text are left out. Who may read them
asks with a button.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.features.sends.holds import Hold
from bot.features.sends.views import buttons as buttons_view
from bot.features.sms.ids import Action
from bot.features.sms.service import ADDABLE
from bot.slack.blocks import kit, state_words
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import recipient, sender
from bot.slack.outgoing.poster import Content
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting import phones, words

_SENTENCES: Final[Mapping[SendState, str]] = MappingProxyType(
    {
        SendState.NO_NEWS: "Sent. No news of its delivery, and none is awaited any more",
        SendState.SUPERSEDED: (
            "Sent. SMS-iT reports on the newest text to a number only, and a newer one has gone out"
        ),
        SendState.UNKNOWN: "It is not known whether this text went out",
    }
)
"""Where the few words that stand in lists would say too little."""


def message(send: Send) -> Content:
    """Return the message of a send as it stands."""
    icon, said = status(send)
    title = f"Text to *{recipient(send)}*"
    small = small_print(send)
    blocks: list[Block] = [kit.section(f"{title}\n{icon} {said}")]
    if send.state is SendState.UNKNOWN:
        blocks.append(kit.context(evidence(send)))
    blocks.append(kit.context(small))
    blocks.append(kit.actions(_buttons(send)))
    return Content(text=f"{title}: {said} ({small})", blocks=tuple(blocks))


def status(send: Send) -> tuple[str, str]:
    """Return how a text to one number stands: an emoji code, and a sentence without its full stop."""
    if send.state is SendState.SCHEDULED and send.outcome_code == Hold.LATE and send.send_at is not None:
        at = words.when(send.send_at, words.zone_or_utc(send.zone))
        return ":alarm_clock:", f"Not sent: the bot was not running at {at}. Send it now?"
    if send.state is SendState.SCHEDULED and send.outcome_code is not None and send.outcome_sentence:
        return ":warning:", f"Not sent: {_shown(send.outcome_sentence)}"
    said = state_words.in_words(send.state)
    text = _SENTENCES.get(send.state, said[0].upper() + said[1:])
    return state_words.icon(send.state), text + _details(send)


def _details(send: Send) -> str:
    if send.state in {SendState.SCHEDULED, SendState.SCHEDULED_AT_SMSIT} and send.send_at is not None:
        at = words.when(send.send_at, words.zone_or_utc(send.zone))
        return f" for {at}" if send.recurrence is None else f", first for {at}, then again"
    if send.state is SendState.QUEUED and send.attempts and send.outcome_sentence:
        return f". {_shown(send.outcome_sentence)}"
    if send.state is SendState.UNDELIVERED and send.report_error:
        return f": {_shown(send.report_error)}"
    if send.state in {SendState.REFUSED, SendState.UNKNOWN}:
        stopped = ". The bot was stopped while sending it." if send.state is SendState.UNKNOWN else ""
        return f": {_shown(send.outcome_sentence)}" if send.outcome_sentence else stopped
    if send.state is SendState.CANCELLED and send.decided_by:
        return f" (by <@{send.decided_by}>)"
    return ""


def _shown(text: str) -> str:
    """Return words of SMS-iT or a carrier, which may quote a number, as a channel may read them."""
    return kit.escape(phones.mask_in(text))


def evidence(send: Send) -> str:
    """Return what speaks for and against a text of unknown outcome having gone out."""
    if send.evidence is None:
        return "Looking for evidence …"
    found = [_shown(str(line)) for line in send.evidence.values()]
    return "Evidence: " + " ".join(found) if found else "SMS-iT gave no evidence either way."


def small_print(send: Send) -> str:
    """Return sender, length, cost, who is behind a text, and its id."""
    parts = [f"from {sender(send)}", words.pluralize(send.segments, "segment")]
    parts.append(words.pluralize(send.credits, "credit") + (" each time" if send.recurrence else ""))
    parts.append(f"by <@{send.user_id}>")
    if send.decided_by and send.state is not SendState.CANCELLED:
        parts.append(f"decided by <@{send.decided_by}>")
    parts.append(f"`{send.id[:8]}`")
    return " · ".join(parts)


def _buttons(send: Send) -> list[Block]:
    buttons = buttons_view.buttons(send)
    if send.state is SendState.REFUSED and send.outcome_code in ADDABLE:
        text = "Add to contacts and send"
        buttons.insert(0, kit.button(text, Action.ADD_AND_SEND, value=send.id, style="primary"))
    return buttons
