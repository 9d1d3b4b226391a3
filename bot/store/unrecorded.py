"""What the database lost of attempts and decisions: what the journal of attempts knows of them.

What may have reached SMS-iT is not written to it again. A text, a call about an appointment and a contact are
unknown, and ask a person; a row of an import is looked up at SMS-iT, as one whose process died; a code
verifies nobody.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Table, select, update

from bot.store import attempt_journal, audit, messages, verifications
from bot.store.appointment_calls import CallState
from bot.store.audit import Subject
from bot.store.contact_additions import AddState
from bot.store.contact_import_rows import RowState
from bot.store.messages import Purpose
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import unrecorded as of_sends
from bot.store.sends.unrecorded import SENTENCE
from bot.store.tables import appointment_call, contact_addition, contact_import_row, verification
from bot.store.verifications import Reason, Stage

_PORTION: Final = 500

Latest = Mapping[str, str]
"""The tokens of the newest attempts, by the keys of the rows: :meth:`AttemptJournal.latest`."""


def make_unknown(conn: Connection, latest: Latest, *, now: datetime) -> int:
    """Keep from SMS-iT what would be written to it though the journal knows more of it than the database.

    Returns how much there was.
    """
    others = (_calls, _additions, _import_rows, _codes)
    return of_sends.make_unknown(conn, latest, now=now) + sum(of(conn, latest, now) for of in others)


def _calls(conn: Connection, latest: Latest, now: datetime) -> int:
    ids = _lost(conn, appointment_call, CallState.QUEUED, latest)
    told = {
        "state": CallState.UNKNOWN.value,
        "outcome_code": OutcomeCode.UNRECORDED.value,
        "outcome_sentence": SENTENCE,
    }
    for call_id in ids:
        values = {**told, "token": latest[call_id], "attempting_at": now, "updated_at": now}
        own = update(appointment_call).where(appointment_call.c.id == call_id).values(values)
        appointment_id = conn.execute(own.returning(appointment_call.c.appointment_id)).scalar_one()
        facts = {"outcome_code": OutcomeCode.UNRECORDED.value}
        audit.note(conn, CallState.UNKNOWN, call_id, at=now, facts=facts, subject=Subject.CALL)
        messages.outdate(conn, (appointment_id, call_id))
    return len(ids)


def _additions(conn: Connection, latest: Latest, now: datetime) -> int:
    ids = _lost(conn, contact_addition, AddState.WAITING, latest)
    told = {"state": AddState.UNKNOWN.value, "reason": SENTENCE, "attempting_at": now, "updated_at": now}
    for each in ids:
        own = update(contact_addition).where(contact_addition.c.id == each)
        conn.execute(own.values({**told, "token": latest[each]}))
        audit.note(conn, AddState.UNKNOWN, each, at=now, subject=Subject.ADDITION)
        messages.open_another(conn, each, Purpose.ADDITION)
    return len(ids)


def _import_rows(conn: Connection, latest: Latest, now: datetime) -> int:
    """Have rows count as being attempted, by whoever did: the clock looks them up."""
    table, count = contact_import_row.c, 0
    imports = tuple({key.partition(":")[0] for key in latest if ":" in key})
    waiting = select(table.import_id, table.place, table.token).where(table.state == RowState.WAITING.value)
    for some in _portions(imports):
        for row in conn.execute(waiting.where(table.import_id.in_(some))).all():
            token = latest.get(attempt_journal.of_row(row.import_id, row.place))
            if token is None or token == row.token:
                continue
            values = {"state": RowState.ATTEMPTING.value, "token": token, "attempting_at": now}
            own = (table.import_id == row.import_id, table.place == row.place)
            conn.execute(update(contact_import_row).where(*own).values(values))
            count += 1
    return count


def _codes(conn: Connection, latest: Latest, now: datetime) -> int:
    checked = tuple(
        send_id for send_id, _, of in (key.partition(":") for key in latest) if of == attempt_journal.CHECK
    )
    open_ = verification.c.state == Stage.OPEN.value
    ids = [
        send_id
        for some in _portions(checked)
        for send_id in conn.execute(
            select(verification.c.send_id).where(verification.c.send_id.in_(some), open_)
        ).scalars()
    ]
    return sum(verifications.fail(conn, each, Reason.UNCLEAR, now, only_from=Stage.OPEN) for each in ids)


def _lost(conn: Connection, table: Table, waits: str, latest: Latest) -> list[str]:
    """Return the ids of rows that wait though a newer attempt of them is known."""
    own = select(table.c.id, table.c.token).where(table.c.state == str(waits))
    return [
        row.id
        for ids in _portions(tuple(latest))
        for row in conn.execute(own.where(table.c.id.in_(ids)))
        if row.token != latest[row.id]
    ]


def _portions(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[first : first + _PORTION] for first in range(0, len(keys), _PORTION))
