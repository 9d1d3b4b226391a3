"""What columns meant besides is found in columns of its own afterwards, and every row says what it said."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from alembic import command
from sqlalchemy import JSON, Column, MetaData, String, Table, func, inspect, select

from bot.store import Database, contact_imports, sends
from bot.store.sends import AppointmentText
from bot.store.tables import appointment, appointment_call, contact_import, message, send
from tests.store.samples import NOON
from tests.store.test_database import run_alembic
from tests.store.test_upgrading import a_row
from tests.store.test_upgrading_phones import an_appointment

MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)
GROWN = {"people": 5, "segments": 1, "credits": 5, "credits_upper": 5}
SEEN = {"balance": "It fell."}
BEFORE = Table(
    "contact_import",
    MetaData(),
    *(Column(each.name, each.type) for each in contact_import.c if each.name != "decided_by"),
)


@pytest.fixture
def before(fresh: Database) -> Database:
    run_alembic(fresh, lambda config: command.upgrade(config, "0004"))
    return fresh


def put(database: Database, send_id: str, **values: object) -> None:
    with database.write() as conn:
        conn.execute(send.insert().values({**a_row(send_id), "held_by": "none", **values}))


def the(database: Database, send_id: str) -> sends.Send:
    with database.read() as conn:
        found = sends.get(conn, send_id)
    assert found is not None
    return found


def a_call(own_id: str, appointment_id: str, at: datetime) -> Mapping[str, Any]:
    words = dict.fromkeys(("user_id", "status", "state"), "x")
    times = {"created_at": NOON, "updated_at": NOON}
    return {"id": own_id, "key": own_id, "appointment_id": appointment_id, "at": at, **words, **times}


def test_evidence_is_evidence_and_the_rest_has_columns_of_its_own(before: Database) -> None:
    until = {"until": MORNING.isoformat()}
    put(before, "night", kind="list", state="paused", outcome_code="quiet", evidence=until)
    put(before, "over", kind="list", state="cancelled", outcome_code="quiet", evidence=until)
    put(before, "grew", kind="group", state="scheduled", outcome_code="changed", evidence=GROWN)
    put(before, "doubt", state="unknown", outcome_code="timeout", evidence=SEEN)
    put(before, "none", state="unknown", outcome_code="timeout")

    before.migrate()

    told = {each: the(before, each) for each in ("night", "over", "grew", "doubt", "none")}
    assert {each: (s.evidence, s.pending_values, s.hold_until) for each, s in told.items()} == {
        "night": (None, None, MORNING),
        "over": (None, None, None),
        "grew": (None, GROWN, None),
        "doubt": (SEEN, None, None),
        "none": (None, None, None),
    }
    with before.read() as conn:
        empty = select(func.count()).where(send.c.evidence.is_(None))  # as SQL has it, not as JSON does
        assert conn.execute(empty).scalar() == 4


def test_the_status_of_a_report_is_a_word_and_repeats_are_a_number(before: Database) -> None:
    put(before, "group", kind="group", state="accepted", report_status="3")
    put(before, "there", kind="elsewhere", state="accepted", report_status="12")
    put(before, "text", state="delivered", report_status="delivered")
    put(before, "odd", state="delivered", report_status="3")

    before.migrate()

    told = {each: the(before, each) for each in ("group", "there", "text", "odd")}
    assert {each: (s.report_status, s.report_repeats) for each, s in told.items()} == {
        "group": (None, 3),
        "there": (None, 12),
        "text": ("delivered", None),
        "odd": ("3", None),
    }


def test_texts_about_appointments_name_them_and_the_time_they_tell(before: Database) -> None:
    with before.write() as conn:
        conn.execute(appointment.insert().values(an_appointment("a", "14155550100")))
        conn.execute(appointment_call.insert(), [a_call("c1", "a", NOON), a_call("c2", "a", MORNING)])
    put(before, "said", key="appointment-confirmation:c1")
    put(before, "reminds", key="appointment-reminder:c2")
    put(before, "orphan", key="appointment-reminder:gone")
    put(before, "other", key="view:V1")

    before.migrate()

    names = ("said", "reminds", "orphan", "other")
    told = {each: the(before, each) for each in names}
    assert {each: (s.appointment_id, s.appointment_text, s.appointment_at) for each, s in told.items()} == {
        "said": ("a", AppointmentText.CONFIRMATION, NOON),
        "reminds": ("a", AppointmentText.REMINDER, MORNING),
        "orphan": (None, AppointmentText.REMINDER, None),
        "other": (None, None, None),
    }


def test_who_decided_about_an_import_is_apart_from_why(before: Database) -> None:
    why = {"hers": "@U0MAYA", "its": "SMS-iT could not be reached.", "none": None}
    words = dict.fromkeys(("team_id", "user_id", "file_name", "state"), "x")
    with before.write() as conn:
        for own_id, each in why.items():
            own = {"id": own_id, "key": own_id, "size": 1, "rejected": 0, "wave": 1, "why": each}
            times = {"created_at": NOON, "updated_at": NOON}
            conn.execute(BEFORE.insert().values({**words, **own, **times, "state": "paused"}))

    before.migrate()

    with before.read() as conn:
        found = {each: contact_imports.get(conn, each) for each in why}
    assert {name: (each.why, each.decided_by) for name, each in found.items() if each is not None} == {
        "hers": (None, "U0MAYA"),
        "its": ("SMS-iT could not be reached.", None),
        "none": (None, None),
    }


def test_messages_that_ask_are_drawn_again_for_their_buttons_may_be_old(before: Database) -> None:
    states = {"scheduled": 4, "unknown": 4, "paused": 4, "delivered": 3, "cancelled": 3, "accepted": 3}
    for state in states:
        put(before, state, state=state)
    with before.write() as conn:
        conn.execute(message.insert(), [{"subject_id": state, "version": 3} for state in states])

    before.migrate()

    with before.read() as conn:
        found = conn.execute(select(message.c.subject_id, message.c.version))
        assert {row[0]: row[1] for row in found} == states


def test_more_rows_than_are_held_in_memory_at_once_are_all_moved(
    before: Database, small_portions: int
) -> None:
    count = 3 * small_portions + 1
    paused = {"kind": "list", "state": "paused", "outcome_code": "quiet"}
    until = {"evidence": {"until": MORNING.isoformat()}}
    rows = [{**a_row(f"{place:06}"), **paused, **until} for place in range(count)]
    with before.write() as conn:
        conn.execute(send.insert(), rows)

    before.migrate()

    with before.read() as conn:
        moved = select(func.count()).where(send.c.hold_until == MORNING, send.c.evidence.is_(None))
        assert conn.execute(moved).scalar() == count


def test_the_way_back_writes_everything_where_it_was(before: Database) -> None:
    before.migrate()
    put(before, "night", kind="list", state="paused", hold_code="quiet", hold_until=MORNING)
    put(
        before,
        "grew",
        kind="group",
        state="scheduled",
        hold_code="changed",
        pending_values=GROWN,
        report_repeats=2,
    )

    run_alembic(before, lambda config: command.downgrade(config, "0004"))

    names = {each["name"] for each in inspect(before.engine).get_columns("send")}
    assert not {"paused_until", "hold_until"} & names
    columns = (Column("id", String), Column("evidence", JSON), Column("report_status", String))
    table = Table("send", MetaData(), *columns)
    with before.read() as conn:
        found = {row[0]: tuple(row[1:]) for row in conn.execute(select(table))}
    assert datetime.fromisoformat(found["night"][0]["until"]) - MORNING == timedelta()
    assert found["grew"] == (GROWN, "2")
