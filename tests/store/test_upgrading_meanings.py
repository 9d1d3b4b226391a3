"""What columns of a send meant besides is found in columns of its own afterwards, and the way back too."""

import json
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Column, MetaData, Table, func, insert, select
from sqlalchemy.types import JSON

from bot.store import Database, sends
from bot.store.data_keys import DataKey
from bot.store.sends import NO_EVIDENCE, NO_HOLD
from bot.store.tables import appointment, appointment_call, message, send
from tests.store.encrypted import KEY, opened
from tests.store.samples import NOON
from tests.store.test_database import run_alembic
from tests.store.test_upgrading import a_row
from tests.store.test_upgrading_columns import a_call
from tests.store.test_upgrading_phones import an_appointment

LATER = NOON + timedelta(seconds=30)
MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)
LOOKS = [NOON.isoformat(), LATER.isoformat(), 2]
FACTS = {"report": "It was sent.", "balance": "It fell."}
WHY = "It is night."
NEW = {*NO_HOLD, *NO_EVIDENCE, "wave"} - {"pending_values", "evidence"}
BEFORE = Table(
    "send",
    MetaData(),
    *(Column(each.name, each.type) for each in send.c if each.name not in {*NEW, "evidence"}),
    Column("evidence", JSON(none_as_null=True)),
    Column("paused_until", send.c.hold_until.type),
)

CALL_BEFORE = Table(
    "appointment_call", MetaData(), *(Column(c.name, c.type) for c in appointment_call.c if c.name != "wave")
)


@pytest.fixture
def before(fresh: Database) -> Database:
    run_alembic(fresh, lambda config: command.upgrade(config, "0030"))
    return fresh


def put(database: Database, send_id: str, **values: object) -> None:
    with database.write() as conn:
        conn.execute(insert(BEFORE).values({**a_row(send_id), "held_by": "none", **values}))


def told(database: Database, send_id: str, *names: str) -> tuple[Any, ...]:
    with database.read() as conn:
        found = sends.get(conn, send_id)
    assert found is not None
    return tuple(getattr(found, name) for name in names)


HELD: Mapping[str, Mapping[str, object]] = {
    "asks": {"state": "scheduled", "outcome_code": "quiet", "outcome_sentence": WHY, "paused_until": MORNING},
    "late": {"state": "scheduled", "outcome_code": "late"},
    "paused": {"kind": "list", "state": "paused", "outcome_code": "quiet", "outcome_sentence": WHY},
    "by a person": {"kind": "list", "state": "paused", "decided_by": "U0MAYA"},
    "waits": {"state": "scheduled"},
    "tried": {"state": "queued", "attempts": 1, "outcome_sentence": "No connection."},
    "refused": {"state": "refused", "outcome_code": "-6", "outcome_sentence": "Not a contact."},
    "left out": {"state": "refused", "outcome_code": "row", "parent_id": "paused", "line": 1},
    "doubt": {"state": "unknown", "outcome_code": "timeout", "outcome_sentence": "No answer."},
    "called off": {"state": "cancelled", "outcome_code": "late", "decided_by": "U0MAYA"},
    "series": {"state": "ended", "outcome_code": "series_done"},
}


def test_a_hold_is_apart_from_an_outcome(before: Database) -> None:
    for send_id, values in HELD.items():
        put(before, send_id, **values)

    before.migrate()

    names = ("hold", "hold_sentence", "hold_until", "outcome_code", "outcome_sentence")
    assert {each: told(before, each, *names) for each in HELD} == {
        "asks": ("quiet", WHY, MORNING, None, None),
        "late": ("late", None, None, None, None),
        "paused": ("quiet", WHY, None, None, None),
        "by a person": (None, None, None, None, None),
        "waits": (None, None, None, None, None),
        "tried": (None, None, None, None, "No connection."),
        "refused": (None, None, None, "-6", "Not a contact."),
        "left out": (None, None, None, "row", None),
        "doubt": (None, None, None, "timeout", "No answer."),
        "called off": (None, None, None, "late", None),
        "series": (None, None, None, "series_done", None),
    }
    with before.read() as conn:
        assert [each.id for each in sends.due_scheduled(conn, MORNING)] == []


CLEAR = {"looks", "asking"}
SEEN: Mapping[str, Mapping[str, object] | None] = {
    "nobody looked": None,
    "of before looks were counted": FACTS,
    "looked": {**FACTS, "looks": LOOKS},
    "nothing found": {"looks": LOOKS},
    "at it first": {"asking": LATER.isoformat()},
    "at it again": {"report": "It was sent.", "looks": LOOKS, "asking": LATER.isoformat()},
    "odd": {"looks": ["x", "y"], "asking": 1},
    "odder": {"report": "It was sent.", "looks": ["x", "y", "z"]},
    "emptied": {},
}
UNSEEN = (None, None, 0, None)
APART = {
    "nobody looked": (None, *UNSEEN),
    "of before looks were counted": (FACTS, *UNSEEN),
    "looked": (FACTS, NOON, LATER, 2, None),
    "nothing found": ({}, NOON, LATER, 2, None),
    "at it first": (None, None, None, 0, LATER),
    "at it again": ({"report": "It was sent."}, NOON, LATER, 2, LATER),
    "odd": ({}, *UNSEEN),
    "odder": ({"report": "It was sent."}, *UNSEEN),
    "emptied": ({}, *UNSEEN),
}


