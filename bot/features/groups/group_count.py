"""Counting the groups: all of it, or what is new since the last time. Nothing is stored here.

What SMS-iT's order by ``created`` allows, and what it does not:

- An entry added since is found by reading newest first until one older than the newest counted. It is asked
  whether its number was in the group before, for a second entry makes the group no larger.
- ``created`` has seconds, and no zone. An entry of the very second of the newest one counted may come after
  it: entries of that second are remembered (in memory only) and told apart. When nobody remembers them, or
  they are too many, that second is taken as complete.
- When clocks are set back an hour, entries of that hour look older than they are and are not seen.
- An entry without a time one could go by (none, or in the future) is seen by a full count only.
- Who opts out or in again, is deleted, or moves, keeps the time of creation: none of that is seen.

So a full count comes round every few hours and sets all of this right. A text to a group never goes by these
figures: its people are counted anew before the button.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.features.groups import pages
from bot.features.groups.pages import Page
from bot.features.groups.tally import Tally
from bot.smsit import Contact, SmsItClient
from bot.store.contact_groups import Counts
from bot.texting.spellings import common, identity

AHEAD: Final = timedelta(hours=26)
"""No zone is further ahead of UTC than 14 hours, and a clock may be wrong by some; later is junk."""
LOOK_ROWS: Final = 100
LOOK_PAGES: Final = 5
MOST_NEW: Final = 50
"""New numbers that are asked for one by one; beyond it a full count is quicker."""
MOST_REMEMBERED: Final = 200
"""Entries of one second that are kept in memory to tell later ones from them."""
LONGEST_ASKED: Final = 18
"""Digits of a number that SMS-iT is asked for; no phone number has as many."""

Entry = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Horizon:
    """Where what was counted ends: the newest time of creation counted, and the entries of that second.

    ``newest`` is naive, in the account's zone. ``edge`` is none when nobody remembers them. What was created
    after ``latest`` is junk.
    """

    newest: datetime | None
    latest: datetime
    edge: frozenset[Entry] | None = field(default=None, repr=False)

    def dated(self, row: Contact) -> datetime | None:
        """Return when an entry was created, where that is a time one could go by."""
        return row.created if row.created is not None and row.created <= self.latest else None

    def is_new(self, row: Contact) -> bool:
        """Tell whether an entry was certainly created after what was counted."""
        created = self.dated(row)
        if created is None or self.newest is None:
            return False
        if created == self.newest:
            return self.edge is not None and entry(row) not in self.edge
        return created > self.newest


@dataclass(frozen=True, slots=True)
class Counted:
    """All entries, counted: the figures of every group, how many entries were read, and where they end."""

    groups: Mapping[str, Counts]
    read: int
    horizon: Horizon


@dataclass(frozen=True, slots=True)
class News:
    """What changed since: by how much each group's figures grew, and where what is counted ends now."""

    groups: Mapping[str, Counts]
    horizon: Horizon


def entry(row: Contact) -> Entry:
    """Return what tells an entry from others of the same second."""
    return row.id, row.group, row.number


def latest(now: datetime) -> datetime:
    """Return the last time of creation (naive) that is not junk."""
    return now.astimezone(UTC).replace(tzinfo=None) + AHEAD


def count_all(
    client: SmsItClient, now: datetime, report: Callable[[int], None], region: str | None = None
) -> Counted:
    """Read and count every entry there is at this moment; raises SmsItError, and what ``report`` raises.

    What is added while it runs is left to the next look at what is new: it may or may not come by here,
    according to where it lands in the order. ``report`` hears how many entries were read. ``region``,
    here and below, is the two-letter default for numbers without a country code.
    """
    horizon = Horizon(_newest(client, now), latest(now))
    tally, edge, read = Tally(region), set[Entry](), 0
    for page in pages.by_number(client):
        for rows in pages.portions(page):
            tally.add(row for row in rows if not horizon.is_new(row))
            edge.update(entry(row) for row in rows if horizon.newest and row.created == horizon.newest)
        read += page.read
        report(read)
    return Counted(tally.counts(), read, replace(horizon, edge=_remembered(edge)))


