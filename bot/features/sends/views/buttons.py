"""The buttons under the message of a send, whatever its kind."""

from dataclasses import dataclass

from bot.features.sends.holds import STANDS
from bot.features.sends.ids import NOTICE, Action, More
from bot.features.sends.undo import can_undo
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.sends import Send
from bot.store.states import WAITING, SendState


@dataclass(frozen=True, slots=True)
class SendRef:
    """What a decision is about: a send, and how often it had been set going when the button was drawn."""

    send_id: str
    number: int


def decisions(send: Send) -> list[Block]:
    """Return what a person can decide about a send as it stands; often that is nothing."""
    found: list[Block] = []
    attempt = metadata.dump(SendRef(send.id, send.wave))
    asks = send.state is SendState.SCHEDULED and send.hold not in {None, *STANDS}
    if asks:
        found.append(kit.button("Send now", Action.SEND_NOW, value=attempt, style="primary"))
    if can_undo(send):
        found.append(kit.button("Undo", Action.UNDO, value=send.id, style="danger"))
    elif send.state in WAITING:
        ask = kit.confirm("Cancel this text?", "It won't be sent.", "Cancel text", danger=True)
        found.append(kit.button("Cancel", Action.CANCEL, value=send.id, style="danger", ask=ask))
    if send.state is SendState.UNKNOWN:
        found += _unknown(attempt)
    return found


def more(send: Send) -> Block:
    """Return the overflow menu beside the status of a send."""
    return menu(send.id, Action.MORE)


def menu(subject_id: str, action: str, *, has_words: bool = True) -> Block:
    """Return the overflow menu beside the status of something: its words, if it has any, and its id."""
    texts = [kit.option("Show text", f"{More.TEXT}:{subject_id}")] if has_words else []
    return kit.menu([*texts, kit.option("Show ID", f"{More.ID}:{subject_id}")], action)


def whole_text(body: str) -> Block:
    """Return the words of a text, for whoever may see them."""
    return kit.modal(callback_id=NOTICE, title="Text", blocks=[kit.quote(body)], close="Close")


def whole_id(subject_id: str, noun: str = "text", use: str = "with `/sms status`, or ") -> Block:
    """Return the id of a text, or of another ``noun``, to be copied, and what to ``use`` it for."""
    hint = kit.context(f"Use it {use}when you ask for help with this {noun}.")
    title = f"{noun.capitalize()} ID"
    return kit.modal(callback_id=NOTICE, title=title, blocks=[*kit.typed(subject_id), hint], close="Close")


def _unknown(attempt: str) -> list[Block]:
    """Return what settles an unknown outcome; looking again is the one that changes nothing."""
    sent = kit.confirm(
        "Mark it as sent?",
        "Only if you see it in SMS-iT or the recipient has it. It won't be sent again.",
        "It was sent",
    )
    again = kit.confirm(
        "Send it again?",
        "If it did go out, the recipient gets it twice and it's charged twice.",
        "Send again",
        danger=True,
    )
    return [
        kit.button("Check again", Action.CHECK_AGAIN, value=attempt),
        kit.button("It was sent", Action.MARK_SENT, value=attempt, ask=sent),
        kit.button("Send again", Action.SEND_AGAIN, value=attempt, style="danger", ask=again),
    ]
