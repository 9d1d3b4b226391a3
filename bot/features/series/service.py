"""What people decide about a series that is kept here: skip a date, pause it, let it go on, stop it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Final

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.permissions import Permissions
from bot.features.sends import repeats
from bot.features.sends.kinds import Kinds, label
from bot.features.sends.service import found
from bot.store import audit, sends, series
from bot.store.audit import Event
from bot.store.database import Database
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import Send
from bot.store.series import Series
from bot.store.states import SendState
from bot.texting import recurrence, words
from bot.texting.clock import Clock
from bot.texting.recurrence import Kept

NEXT_SHOWN: Final = 3
NO_SERIES: Final = "This text doesn't repeat, or SMS-iT repeats it."
OVER: Final = "This series has ended, so there's nothing left to change."
MOVED_ON: Final = "Its next date has changed since you opened it. Look again, then decide."
PAUSED: Final = "This series is paused. Resume it first."
CHANGE: Final = "change this series"


@dataclass(frozen=True, slots=True)
class SeriesStatus:
    """How a series stands. ``label`` says what it is, before whom it is for: "Text to".

    ``series`` is None before it has begun; ``coming`` are its next dates (aware).
    """

    send: Send
    kept: Kept
    series: Series | None
    label: str
    coming: tuple[datetime, ...] = ()


class SeriesService:
    """Shows series, and changes them once: who comes second is told how it stands."""

    def __init__(self, database: Database, permissions: Permissions, kinds: Kinds, clock: Clock) -> None:
        self._database = database
        self._permissions = permissions
        self._kinds = kinds
        self._clock = clock

    def of(self, send: Send) -> SeriesStatus:
        """Return how a series stands. Raises :exc:`UserError` for a send that is none."""
        with self._database.read() as conn:
            return self._status(conn, send)

    def theirs(self, series_id: str, who: Who) -> SeriesStatus:
        """Return a series to whoever may decide about it; to others it raises :exc:`UserError`."""
        with self._database.read() as conn:
            return self._theirs(conn, series_id, who)

    def editable(self, series_id: str, who: Who) -> SeriesStatus:
        """Return a series that goes on or waits for approval, to be written anew.

        Raises :exc:`UserError` as :meth:`theirs`, or when it is over.
        """
        status = self.theirs(series_id, who)
        if status.send.state not in {SendState.REPEATING, SendState.AWAITING_APPROVAL} or not status.coming:
            raise UserError(OVER)
        return status

    def skip(self, series_id: str, seen: str, who: Who) -> None:
        """Leave out the next date, which was ``seen`` (ISO).

        The same press again changes nothing more. Raises :exc:`UserError` when that is not the next date.
        """
        now = self._clock()
        with self._database.write(urgent=True) as conn:
            status = self._going_on(conn, series_id, who)
            at = status.series.next_at if status.series else None
            if status.series is None or at is None or at.astimezone(UTC).isoformat() != seen:
                raise UserError(MOVED_ON)
            if status.series.paused_by is not None:
                raise UserError(PAUSED)
            following = _after(status, at)
            if not series.advance(conn, status.series, following, skipped=status.series.skipped + 1):
                raise UserError(MOVED_ON)
            sends.note_decided(conn, series_id)
            audit.note(conn, Event.SKIPPED, series_id, at=now, by=who.user_id, facts={"send_at": seen})
            self._went_on(conn, series_id, following, now)

    def pause(self, series_id: str, who: Who) -> None:
        """Have no date go out until it is resumed. Pausing twice is pausing once."""
        now = self._clock()
        with self._database.write(urgent=True) as conn:
            self._going_on(conn, series_id, who)
            if series.pause(conn, series_id, who.user_id):
                sends.note_decided(conn, series_id)
                audit.note(conn, Event.SERIES_PAUSED, series_id, at=now, by=who.user_id)
                sends.mark_dirty(conn, (series_id,))

    def resume(self, series_id: str, who: Who) -> None:
        """Let a paused series go on with the first date still ahead; none that passed is made up for."""
        now = self._clock()
        with self._database.write(urgent=True) as conn:
            following = _after(self._going_on(conn, series_id, who), now)
            if series.resume(conn, series_id, following):
                audit.note(conn, Event.SERIES_RESUMED, series_id, at=now, by=who.user_id)
                self._went_on(conn, series_id, following, now)

    def stop(self, series_id: str, who: Who) -> None:
        """End a series. Sends of dates that have come are not touched. Stopping twice is stopping once."""
        now = self._clock()
        with self._database.write(urgent=True) as conn:
            self._theirs(conn, series_id, who)
            repeats.end(conn, series_id, OutcomeCode.SERIES_STOPPED, now, by=who.user_id)

    def _went_on(self, conn: Connection, series_id: str, following: datetime | None, now: datetime) -> None:
        if following is None:
            repeats.end(conn, series_id, OutcomeCode.SERIES_DONE, now)
        sends.mark_dirty(conn, (series_id,))

    def _going_on(self, conn: Connection, series_id: str, who: Who) -> SeriesStatus:
        status = self._theirs(conn, series_id, who)
        if status.send.state is not SendState.REPEATING:
            raise UserError(OVER)
        return status

    def _theirs(self, conn: Connection, series_id: str, who: Who) -> SeriesStatus:
        send = found(sends.get(conn, series_id))
        self._permissions.require_send(send, who)
        self._permissions.require_role(who, self._kinds[send.kind].role, CHANGE)
        return self._status(conn, send)

    def _status(self, conn: Connection, send: Send) -> SeriesStatus:
        kept = recurrence.load(send.recurrence)
        if kept is None:
            raise UserError(NO_SERIES)
        how_far = series.get(conn, send.id)
        status = SeriesStatus(send, kept, how_far, label(self._kinds, send))
        return SeriesStatus(send, kept, how_far, status.label, self._coming(status))

    def _coming(self, status: SeriesStatus) -> tuple[datetime, ...]:
        how_far, zone = status.series, words.zone_or_utc(status.send.zone)
        if how_far is None:
            return tuple(islice(recurrence.every_date(status.kept, zone), NEXT_SHOWN))
        if how_far.next_at is None:
            return ()
        since = self._clock() if how_far.paused_by is not None else how_far.next_at - datetime.resolution
        return tuple(islice(recurrence.coming(status.kept, zone, since), NEXT_SHOWN))


def _after(status: SeriesStatus, at: datetime) -> datetime | None:
    return next(recurrence.coming(status.kept, words.zone_or_utc(status.send.zone), at), None)
