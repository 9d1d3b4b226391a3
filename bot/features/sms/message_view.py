"""How the one Slack message of a text looks, in each state.

It stands in a channel: the number is masked and the words of the text are left out. Who may read them
asks with a button.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.features.sms.confirm_view import recipient, sender
from bot.features.sms.ids import Action
from bot.features.sms.service import LATE
from bot.slack import kit, words
from bot.slack.kit import Block
from bot.slack.poster import Content
from bot.store.sends import Send
from bot.store.states import SendState

NOT_A_CONTACT: Final = "-6"
"""SMS-iT's code for a number that is unknown or has opted out, on sending to a contact."""

_STATUS: Final[Mapping[SendState, tuple[str, str]]] = MappingProxyType(
    {
        SendState.QUEUED: (":hourglass_flowing_sand:", "Queued"),
        SendState.ATTEMPTING: (":outbox_tray:", "Being sent"),
        SendState.SCHEDULED: (":calendar:", "Scheduled"),
        SendState.SCHEDULED_AT_SMSIT: (":calendar:", "Held by SMS-iT"),
        SendState.ACCEPTED: (":outbox_tray:", "Sent, waiting for the delivery report"),
        SendState.DELIVERED: (":white_check_mark:", "Delivered"),
        SendState.UNDELIVERED: (":x:", "Not delivered"),
        SendState.NO_NEWS: (":outbox_tray:", "Sent. No news of its delivery, and none is awaited any more"),
        SendState.SUPERSEDED: (
            ":outbox_tray:",
            "Sent. SMS-iT reports on the newest text to a number only, and a newer one has gone out",
        ),
        SendState.REFUSED: (":no_entry:", "Not sent"),
        SendState.UNKNOWN: (":grey_question:", "It is not known whether this text went out"),
        SendState.CANCELLED: (":heavy_multiplication_x:", "Cancelled, not sent"),
    }
)


def message(send: Send) -> Content:
    """Return the message of a send as it stands."""
    icon, status = _status(send)
    title = f"Text to *{recipient(send)}*"
    small = _small_print(send)
    blocks: list[Block] = [kit.section(f"{title}\n{icon} {status}")]
    if send.state is SendState.UNKNOWN:
        blocks.append(kit.context(_evidence(send)))
    blocks.append(kit.context(small))
    blocks.append(kit.actions(_buttons(send)))
    return Content(text=f"{title}: {status} ({small})", blocks=tuple(blocks))


def _status(send: Send) -> tuple[str, str]:
    icon, text = _STATUS[send.state]
    zone = words.zone_or_utc(send.zone)
    if send.state is SendState.SCHEDULED and send.outcome_code == LATE and send.send_at is not None:
        at = words.when(send.send_at, zone)
        return ":alarm_clock:", f"Not sent: the bot was not running at {at}. Send it now?"
    if send.state in {SendState.SCHEDULED, SendState.SCHEDULED_AT_SMSIT} and send.send_at is not None:
        text += f" until {words.when(send.send_at, zone)}" if send.recurrence is None else ""
        text += f", first {words.when(send.send_at, zone)}, then again" if send.recurrence is not None else ""
    if send.state is SendState.QUEUED and send.attempts and send.outcome_sentence:
        text += f". {kit.escape(send.outcome_sentence)}"
    if send.state is SendState.UNDELIVERED and send.report_error:
        text += f": {kit.escape(send.report_error)}"
    if send.state in {SendState.REFUSED, SendState.UNKNOWN} and send.outcome_sentence:
        text += f": {kit.escape(send.outcome_sentence)}"
    if send.state is SendState.CANCELLED and send.decided_by:
        text += f" (by <@{send.decided_by}>)"
    return icon, text


def _evidence(send: Send) -> str:
    if send.evidence is None:
        return "Looking for evidence …"
    found = [kit.escape(str(line)) for line in send.evidence.values()]
    return "Evidence: " + " ".join(found) if found else "SMS-iT gave no evidence either way."


def _small_print(send: Send) -> str:
    parts = [f"from {kit.escape(sender(send))}", words.counted(send.segments, "segment")]
    parts.append(words.counted(send.credits, "credit"))
    parts.append(f"by <@{send.user_id}>")
    if send.decided_by and send.state is not SendState.CANCELLED:
        parts.append(f"decided by <@{send.decided_by}>")
    parts.append(f"`{send.id[:8]}`")
    return " · ".join(parts)


def _buttons(send: Send) -> list[Block]:
    buttons: list[Block] = []
    late = send.state is SendState.SCHEDULED and send.outcome_code == LATE
    if late:
        buttons.append(kit.button("Send now", Action.SEND_LATE, value=send.id, style="primary"))
    if send.state in {SendState.SCHEDULED, SendState.QUEUED}:
        ask = kit.confirm("Cancel this text?", "It will not be sent.", "Cancel the text", danger=True)
        buttons.append(kit.button("Cancel", Action.CANCEL, value=send.id, style="danger", ask=ask))
    if send.state is SendState.UNKNOWN:
        buttons.append(kit.button("Mark as sent", Action.MARK_SENT, value=send.id))
        ask = kit.confirm(
            "Send it again?",
            "It may have gone out already. If it did, the same text arrives twice and is paid for twice.",
            "Send again",
            danger=True,
        )
        buttons.append(kit.button("Send again", Action.SEND_AGAIN, value=send.id, style="danger", ask=ask))
    if send.state is SendState.REFUSED and send.outcome_code == NOT_A_CONTACT:
        buttons.append(
            kit.button("Add to contacts and send", Action.ADD_AND_SEND, value=send.id, style="primary")
        )
    buttons.append(kit.button("Show text", Action.SHOW_TEXT, value=send.id))
    return buttons
