"""What a restored backup leaves open: nothing goes out a second time by itself, and people are told."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from typing import Final

import pytest
from sqlalchemy import delete, insert, select, update

from bot.records import settlement
from bot.records.settlement import What
from bot.store import Database, birthdays
from bot.store.birthdays import DayState
from bot.store.states import SendState
from bot.store.tables import (
    appointment,
    appointment_call,
    assistant_draft,
    audit_entry,
    birthday_day,
    contact_addition,
    contact_import,
    free_time,
    message,
    metadata,
    send,
    series,
    verification,
    workflow_step,
)
from tests.features.erasure.filling import a_text, put
from tests.store.samples import NOON

MADE: Final = NOON - timedelta(hours=1)
AHEAD: Final = NOON + timedelta(hours=1)
SETTLED: Final = {"accepted", "delivered", "unknown", "refused", "cancelled", "scheduled_at_smsit", "ended"}
GOING: Final = {"queued", "attempting", "running", "paused", "awaiting_approval"}
SENDS: Final = [
    {"state": state, "kind": kind, "send_at": at, "risked": risked, "series_id": of, "parent_id": parent}
    for state, kind, at, risked, of, parent in product(
        [state.value for state in SendState],
        ["contact", "group", "list", "otp"],
        [None, MADE, NOON, AHEAD],
        [0, 1],
        [None, "s"],
        [None, "list", "later"],
    )
    if kind == "list" or state not in {"running", "paused"}
    if kind == "contact" or not parent
]
"""A send of every sort there can be; rows are of a list that is being sent, or of one that waits."""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('settlement') / 'bot.db'}")
    database.migrate()
    yield database
    database.close()


@pytest.fixture(autouse=True)
def _empty(database: Database) -> None:
    empty(database)


def empty(database: Database) -> None:
    with database.write() as conn:
        for table in reversed(metadata.sorted_tables):
            if table is not audit_entry:  # it only grows
                conn.execute(delete(table))


def settle(
    database: Database, *, hold: bool = False, attempted: dict[str, str] | None = None
) -> settlement.Settled:
    with database.write() as conn:
        return settlement.settle(conn, MADE, attempted or {}, NOON, hold=hold)


def states(database: Database) -> dict[str, str]:
    with database.read() as conn:
        return {row.id: row.state for row in conn.execute(select(send.c.id, send.c.state))}


@pytest.mark.parametrize("hold", [False, True])
def test_nothing_goes_on_by_itself_but_what_is_scheduled_ahead(database: Database, *, hold: bool) -> None:
    a_text(database, NOON, "list", kind="list", state="running", risked=0)
    a_text(database, NOON, "later", kind="list", state="scheduled", send_at=AHEAD, risked=0)
    with database.write() as conn:
        usual = conn.execute(select(send).where(send.c.id == "list")).one()._asdict()
        rows = [{**usual, "id": f"{at}", "key": f"{at}", **each} for at, each in enumerate(SENDS)]
        conn.execute(insert(send), rows)

    settle(database, hold=hold)

    with database.read() as conn:
        found = {row.id: row for row in conn.execute(select(send))}
    for number, was in enumerate(SENDS):
        row = found[f"{number}"]
        assert row.state not in GOING, was
        if row.state == "scheduled" and row.parent_id is None:
            assert row.send_at == AHEAD, was
            assert bool(row.hold_code) or not hold, "it asks, where it is to"
        if row.parent_id == "list":
            assert row.state not in {"draft", "queued"}, "no list sends it any more"
        if was["state"] == "attempting" or (
            was["state"] == "queued" and was["kind"] != "list" and not row.parent_id
        ):
            assert row.state == "unknown", "it is never said not to have gone out"
        if was["state"] in SETTLED:
            assert row.state == was["state"], was


def test_a_second_time_there_is_nothing_to_do(database: Database) -> None:
    a_text(database, NOON, "1", state="queued")
    a_text(database, NOON, "2", state="scheduled", send_at=AHEAD)
    settle(database, hold=True)
    assert not any(settle(database, hold=True).values())


def test_it_is_on_the_record_and_in_slack(database: Database) -> None:
    a_text(database, NOON, "1", state="queued")
    put(database, message, NOON, subject_id="1", purpose="send", version=3, shown_version=3)

    settle(database)

    with database.read() as conn:
        newest = conn.execute(select(audit_entry).order_by(audit_entry.c.id.desc())).first()
        versions = conn.execute(select(message.c.version)).scalars().all()
        sentence = conn.execute(select(send.c.outcome_sentence)).scalar_one()
    assert newest is not None
    assert (newest.kind, newest.subject_id, newest.facts) == ("unknown", "1", '{"outcome_code":"restored"}')
    assert versions == [4]
    assert "may have been sent since" in sentence


@pytest.mark.parametrize(
    ("next_at", "hold", "is_paused"), [(MADE, False, True), (AHEAD, False, False), (AHEAD, True, True)]
)
def test_a_series_with_a_date_since_is_paused(
    database: Database, next_at: datetime, *, hold: bool, is_paused: bool
) -> None:
    a_text(database, NOON, "s", state="repeating")
    put(database, series, NOON, send_id="s", next_at=next_at)

    assert settle(database, hold=hold)[What.SERIES] == is_paused
    with database.read() as conn:
        assert conn.execute(select(series.c.paused_by)).scalar_one() == ("bot" if is_paused else None)


def test_what_is_no_text_is_left_to_people_or_ended(database: Database) -> None:
    put(database, appointment, NOON, id="a", key="a")
    put(database, appointment_call, NOON, id="c", key="c", appointment_id="a", state="queued")
    put(database, message, NOON, subject_id="a", purpose="appointment", version=1, shown_version=1)
    put(database, contact_addition, NOON, id="d", key="d", state="attempting")
    put(database, contact_import, NOON, id="i", key="i", state="paused")
    a_text(database, NOON, "o", kind="otp", state="accepted")
    put(database, verification, NOON, send_id="o", state="open", code_hash="h")
    put(database, free_time, NOON, id="f", key="f", state="open", next_at=NOON)
    put(database, assistant_draft, NOON, id="x", kind="contact", state="waiting", is_typed=True)
    put(database, birthday_day, NOON, id="b", day="2026-11-01", state="preparing", user_id="U", channel="C")
    put(
        database,
        workflow_step,
        NOON,
        id="w",
        execution_id="w",
        state="waiting",
        inputs='{"message": "Hello"}',
    )

    found = settle(database)

    others = (What.CALLS, What.ADDITIONS, What.IMPORTS, What.CODES, What.OFFERS, What.DRAFTS, What.STEPS)
    assert [found[each] for each in (*others, What.BIRTHDAYS)] == [1] * 8
    after = {
        appointment_call: "unknown",
        contact_addition: "unknown",
        contact_import: "cancelled",
        verification: "failed",
        free_time: "ended",
        assistant_draft: "expired",
        workflow_step: "ended",
        birthday_day: "missed",
    }
    with database.read() as conn:
        assert {table: conn.execute(select(table.c.state)).scalar_one() for table in after} == after
        assert conn.execute(select(verification.c.code_hash)).scalar_one() is None
        assert conn.execute(select(workflow_step.c.inputs)).scalar_one() is None
        drawn = {row.subject_id for row in conn.execute(select(message)) if row.version > row.shown_version}
    assert drawn == {"a", "d", "i", "b"}


@pytest.mark.parametrize("hours", [0, 2, 22])
def test_birthday_texts_of_today_that_may_have_gone_out_are_not_prepared_again(
    database: Database, hours: int
) -> None:
    """In the backup the newest day is one whose texts went out three days and so many hours ago."""
    at = NOON - timedelta(days=3, hours=hours)
    put(database, birthday_day, NOON, id="b", day=f"{at:%Y-%m-%d}", state="held", send_at=at)

    settle(database)

    with database.read() as conn:
        days = {each: birthdays.of_day(conn, at.date() + timedelta(days=each)) for each in range(1, 6)}
    missed = {each for each, day in days.items() if day is not None and day.state is DayState.MISSED}
    assert missed == {3}


def test_nothing_that_has_states_is_forgotten() -> None:
    known = {"send", "appointment_call", "contact_addition", "contact_import", "verification", "free_time"}
    known |= {"assistant_draft", "workflow_step", "birthday_day"}
    with_rows_of = {"contact_import_row"}  # theirs say what happens
    acts_by_itself_never = {"template_version", "appointment", "change_plan"}
    found = {each.name for each in metadata.sorted_tables if "state" in each.c}
    assert found == known | with_rows_of | (acts_by_itself_never & found)


def test_the_journal_tells_what_went_out_early(database: Database) -> None:
    a_text(database, NOON, "gone", state="scheduled", send_at=AHEAD, token=None)
    a_text(database, NOON, "kept", state="scheduled", send_at=AHEAD, token=None)

    settle(database, attempted={"gone": "t" * 32})

    assert states(database) == {"gone": "unknown", "kept": "scheduled"}


def test_the_journal_covers_all_since_once_it_knows_an_attempt_of_before(database: Database) -> None:
    a_text(database, NOON, "1", token="t1")
    with database.read() as conn:
        assert settlement.is_covered(conn, {"1": "t1", "2": "t2"})
        assert not settlement.is_covered(conn, {"1": "another", "2": "t2"}), "it may begin after the backup"
        assert not settlement.is_covered(conn, {})


def test_what_is_still_scheduled_is_told_the_earliest_first(database: Database) -> None:
    for key, hours in (("b", 5), ("a", 2)):
        a_text(
            database, NOON, key, state="scheduled", send_at=NOON + timedelta(hours=hours), user_id="U0MAYA"
        )
    with database.write() as conn:
        conn.execute(update(send).values(hold_code=None))
        found = settlement.waiting(conn)
    assert [(each.id, each.user_id) for each in found] == [("a", "U0MAYA"), ("b", "U0MAYA")]
