"""What came of adding one contact, in words for whoever asked. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.store.contact_additions import AddState, ContactAddition

ADDED: Final = "The contact was added."
ADDING: Final = "This contact is already being added. Look for it in a minute."
FOUND_AFTERWARDS: Final = "SMS-iT's answer was unclear, but this number is in that group now."
NOT_LOOKED: Final = "SMS-iT couldn't be asked whether it is in that group now."
UNCONFIRMED: Final = (
    "We couldn't confirm this contact was added. {why} Check again, or decide, in the direct message you got."
)


class Came(StrEnum):
    """What came of it."""

    ADDED = "added"
    ALREADY = "already in the group"
    OPTED_OUT = "opted out"
    REFUSED = "refused"
    UNKNOWN = "unknown"


_CAME: Final = {
    AddState.ADDED: Came.ADDED,
    AddState.FOUND: Came.ADDED,
    AddState.PRESENT: Came.ALREADY,
    AddState.OPTED_OUT: Came.OPTED_OUT,
    AddState.REFUSED: Came.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it, with a sentence for whoever asked."""

    came: Came
    sentence: str

    @property
    def is_contact(self) -> bool:
        """Whether the number is a contact now, in whatever group and subscribed or not."""
        return self.came in {Came.ADDED, Came.ALREADY, Came.OPTED_OUT}


def told(row: ContactAddition) -> Outcome:
    """Return what came of an addition as it stands."""
    match row.state:
        case AddState.WAITING | AddState.ATTEMPTING:
            return Outcome(Came.UNKNOWN, ADDING)
        case AddState.UNKNOWN:
            return Outcome(Came.UNKNOWN, UNCONFIRMED.format(why=row.reason or NOT_LOOKED))
        case AddState.FOUND:
            return Outcome(Came.ADDED, FOUND_AFTERWARDS)
        case state:
            return Outcome(_CAME[state], row.reason or ADDED)