def newer(client: SmsItClient, horizon: Horizon, region: str | None = None) -> News | None:
    """Read what is new beyond a horizon; none when that cannot be told, or is too much to ask for one by one.

    Raises SmsItError.
    """
    fresh = _fresh(client, horizon)
    if fresh is None:
        return None
    people: dict[str, list[Contact]] = {}
    for row in fresh:
        if row.group and row.number:
            people.setdefault(identity(row.number, region), []).append(row)
    changes: dict[str, Counts] = {}
    for person in sorted(people):
        old = _known_entries(client, horizon, person, region)
        if old is None:
            return None
        for group, counts in _changes(old, people[person], region):
            changes[group] = _sum(changes.get(group, Counts()), counts)
    return News(changes, _moved(horizon, fresh))


def _newest(client: SmsItClient, now: datetime) -> datetime | None:
    """Return the newest time of creation; none when there is none, or SMS-iT does not sort by it."""
    horizon = Horizon(None, latest(now))
    for _, page in zip(range(LOOK_PAGES), pages.newest_first(client, LOOK_ROWS), strict=False):
        times = [created for created, _ in _dated(horizon, page)]
        if times:
            return times[0] if _falls(times) else None
    return None


def _fresh(client: SmsItClient, horizon: Horizon) -> list[Contact] | None:
    """Return what was created beyond the horizon; none when it is too much, or SMS-iT does not sort by it."""
    fresh: list[Contact] = []
    before = horizon.latest
    for count, page in enumerate(pages.newest_first(client, LOOK_ROWS), start=1):
        dated = _dated(horizon, page)
        if not _falls([before, *(created for created, _ in dated)]):
            return None
        fresh += [row for _, row in dated if horizon.is_new(row)]
        if len({row.number for row in fresh}) > MOST_NEW:
            return None
        if dated and _is_past(horizon, before := dated[-1][0]):
            return fresh
        if count == LOOK_PAGES:
            return None
    return fresh


def _dated(horizon: Horizon, page: Page) -> list[tuple[datetime, Contact]]:
    return [(created, row) for row in page.rows if (created := horizon.dated(row)) is not None]


def _falls(times: list[datetime]) -> bool:
    return times == sorted(times, reverse=True)


def _is_past(horizon: Horizon, created: datetime) -> bool:
    """Tell whether everything behind this time was counted; a second that nobody remembers was, too."""
    if horizon.newest is None or created < horizon.newest:
        return True
    return created == horizon.newest and horizon.edge is None


def _known_entries(
    client: SmsItClient, horizon: Horizon, person: str, region: str | None
) -> list[Contact] | None:
    """Return the entries of a person that were counted; none when SMS-iT cannot be asked for just these.

    ``person`` is the identity of their number, however it is spelt.
    """
    if len(person) > LONGEST_ASKED:
        return None
    rows = client.get_contacts(number=common(person), limit=LOOK_ROWS)
    if len(rows) == LOOK_ROWS:
        return None
    return [row for row in rows if identity(row.number, region) == person and not horizon.is_new(row)]


def _changes(
    old: Iterable[Contact], new: Iterable[Contact], region: str | None
) -> Iterator[tuple[str, Counts]]:
    """Give what new entries of one number make of the figures of each group they are in."""
    subscribed_before: dict[str, bool] = {}
    for row in old:
        subscribed_before[row.group] = row.subscribed or subscribed_before.get(row.group, False)
    added = Tally(region)
    added.add(new)
    for group, counts in added.counts().items():
        before = subscribed_before.get(group)
        if before is None:
            yield group, counts
        else:
            back = counts.subscribed if not before else 0
            yield group, Counts(back, -back, counts.subscribed + counts.opted_out + counts.duplicates)


def _sum(one: Counts, other: Counts) -> Counts:
    return Counts(
        one.subscribed + other.subscribed,
        one.opted_out + other.opted_out,
        one.duplicates + other.duplicates,
    )


def _moved(horizon: Horizon, fresh: Sequence[Contact]) -> Horizon:
    """Return the horizon behind what is new."""
    times = [created for row in fresh if (created := horizon.dated(row)) is not None]
    newest = max(times, default=horizon.newest)
    edge = {entry(row) for row in fresh if row.created == newest}
    if newest != horizon.newest:
        return replace(horizon, newest=newest, edge=_remembered(edge))
    return replace(horizon, edge=_remembered(edge | horizon.edge) if horizon.edge is not None else None)


def _remembered(edge: set[Entry] | frozenset[Entry]) -> frozenset[Entry] | None:
    return frozenset(edge) if len(edge) <= MOST_REMEMBERED else None
