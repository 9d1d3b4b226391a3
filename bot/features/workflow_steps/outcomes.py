"""What becomes of a step by what became of its text. Pure."""

from collections.abc import Mapping
from typing import Final

from bot.features.workflow_steps.runs import Done, Failed
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting import phones

UNCONFIRMED: Final = (
    "Check the text's message in Slack before you run this again: we couldn't confirm that it was sent."
)
NOT_SENT: Final = "Nothing was sent: {why}"
_ENDED: Final[Mapping[SendState, str]] = {
    SendState.CANCELLED: "the text was cancelled.",
    SendState.REJECTED: "the request was rejected.",
    SendState.EXPIRED: "no one approved it in time.",
}
_WAITS: Final[Mapping[SendState, str]] = {
    SendState.SCHEDULED: "Scheduled: it goes out later.",
    SendState.AWAITING_APPROVAL: "Waiting for approval.",
}


def came_of(send: Send) -> Done | Failed | None:
    """Return what a text that was handed over makes of its step; None while it is on its way to SMS-iT."""
    match send.state:
        case SendState.QUEUED | SendState.ATTEMPTING | SendState.DRAFT:
            return None
        case SendState.UNKNOWN:
            return Failed(UNCONFIRMED)
        case SendState.REFUSED:
            why = phones.mask_in(send.outcome_sentence or "SMS-iT refused it.")  # in its words, perhaps
            return Failed(NOT_SENT.format(why=why))
        case state if state in _ENDED:
            return Failed(NOT_SENT.format(why=_ENDED[state]))
        case state:
            waits = _WAITS.get(state)
            return Done(
                {
                    "status": "waiting" if waits else "sent",
                    "text_id": send.id,
                    "credits": send.credits,
                    "details": waits or "Accepted by SMS-iT.",
                }
            )
