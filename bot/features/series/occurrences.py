"""The dates of series as they come: for each a send of its own, made exactly once.

A send has the date in its key, and is made in the transaction that goes on to the next date. A process that
dies before leaves a draft that nobody sees, and the next tick takes the same one up.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from itertools import chain, takewhile
from typing import Final

from sqlalchemy import Connection

from bot.errors import UserError
from bot.features.sends import repeats
from bot.features.sends.service import SendService
from bot.store import audience_choices, sends, series
from bot.store.database import Database
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import HeldBy, NewSend, Send, SendKind, new_rows, rows
from bot.store.series import Series
from bot.store.states import SENT, SendState
from bot.texting import recurrence, words
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

PAGE: Final = 500
"""Rows of a list in one transaction."""
AGREED: Final = frozenset({"segments", "credits", "credits_upper", "people", "members"})
"""What a date has of the send that was agreed to last."""
OWN: Final = frozenset(
    {
        "key",
        "body",  # the words of the series, which may be forgotten
        "held_by",
        "send_at",
        "series_id",
        "recurrence",
        "occurrences",
        "balance_shown",
        "parent_id",
        "line",
        "again_of",
        "appointment_id",
        "appointment_text",
        "appointment_at",
    }
)
"""What each date has for itself."""
OF_SERIES: Final = frozenset(each.name for each in fields(NewSend)) - AGREED - OWN
"""Everything else, which a date has of its series."""


@dataclass(frozen=True, slots=True)
class _Due:
    """A date that has come, the one after it if there is any, and how many before it were missed."""

    at: datetime
    following: datetime | None
    missed: int


class Occurrences:
    """Makes the sends of dates that have come."""

    def __init__(self, database: Database, send_service: SendService, clock: Clock) -> None:
        self._database = database
        self._send_service = send_service
        self._clock = clock

    def make_due(self) -> None:
        """Make what is due. Of dates that passed while nobody was running, only the newest is made."""
        with self._database.read() as conn:
            due = series.due(conn, self._clock())
        for series_id in due:
            self._make(series_id)

    def _make(self, series_id: str) -> None:
        now = self._clock()
        with self._database.read() as conn:
            send, status = sends.get(conn, series_id), series.get(conn, series_id)
            basis = None if send is None or status is None else _basis(conn, send, status)
        if send is None or status is None or basis is None or status.next_at is None:
            return  # ended meanwhile
        due = _due(send, status.next_at, now)
        draft = self._draft(send, status, basis, due.at)
        if draft is None:
            with self._database.write() as conn:
                repeats.end(conn, series_id, OutcomeCode.SERIES_FORGOTTEN, now)
            return
        try:
            with self._database.write() as conn:
                self._hand_over(conn, status, draft, basis, due)
        except UserError as error:
            with self._database.write() as conn:
                if series.pause(conn, series_id, series.BOT, error.sentence):
                    sends.mark_dirty(conn, (series_id,))

    def _hand_over(self, conn: Connection, status: Series, draft: Send, basis: Send, due: _Due) -> None:
        """Go on to the next date, and let this one wait for its time; nothing where somebody was quicker."""
        gone_on = series.advance(
            conn,
            status,
            due.following,
            made=status.made + 1,
            missed=status.missed + due.missed,
            last_id=draft.id,
            basis_id=None if basis.id == status.send_id else basis.id,
        )
        if not gone_on:
            return
        found = sends.get(conn, status.send_id)
        self._send_service.admit(
            conn, draft, basis, {"quiet_override": None if found is None else found.quiet_override}
        )
        if due.following is None:
            repeats.end(conn, status.send_id, OutcomeCode.SERIES_DONE, self._clock())
        sends.mark_dirty(conn, (status.send_id,))
        log.info("series %s goes out as %s", status.send_id, draft.id)

    def _draft(self, send: Send, status: Series, basis: Send, at: datetime) -> Send | None:
        """Return the draft of one date, recorded; None where its words or its people are gone."""
        if send.body is None or (send.kind is SendKind.CONTACT and not send.to_number):
            return None
        with self._database.write() as conn:
            draft = sends.insert_draft(conn, _new(send, status, basis, at), now=self._clock())
            is_draft = draft.state is SendState.DRAFT
            is_gathered = is_draft and audience_choices.copy(conn, send.id, draft.id)  # when it goes
        given = send.kind is SendKind.LIST and not is_gathered
        return self._with_rows(send, draft) if given else draft

    def _with_rows(self, send: Send, draft: Send) -> Send | None:
        """Return the draft of a list with the rows of its series."""
        now = self._clock()
        with self._database.read() as conn:
            size = rows.size(conn, send.id)
        for first in range(1, size + 1, PAGE):
            with self._database.write() as conn:
                new_rows.copy(conn, send.id, draft, first, first + PAGE - 1, now)
        with self._database.write() as conn:
            rows.describe(conn, draft.id, rows.totals(conn, draft.id), None, now)
            whole = sends.get(conn, draft.id)
        nobody = whole is not None and whole.state is SendState.DRAFT and not whole.people
        return None if nobody else whole


def _due(send: Send, next_at: datetime, now: datetime) -> _Due:
    coming = _coming(send, next_at)
    passed = list(takewhile(lambda at: at <= now, chain([next_at], coming)))
    at = passed[-1] if passed else next_at
    return _Due(at, next(_coming(send, at), None), max(0, len(passed) - 1))


def _coming(send: Send, after: datetime) -> Iterator[datetime]:
    kept = recurrence.load(send.recurrence)
    return iter(()) if kept is None else recurrence.coming(kept, words.zone_or_utc(send.zone), after)


def _basis(conn: Connection, send: Send, status: Series) -> Send:
    """Return the send whose people and credits were agreed to last: the series, or a date that had more."""
    basis = sends.get(conn, status.basis_id or send.id) or send
    last = None if status.last_id is None else sends.get(conn, status.last_id)
    is_counted = send.kind is SendKind.GROUP or send.members is not None  # anew on each date
    if not is_counted or last is None or last.state not in SENT or last.body != send.body:
        return basis
    grew = last.people > basis.people or last.credits_upper > basis.credits_upper
    return last if grew else basis


def _new(send: Send, status: Series, basis: Send, at: datetime) -> NewSend:
    """Return what goes out on one date: what the series says, to whom it says it."""
    of_series = {name: getattr(send, name) for name in OF_SERIES}
    if status.made and send.kind is not SendKind.LIST:
        of_series["add_to_group"] = None  # whoever is added to a group is a contact from then on
    return NewSend(
        key=f"series:{send.id}:{at.astimezone(UTC):%Y%m%dT%H%M%S}",
        body=send.body or "",
        held_by=HeldBy.BOT,
        send_at=at,
        series_id=send.id,
        **{name: getattr(basis, name) for name in AGREED},
        **of_series,
    )
