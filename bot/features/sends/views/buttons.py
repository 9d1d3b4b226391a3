"""The buttons under the message of a send, whatever its kind."""

from dataclasses import dataclass

from bot.features.sends.holds import STANDS
from bot.features.sends.ids import NOTICE, Action
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.sends import Send
from bot.store.states import WAITING, SendState


@dataclass(frozen=True, slots=True)
class SendRef:
    """What a decision is about: a send, and how often it had been tried when the button was drawn."""

    send_id: str
    number: int


def buttons(send: Send) -> list[Block]:
    """Return what can be done about a send as it stands; the last one shows its words."""
    found: list[Block] = []
    attempt = metadata.dump(SendRef(send.id, send.attempts))
    asks = send.state is SendState.SCHEDULED and send.outcome_code not in {None, *STANDS}
    if asks:
        found.append(kit.button("Send now", Action.SEND_NOW, value=attempt, style="primary"))
    if send.state in WAITING:
        ask = kit.confirm("Cancel this text?", "It will not be sent.", "Cancel the text", danger=True)
        found.append(kit.button("Cancel", Action.CANCEL, value=send.id, style="danger", ask=ask))
    if send.state is SendState.UNKNOWN:
        found.append(kit.button("Mark as sent", Action.MARK_SENT, value=attempt))
        ask = kit.confirm(
            "Send it again?",
            "It may have gone out already. If it did, the same text arrives twice and is paid for twice.",
            "Send again",
            danger=True,
        )
        found.append(kit.button("Send again", Action.SEND_AGAIN, value=attempt, style="danger", ask=ask))
    found.append(kit.button("Show text", Action.SHOW_TEXT, value=send.id))
    return found


def whole_text(body: str) -> Block:
    """Return the words of a text, for whoever may see them."""
    return kit.modal(callback_id=NOTICE, title="Text", blocks=[kit.quote(body)], close="Close")
