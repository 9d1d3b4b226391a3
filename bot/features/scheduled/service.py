"""What waits for its time: whose it is, when it comes, and what may be done about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.access import Role, Who
from bot.features.permissions import Permissions
from bot.features.sends.holds import STANDS
from bot.features.sends.kinds import Kinds, label
from bot.features.sends.repeats import is_series
from bot.store import sends, series
from bot.store.database import Database
from bot.store.pages import Page
from bot.store.sends import HeldBy, Send, attention, scheduled
from bot.store.states import SendState
from bot.texting import schedules
from bot.texting.clock import Clock
from bot.texting.schedules import ScheduleError


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the listing.

    ``label`` says what kind of send it is, before whom it is for: "Text to".
    ``next_at`` (aware) is when it goes out next, none when that is as soon as it is approved. The rest tells
    what the person may do about it. ``lost`` is the role it takes where its owner hasn't got that any more:
    it goes out all the same, unless somebody cancels it.
    """

    send: Send
    next_at: datetime | None
    is_own: bool
    may_change: bool
    may_send: bool
    label: str
    is_paused: bool = False
    lost: Role | None = None

    @property
    def may_edit(self) -> bool:
        """Tell whether its words or time can be changed: not those of a series, nor when SMS-iT holds it."""
        return self.may_change and self.send.held_by is not HeldBy.SMSIT and not is_series(self.send)

    @property
    def may_rewrite(self) -> bool:
        """Tell whether it is a series that hasn't begun, which is written anew in its own form."""
        waits = self.send.state is SendState.AWAITING_APPROVAL and self.send.held_by is not HeldBy.SMSIT
        return self.may_change and waits and is_series(self.send)

    @property
    def repeats(self) -> bool:
        """Tell whether it is a series that goes on, and is changed in a view of its own."""
        return self.send.state is SendState.REPEATING


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of what waits: first what the bot holds, then series, then what SMS-iT holds, soonest first.

    ``by_bot``, ``series`` and ``at_smsit`` count all of it; ``everybody`` tells whether other people's is
    included.
    """

    entries: tuple[Entry, ...]
    by_bot: int
    series: int
    at_smsit: int
    page: Page
    everybody: bool


@dataclass(frozen=True, slots=True)
class Coming:
    """The texts that go out next, with the moment (aware) of each, and how many are scheduled in all.

    ``awaiting`` counts those that wait for approval; ``everybody`` tells whether other people's are included,
    and ``lost`` are the roles that owners of these haven't got any more, by their ids (see :class:`Entry`).
    """

    next: tuple[tuple[datetime, Send], ...]
    count: int
    awaiting: int
    everybody: bool
    lost: Mapping[str, Role] = field(default_factory=dict)


class Scheduled:
    """Lists what waits. ``account_zone`` is SMS-iT's, in which it calculates series."""

    def __init__(
        self,
        database: Database,
        permissions: Permissions,
        kinds: Kinds,
        clock: Clock,
        *,
        account_zone: ZoneInfo | None,
    ) -> None:
        self._database = database
        self._permissions = permissions
        self._kinds = kinds
        self._clock = clock
        self._account_zone = account_zone

    def listing(self, who: Who, page: int, size: int) -> Listing:
        """Return a page of so many of what waits, or the last one where there are fewer.

        People see their own; those who approve, and admins, see everybody's.
        """
        everybody = self._permissions.sees_everybody(who)
        owner = None if everybody else who.user_id
        now = self._clock()
        with self._database.read() as conn:
            by_bot = scheduled.count_of_bot(conn, owner)
            repeating = series.going_on(conn, owner)
            there = scheduled.of_smsit(conn, owner, now)
            shown = Page.at(page, size, by_bot + len(repeating) + len(there))
            here = scheduled.of_bot(conn, owner, offset=shown.offset, limit=size)
        coming = [
            *_soonest_first((how_far.next_at or now, send) for send, how_far in repeating),
            *_soonest_first((next_at(send, now, self._account_zone), send) for send in there),
        ]
        paused = {send.id for send, how_far in repeating if how_far.paused_by is not None}
        begin = max(0, shown.offset - by_bot)
        found = [
            *((send.send_at, send) for send in here),
            *coming[begin : begin + size - len(here)],
        ]
        entries = tuple(self._entry(send, who, at, is_paused=send.id in paused) for at, send in found)
        return Listing(entries, by_bot, len(repeating), len(there), shown, everybody)

    def coming(self, who: Who, most: int) -> Coming:
        """Return what goes out next by itself, up to so many texts, held or repeated here or by SMS-iT.

        What asks before it goes is not among it. People see their own, as in :meth:`listing`.
        """
        everybody = self._permissions.sees_everybody(who)
        owner, now = None if everybody else who.user_id, self._clock()
        with self._database.read() as conn:
            here = attention.coming(conn, owner, most)
            repeating = series.going_on(conn, owner)
            there = scheduled.of_smsit(conn, owner, now)
            awaiting = attention.count_awaiting(conn, owner)
        found = [(send.send_at or now, send) for send in here.sends]
        dates = [(far.next_at, send) for send, far in repeating if far.next_at and far.paused_by is None]
        found += dates
        found += [(next_at(send, now, self._account_zone), send) for send in there]
        found.sort(key=lambda each: (each[0], each[1].id))
        found = found[:most]
        lost = {send.id: role for _at, send in found if (role := self._lost(send, who)) is not None}
        return Coming(tuple(found), here.count + len(dates) + len(there), awaiting, everybody, lost)

    def now(self, send_id: str) -> Send | None:
        """Return a send as it stands; None when it is gone."""
        with self._database.read() as conn:
            return sends.get(conn, send_id)

    def label(self, send: Send) -> str:
        """Return what kind of send it is, as :class:`Entry` says it."""
        return label(self._kinds, send)

    def _entry(self, send: Send, who: Who, at: datetime | None, *, is_paused: bool) -> Entry:
        theirs = self._permissions.may_decide(send, who) and not is_at_smsit(send)
        ready = send.state is SendState.SCHEDULED and send.hold not in STANDS
        return Entry(
            send,
            at,
            send.user_id == who.user_id,
            may_change=theirs,
            may_send=theirs and ready,
            label=self.label(send),
            is_paused=is_paused,
            lost=self._lost(send, who),
        )

    def _lost(self, send: Send, who: Who) -> Role | None:
        """Return the role that the owner of somebody else's send is known to have lost."""
        role = self._kinds[send.kind].role
        return role if send.user_id != who.user_id and self._permissions.lacks(send.user_id, role) else None


def _soonest_first(found: Iterable[tuple[datetime, Send]]) -> list[tuple[datetime, Send]]:
    return sorted(found, key=lambda each: (each[0], each[1].id))


def is_at_smsit(send: Send) -> bool:
    """Tell whether SMS-iT holds a send, so that it can be neither seen nor changed from here."""
    return send.state is SendState.SCHEDULED_AT_SMSIT


def next_at(send: Send, now: datetime, zone: ZoneInfo | None) -> datetime:
    """Return when a send that SMS-iT holds goes out next (aware), as it has it in the account's ``zone``."""
    first = send.send_at or send.created_at
    kept = send.recurrence
    if kept is None or zone is None or first > now:
        return first
    until = datetime.fromisoformat(str(kept["until"]))
    try:
        dates = schedules.occurrences(first, str(kept["repeat"]), int(str(kept["every"])), until, zone)
    except ScheduleError:
        return first
    return next((at for at in dates if at > now), until)
