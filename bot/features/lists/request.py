"""A list as it was asked for, before it is read: what the form comes to when nothing is wrong with it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.features.assistant.service import Listed
from bot.features.audiences.service import Choice
from bot.store.sends import Send
from bot.texting.recurrence import Rule
from bot.texting.tables.places import Places
from bot.texting.tables.uploads import UploadedFile

DRAFTED: Final = "Drafted list"
"""What one is called that an assistant drafted."""
PASTED: Final = "Pasted list"
"""What a list is called that came in no file."""


@dataclass(frozen=True, slots=True)
class Request:
    """A list somebody asked for, before it is read: a file, pasted text, or ``people`` of the contacts.

    ``at`` is aware UTC.

    ``group`` is where numbers that are no contacts are added; empty when they are not. ``numbers`` are the
    columns of numbers somebody chose, the second for rows where the first is empty; none when nobody was
    asked. ``again_of`` is the id of a list whose texts that did not arrive are sent again; the new
    one is ``called`` something. ``rule`` is how it comes round where it repeats, ``replaces`` the id of the
    series whose place it takes. ``reached_of`` is the id of a draft whose people are texted who are reached,
    with the texts that were reviewed; it too is ``called`` as that was. ``drafted`` are the
    rows an assistant gave.
    """

    file: UploadedFile | None = field(repr=False)
    pasted: str = field(repr=False)
    message: str = field(repr=False)
    sender: str
    alpha_sender: str | None
    at: datetime | None
    group: str = field(default="", repr=False)
    numbers: Places = ()
    people: Choice | None = None
    again_of: str = ""
    called: str = field(default="", repr=False)
    rule: Rule | None = None
    replaces: str = ""
    reached_of: str = ""
    drafted: Listed | None = field(default=None, repr=False)


def of_people(send: Send, people: Choice, at: datetime | None) -> Request:
    """Return a list with the words and the sender of a send, for people of the contacts; ``at`` is aware."""
    return Request(
        file=None,
        pasted="",
        message=send.body or "",
        sender=send.sender,
        alpha_sender=send.alpha_sender,
        at=at,
        people=people,
    )
