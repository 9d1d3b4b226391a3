"""The known groups as people look at them: in pages, and as choices of a type-ahead."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple, Self

from bot.slack import limits
from bot.slack.words import counted
from bot.store import contact_groups, contact_sync
from bot.store.contact_groups import Counts, Group
from bot.store.database import Database
from bot.texting.clock import Clock

ON_A_PAGE: Final = 20
KEY: Final = "group-key:"
DIGITS: Final = 40


class GroupChoice(NamedTuple):
    """A group to choose: its whole name, and its figures in words."""

    name: str
    description: str

    @classmethod
    def of(cls, group: Group) -> Self:
        """Return a known group as a choice."""
        return cls(group.name, figures(group.counts))

    @property
    def text(self) -> str:
        """Return the name as Slack can show it: a long one keeps both ends, where such names differ."""
        room = limits.OPTION_TEXT - 1
        if len(self.name) <= limits.OPTION_TEXT:
            return self.name
        return f"{self.name[: room - room // 2]}…{self.name[-(room // 2) :]}"

    @property
    def value(self) -> str:
        """Return what Slack gives back when it is chosen."""
        return value(self.name)


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
        last = max(0, (len(found) - 1) // ON_A_PAGE)
        page = min(max(0, where.page), last)
        return Listing(
            where=Where(where.text, page),
            groups=found[page * ON_A_PAGE : (page + 1) * ON_A_PAGE],
            found=len(found),
            counted_at=state.synced_at,
            now=self._clock(),
        )


def figures(counts: Counts | None) -> str:
    """Return a group's figures in words: 312 people, 4 opted out."""
    if counts is None:
        return "not counted yet"
    parts = [counted(counts.subscribed, "person", "people")]
    if counts.opted_out:
        parts.append(f"{counts.opted_out:,} opted out")
    return ", ".join(parts)


def value(name: str) -> str:
    """Return a group's name as the value of a choice; a key in its place when it is too long for one.

    The key is a digest of the name, so it means the same group after a restart and in every process. The
    length is measured as Slack's browser does, in UTF-16 units.
    """
    if len(name.encode("utf-16-le", "surrogatepass")) // 2 <= limits.OPTION_VALUE:
        return name
    return KEY + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def is_key(text: str) -> bool:
    """Tell whether this value stands for a name too long to be one itself."""
    return text.startswith(KEY)
