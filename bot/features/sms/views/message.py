"""How the one Slack message of a text looks, in each state.

It stands in a channel: the number is masked and the words of the text are left out. Who may read them
asks with its menu.
"""

from bot.features.sends.holds import Hold
from bot.features.sends.undo import can_undo
from bot.features.sends.views import message as common
from bot.features.sends.views.message import at, shown
from bot.features.sms.ids import Action
from bot.features.sms.service import ADDABLE
from bot.slack.blocks import kit, state_words
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import title
from bot.slack.outgoing.poster import Content
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting import words

_S = SendState


def message(send: Send) -> Content:
    """Return the message of a send as it stands."""
    icon, said = status(send)
    to = title(send)
    return Content(
        text=common.fallback(f"Text to {to}", said, send),
        blocks=common.blocks(send, [f"{icon} {to} · {said}"], _buttons(send)),
    )


def status(send: Send) -> tuple[str, str]:
    """Return how a text to one number fares: an emoji code, and a sentence, perhaps without its full stop."""
    if send.hold == Hold.LATE and send.send_at is not None:
        return ":alarm_clock:", f"Not sent. The bot was offline at {at(send, send.send_at)}. Send it now?"
    if send.hold is not None and send.hold_sentence:
        return ":warning:", f"Not sent. {shown(send.hold_sentence)}"
    if can_undo(send):
        seconds = words.pluralize(send.undo_seconds or 0, "second")
        return ":hourglass_flowing_sand:", f"Waiting {seconds} before sending"
    return state_words.icon(send.state), common.label(send) + _details(send)


def _details(send: Send) -> str:
    match send.state:
        case _S.SCHEDULED | _S.SCHEDULED_AT_SMSIT if send.send_at is not None:
            when = at(send, send.send_at)
            said = f" for {when}" if send.recurrence is None else f", first on {when}, then repeating"
        case _S.QUEUED if send.attempts and send.outcome_sentence:
            said = f". {shown(send.outcome_sentence)}"
        case _S.DELIVERED:
            said = f" {at(send, send.updated_at)}"
        case _S.UNDELIVERED if send.report_error:
            said = f": {shown(send.report_error)}"
        case _S.REFUSED if send.outcome_sentence:
            said = f": {shown(send.outcome_sentence)}"
        case _S.CANCELLED if send.decided_by:
            said = f" (by <@{send.decided_by}>)"
        case _S.CANCELLED if send.outcome_sentence:  # no person did it, and it says why
            said = f": {shown(send.outcome_sentence)}"
        case _:
            said = ""
    return said


def _buttons(send: Send) -> list[Block]:
    if send.state is not _S.REFUSED or send.outcome_code not in ADDABLE:
        return []
    return [kit.button("Add to contacts and send", Action.ADD_AND_SEND, value=send.id, style="primary")]
