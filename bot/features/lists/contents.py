"""What a list holds when it is reviewed: who gets it, who is left out, and what deserves a look."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.features.lists.row_warnings import BlankRows, UnicodeRows
from bot.store.sends import Send
from bot.store.sends.reach import EVERYBODY, NotReached
from bot.texting.tables.places import Places
from bot.texting.tables.uploads import UploadedFile


@dataclass(frozen=True, slots=True)
class Source:
    """Where the numbers of a list come from: the names and places of their columns, and the file.

    ``refused`` of its people said no to texts. ``file`` is none for a pasted list.
    """

    columns: tuple[str, ...]
    numbers: Places
    refused: int = 0
    file: UploadedFile | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """What a list holds, and who is left out.

    ``first_rejected`` holds line and reason of the first rows left out, ``samples`` the first rows to be
    sent, ``blanks`` what rows get that leave a field empty, ``unicode`` which texts are. ``reasons`` count
    the rows left out by why, the most frequent first; ``all_opt_outs`` is false where more people may have
    opted out. ``lasts`` is an estimate. A list ``of_people`` has no lines: its people are contacts.
    ``rows`` are those that a test may show; ``not_reached`` are its people who didn't get their last texts.
    ``told`` is the fingerprint of the texts that say the same to its people, which the review tells of.
    """

    rejected: int
    first_rejected: tuple[tuple[int, str], ...]
    samples: tuple[Send, ...] = field(repr=False)
    lasts: timedelta
    reasons: tuple[tuple[str, int], ...] = ()
    blanks: tuple[BlankRows, ...] = ()
    unicode: UnicodeRows | None = None
    all_opt_outs: bool = True
    source: Source | None = None
    of_people: bool = False
    rows: tuple[Send, ...] = field(default=(), repr=False)
    not_reached: NotReached = EVERYBODY
    told: str = ""