def test_evidence_is_facts_and_the_looks_have_columns_of_their_own(before: Database) -> None:
    for send_id, kept in SEEN.items():
        put(before, send_id, state="unknown", evidence=kept)

    before.migrate()

    assert {each: told(before, each, *NO_EVIDENCE) for each in SEEN} == APART
    with before.read() as conn:
        empty = select(send.c.id).where(send.c.evidence.is_(None))  # as SQL has it, not as JSON does
        assert set(conn.execute(empty).scalars()) == {"nobody looked", "at it first"}


def test_what_is_encrypted_of_it_stays_so(fresh: Database) -> None:
    key = DataKey(KEY)
    with closing(opened(fresh, KEY)) as database:
        database.migrate()
        run_alembic(database, lambda config: command.downgrade(config, "0030"))
        for send_id, kept in SEEN.items():
            read = {name: said for name, said in (kept or {}).items() if name in CLEAR}
            others = {name: said for name, said in (kept or {}).items() if name not in CLEAR}
            sealed = {"sealed": key.words(json.dumps(others))} if others else {}
            put(database, send_id, state="unknown", evidence=None if kept is None else read | sealed)

        database.migrate()

        assert {each: told(database, each, *NO_EVIDENCE) for each in SEEN} == APART


def test_how_often_it_was_set_going_is_apart_from_attempts_in_vain(before: Database) -> None:
    put(before, "text", attempts=3)
    put(before, "list", kind="list", state="running", attempts=2)
    put(before, "new", kind="list")

    before.migrate()

    assert {each: told(before, each, "wave", "attempts") for each in ("text", "list", "new")} == {
        "text": (3, 3),
        "list": (2, 0),
        "new": (0, 0),
    }
    with before.write() as conn:
        assert sends.requeue(conn, "text", wave=3, now=LATER) == 4


def test_a_call_is_set_going_as_often_as_it_was_attempted_and_its_message_drawn_again(
    before: Database,
) -> None:
    times = {"first": 0, "again": 2}
    with before.write() as conn:
        conn.execute(insert(appointment), [an_appointment(each, "14155550100") for each in times])
        calls = [{**a_call(each, each, NOON), "attempts": tried} for each, tried in times.items()]
        conn.execute(insert(CALL_BEFORE), calls)
        conn.execute(insert(message), [{"subject_id": each, "purpose": "appointment"} for each in times])

    before.migrate()

    with before.read() as conn:
        waves = conn.execute(select(appointment_call.c.id, appointment_call.c.wave))
        found = {row[0]: row[1] for row in waves}
        drawn = conn.execute(select(message.c.subject_id, message.c.version))
        versions = {row[0]: row[1] for row in drawn}
    assert found == times
    assert versions == {"first": 0, "again": 1}


def test_more_rows_than_are_held_in_memory_at_once_are_all_moved(
    before: Database, small_portions: int
) -> None:
    count = 3 * small_portions + 1
    seen = {"state": "unknown", "held_by": "none", "evidence": {"looks": LOOKS}}
    with before.write() as conn:
        conn.execute(insert(BEFORE), [{**a_row(f"{place:06}"), **seen} for place in range(count)])

    before.migrate()

    with before.read() as conn:
        moved = select(func.count()).where(send.c.last_look_at == LATER, send.c.looks == 2)
        assert conn.execute(moved).scalar() == count


def test_the_way_back_writes_everything_where_it_was(before: Database) -> None:
    for send_id, values in HELD.items():
        put(before, send_id, **values)
    clear = {send_id: kept for send_id, kept in SEEN.items() if not send_id.startswith("odd")}
    for send_id, kept in clear.items():
        put(before, send_id, state="unknown", evidence=kept)
    put(before, "list", kind="list", state="running", attempts=2)
    put(before, "text", attempts=3)
    with before.write() as conn:
        conn.execute(insert(appointment).values(an_appointment("a", "14155550100")))
        conn.execute(insert(CALL_BEFORE).values({**a_call("c", "a", NOON), "attempts": 2}))
    rows = rows_before(before)

    before.migrate()
    run_alembic(before, lambda config: command.downgrade(config, "0030"))

    assert rows_before(before) == rows


def rows_before(database: Database) -> dict[str, tuple[Any, ...]]:
    with database.read() as conn:
        rows = (row for table in (BEFORE, CALL_BEFORE) for row in conn.execute(select(table)))
        return {row.id: tuple(row) for row in rows}
