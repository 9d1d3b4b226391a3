"""The known groups as people look at them: in pages, and as choices of a type-ahead."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple, Self

from bot.features.groups.audience import Audience, Audiences, Member, first_name, nothing
from bot.store import contact_groups, contact_sync
from bot.store.contact_groups import Counts, Group
from bot.store.database import Database
from bot.store.pages import Page
from bot.texting.clock import Clock
from bot.texting.words import pluralize

__all__ = [
    "GONE",
    "Audience",
    "Audiences",
    "GroupChoice",
    "GroupList",
    "Listing",
    "Member",
    "Where",
    "figures",
    "first_name",
    "is_key",
    "nothing",
    "opted_out",
    "typed_name",
    "value",
]

ON_A_PAGE: Final = 20
KEY: Final = "group-key:"
TYPED: Final = "typed-group:"
NOT_KNOWN: Final = "Not counted yet; it must exist in SMS-iT"
DIGITS: Final = 40
SHOWN: Final = 75
"""Characters of a name that are shown where one is chosen."""
MOST_UNITS: Final = 150
"""UTF-16 units of what Slack gives back for a choice; it takes no more."""
GONE: Final = "That group no longer exists. Choose another one."
"""What is said of a group that was chosen and is none any more."""


class GroupChoice(NamedTuple):
    """A group to choose: its whole name, and its figures in words.

    One that ``is_typed`` is not known here: nobody is in it yet, or there is none of that name.
    """

    name: str
    description: str
    is_typed: bool = False

    @classmethod
    def of(cls, group: Group) -> Self:
        """Return a known group as a choice."""
        return cls(group.name, figures(group.counts))

    @classmethod
    def typed(cls, text: str) -> Self | None:
        """Return a name somebody typed as a choice; None for none, or one longer than Slack takes."""
        name = text.strip()
        found = cls(name, NOT_KNOWN, is_typed=True)
        return found if name and _units(found.value) <= MOST_UNITS else None

    @property
    def text(self) -> str:
        """Return the name as Slack can show it: a long one keeps both ends, where such names differ."""
        if self.is_typed:
            return f"Use “{_both_ends(self.name, SHOWN - len('Use “”'))}”"
        return _both_ends(self.name, SHOWN)

    @property
    def value(self) -> str:
        """Return what Slack gives back when it is chosen."""
        return TYPED + self.name if self.is_typed else value(self.name)


@dataclass(frozen=True, slots=True)
class Where:
    """What a person looks at: groups whose name holds ``text``, and which page of them, from 0."""

    text: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of known groups, out of how many ``found``, and when they were counted (none: never)."""

    where: Where
    groups: tuple[Group, ...]
    found: int
    counted_at: datetime | None
    now: datetime

    @property
    def page(self) -> Page:
        """Return which page it is."""
        return Page.at(self.where.page, ON_A_PAGE, self.found)

    @property
    def pages(self) -> int:
        """Return how many pages there are, one at least."""
        return max(1, -(-self.found // ON_A_PAGE))


class GroupList:
    """Reads the known groups from our own table: quick enough for a listener."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def look(self, where: Where) -> Listing:
        """Return what is there to see; a page beyond the last shows the last."""
        with self._database.read() as conn:
            found = contact_groups.matching(conn, where.text)
            state = contact_sync.get(conn)
        page = Page.at(where.page, ON_A_PAGE, len(found))
        return Listing(
            where=Where(where.text, page.number),
            groups=found[page.offset : page.offset + ON_A_PAGE],
            found=len(found),
            counted_at=state.synced_at,
            now=self._clock(),
        )


def figures(counts: Counts | None) -> str:
    """Return a group's figures in words: 312 recipients · 4 opted out."""
    if counts is None:
        return "not counted yet"
    parts = [pluralize(counts.subscribed, "recipient")]
    if counts.opted_out:
        parts.append(opted_out(counts.opted_out))
    return " · ".join(parts)


def opted_out(count: int) -> str:
    """Return how many people of a group are no recipients, because they opted out."""
    return f"{count:,} opted out"


def value(name: str) -> str:
    """Return a known group's name as the value of a choice; a key in its place when it cannot be one.

    It cannot when it is too long, or begins as other values do.

    The key is a digest of the name, so it means the same group after a restart and in every process. The
    length is measured as Slack's browser does, in UTF-16 units.
    """
    if _units(name) <= MOST_UNITS and not name.startswith((KEY, TYPED)):
        return name
    return KEY + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def is_key(text: str) -> bool:
    """Tell whether this value stands for a name that cannot be one itself."""
    return text.startswith(KEY)


def typed_name(text: str) -> str | None:
    """Return the name of the group that is not known here and whose value this is; None for other values."""
    return text.removeprefix(TYPED) if text.startswith(TYPED) else None


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _both_ends(name: str, room: int) -> str:
    if len(name) <= room:
        return name
    return f"{name[: room - 1 - (room - 1) // 2]}…{name[-((room - 1) // 2) :]}"
