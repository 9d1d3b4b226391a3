"""Whom things were about is forgotten when it is old, to the last byte; what happened and how often stays."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Table, insert, select

from bot.features.delivery import retention
from bot.features.delivery.evidence import Evidence
from bot.features.delivery.retention import PeopleRetention
from bot.policy.model import Retention
from bot.store import Database
from bot.store.states import SendState
from bot.store.tables import (
    UtcTime,
    appointment,
    approval,
    contact_import,
    do_not_text,
    metadata,
    past_decision,
    send,
    verification,
)
from tests.clock import FakeClock

RULES = Retention()
LONGEST = timedelta(days=1 + max(RULES.people_days, RULES.reasons_days, RULES.appointments_days))
SECRET = "Zyx"
NUMBER = "14155550777"
"""What stands of people in every column of old rows; nothing else holds it."""


@pytest.fixture
def database(either: Database) -> Database:
    """A database of each kind with tables."""
    return either


def put(database: Database, table: Table, at: datetime, key: str, **values: object) -> None:
    """Put a row into a table, with something of this kind in each column that must hold something."""
    row: dict[str, object] = {}
    for column in table.columns:
        if column.name in {"id", "send_id", "key"}:
            row[column.name] = key
        elif isinstance(column.type, UtcTime) and (not column.nullable or column.name == "removed_at"):
            row[column.name] = at
        elif not column.nullable and column.server_default is None:
            row[column.name] = 1 if column.type.python_type is int else "x"
    with database.write() as conn:
        conn.execute(insert(table).values(row | values))


def a_send(database: Database, at: datetime, key: str, **values: object) -> None:
    usual: dict[str, object] = {"kind": "contact", "state": "delivered", "held_by": "none"}
    people = {"to_number": NUMBER, "to_phone": NUMBER, "to_name": SECRET, "report_error": SECRET}
    put(database, send, at, key, **usual | people | {"outcome_sentence": SECRET} | values)


def fill(database: Database, at: datetime, key: str) -> None:
    """Put what is kept of one person into every table there is for it."""
    a_send(database, at, f"{key}1", evidence={"facts": [SECRET]}, report_status=SECRET)
    a_send(database, at, f"{key}2", kind="otp", pending_values={"body": SECRET})
    a_send(database, at, f"{key}3", kind="list", to_number="", to_phone="", state="accepted",
           report_error=None, outcome_sentence=None)  # fmt: skip
    put(database, verification, at, f"{key}2", number=NUMBER, phone=NUMBER, purpose=SECRET, state="verified")
    put(database, contact_import, at, f"{key}4", file_name=SECRET, source={"name": SECRET}, state="done")
    put(
        database,
        appointment,
        at,
        f"{key}5",
        number=NUMBER,
        phone=NUMBER,
        name=SECRET,
        confirmation_text=SECRET,
    )
    rejected = {"decision": "rejected", "decided_at": at, "reason": SECRET}
    facts = {"name": SECRET}
    put(database, approval, at, f"{key}3", facts=facts, changed=SECRET, fingerprint="f", **rejected)
    put(database, past_decision, at, f"{key}3", **rejected)
    put(database, do_not_text, at, "", number=f"{NUMBER}{key}", reason="x", removal_reason=SECRET)
    put(database, do_not_text, at, "", number=f"1415{key}", reason=SECRET, removed_at=None)


def everything(database: Database) -> str:
    """All rows of all tables, as text."""
    with database.read() as conn:
        return "\n".join(
            str(tuple(row)) for table in metadata.sorted_tables for row in conn.execute(select(table))
        )


def test_what_is_old_is_gone_to_the_last_byte_and_the_rest_of_its_rows_stays(database: Database) -> None:
    clock = FakeClock()
    fill(database, clock() - LONGEST, "7")
    before = everything(database)
    assert SECRET in before
    assert NUMBER in before

    PeopleRetention(database, clock, RULES).run()

    after = everything(database)
    assert SECRET not in after
    assert NUMBER not in after
    assert after.count("\n") == before.count("\n") - 1  # the record of what was taken off the list
    assert "'14157'" in after  # who must not be texted still must not be
    if database.path is not None:
        files = database.path.parent.glob("bot.db*")
        assert not [each.name for each in files if SECRET.encode() in each.read_bytes()]
        assert not [each.name for each in files if NUMBER.encode() in each.read_bytes()]


def test_what_is_not_old_yet_stays_as_it_is(database: Database) -> None:
    clock = FakeClock()
    fill(database, clock() - timedelta(days=min(RULES.codes_days, RULES.files_days) - 1), "7")
    before = everything(database)

    PeopleRetention(database, clock, RULES).run()

    assert everything(database) == before


@pytest.mark.parametrize("state", ["draft", "awaiting_approval", "scheduled", "queued", "running", "paused",
                                   "attempting", "scheduled_at_smsit"])  # fmt: skip
def test_what_may_go_out_yet_keeps_whom_it_is_for(database: Database, state: str) -> None:
    clock = FakeClock()
    a_send(database, clock() - LONGEST, "7", state=SendState(state).value)
    before = everything(database)

    PeopleRetention(database, clock, RULES).run()

    assert everything(database) == before


def test_each_kind_goes_by_days_of_its_own(database: Database) -> None:
    clock = FakeClock()
    fill(database, clock() - timedelta(days=100), "7")
    rules = replace(RULES, people_days=99)

    PeopleRetention(database, clock, rules).run()

    with database.read() as conn:
        assert conn.execute(select(send.c.to_number).where(send.c.id == "71")).scalar_one() == ""
        assert conn.execute(select(appointment.c.number)).scalar_one() == NUMBER
        assert conn.execute(select(verification.c.purpose)).scalar_one() == ""
        assert set(conn.execute(select(do_not_text.c.reason)).scalars()) == {"x", SECRET}


def test_more_than_a_portion_is_gone_through_to_the_end(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "PORTION", 50)
    clock = FakeClock(datetime(2026, 11, 23, 12, tzinfo=UTC))
    for nth in range(123):
        a_send(database, clock() - LONGEST, f"{nth:05}", state="scheduled" if nth % 40 == 0 else "delivered")

    PeopleRetention(database, clock, RULES).run()

    assert everything(database).count(NUMBER) == 2 * 4


def test_a_text_whose_person_is_forgotten_is_asked_about_no_more(database: Database) -> None:
    clock = FakeClock()
    a_send(database, clock() - LONGEST, "7", state="unknown", to_number="", to_phone="", to_name=None)
    evidence = Evidence(Unasked(), database, clock)  # type: ignore[arg-type] # fails when it is asked

    evidence.look_again("7")

    with database.read() as conn:
        assert conn.execute(select(send.c.evidence)).scalar_one() is None


class Unasked:
    """SMS-iT, which must not be asked."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"SMS-iT was asked: {name}")
