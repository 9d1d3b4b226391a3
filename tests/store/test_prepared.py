"""A statement that stands ready does what SQLAlchemy would do with it: the same values, rows and errors."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Executable, bindparam, func, insert, literal, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.store import Database
from bot.store.prepared import Prepared, by_driver
from bot.store.tables import follow_up, send
from tests.store.samples import NOON, a_draft

ALL_OF_ONE = select(send).where(send.c.id == bindparam("this"))
WORDS_OF_OURS = select(func.coalesce(send.c.zone, "nowhere"), send.c.created_at).where(
    send.c.state == "draft", send.c.created_at > bindparam("since"), send.c.created_at < bindparam("until")
)
CHANGE = update(send).where(send.c.id == bindparam("this")).values(attempts=send.c.attempts + 1)
CHANGED = CHANGE.returning(send.c.updated_at, send.c.recurrence, send.c.attempts)
SERIES = {"repeat": "weekly", "every": 1, "until": "2026-12-01T12:00:00+00:00"}


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        (ALL_OF_ONE, {}),
        (WORDS_OF_OURS, {"since": NOON - timedelta(days=1), "until": NOON + timedelta(days=1)}),
        (WORDS_OF_OURS, {"until": NOON, "since": NOON}),
        (CHANGED, {"updated_at": NOON, "recurrence": {"repeat": "daily"}}),
        (CHANGED, {"recurrence": None}),
    ],
)
def test_rows_are_those_of_sqlalchemy(
    either: Database, statement: Executable, values: dict[str, object]
) -> None:
    draft = a_draft(either, recurrence=SERIES, send_at=NOON, add_to_group="Gäste")
    told = {"this": draft.id, **values} if statement is not WORDS_OF_OURS else values
    ready = Prepared(statement)
    with either.read() as conn:
        expected = [tuple(row) for row in conn.execute(statement, told)]
    for _ in range(2):  # the second time nothing is compiled
        with either.read() as conn:
            assert ready.rows(conn, told) == expected
    with either.read() as conn:
        assert ready.row(conn, told) == next(iter(expected), None)


def test_the_columns_to_set_are_the_names_that_are_given(either: Database) -> None:
    draft = a_draft(either)
    ready = Prepared(CHANGE)
    changes: list[dict[str, object]] = [{"zone": "Europe/Berlin"}, {"goes_at": NOON, "zone": None}, {}]
    for values in changes:
        with either.write() as conn:
            assert ready.count(conn, {"this": draft.id, **values}) == 1
        with either.read() as conn:
            row: dict[str, Any] = dict(conn.execute(ALL_OF_ONE, {"this": draft.id}).one()._mapping)
        assert {name: row[name] for name in values} == values
    assert row["attempts"] == len(changes)


def test_words_and_figures_of_its_own_stand_in_the_statement(either: Database) -> None:
    """SQLite would prepare a statement anew each time in which a partial index' column meets a parameter."""
    draft = a_draft(either, user_id="O'Hara: 100 %", balance_shown=7)
    asked = select(send.c.id, literal("it's ?")).where(
        send.c.user_id == "O'Hara: 100 %", send.c.balance_shown == 7, send.c.state == bindparam("state")
    )
    ready = Prepared(asked)
    with either.read() as conn:
        assert ready.rows(conn, {"state": "draft"}) == [(draft.id, "it's ?")]
        assert ready.rows(conn, {"state": "queued"}) == []
    assert all(len(each.in_order({"state": "draft"})) == 1 for each in ready._ready.values())


def test_words_that_may_be_kept_encrypted_stand_in_no_statement(either: Database) -> None:
    a_draft(either, to_name="Ada")
    asked = Prepared(select(send.c.to_name).where(send.c.to_name == "Ada"))
    with either.read() as conn:
        assert asked.rows(conn, {}) == [("Ada",)]
    assert not any("Ada" in each.sql for each in asked._ready.values())


def test_it_is_run_for_each_of_several_values(either: Database) -> None:
    drafts = [a_draft(either) for _ in range(3)]
    rows = [{"send_id": draft.id, "due_at": NOON, "deadline": NOON} for draft in drafts]
    adding, wrong = Prepared(insert(follow_up)), [{"send_id": "nobody"}]
    with either.write() as conn:
        adding.run_each(conn, rows)
    with either.read() as conn:
        assert set(conn.execute(select(follow_up.c.send_id)).scalars()) == {draft.id for draft in drafts}
    with pytest.raises(IntegrityError), either.write() as conn:
        adding.run_each(conn, wrong)


def test_nothing_is_changed_where_nothing_is_meant(either: Database) -> None:
    with either.write() as conn:
        assert Prepared(CHANGE).count(conn, {"this": "nobody", "zone": "UTC"}) == 0
        assert Prepared(ALL_OF_ONE).row(conn, {"this": "nobody"}) is None


def test_what_is_undone_takes_its_changes_along(either: Database) -> None:
    draft = a_draft(either)
    with either.engine.connect() as conn, conn.begin() as transaction:
        assert Prepared(CHANGE).count(conn, {"this": draft.id, "zone": "UTC"}) == 1
        transaction.rollback()
    with either.engine.connect() as conn:  # SQLAlchemy begins a transaction, so it has to run it
        Prepared(CHANGE).count(conn, {"this": draft.id, "zone": "UTC"})
    with either.read() as conn:
        assert conn.execute(select(send.c.attempts, send.c.zone)).all() == [(0, None)]


def test_errors_are_those_of_sqlalchemy_and_tell_no_value(either: Database) -> None:
    nameless = Prepared(insert(follow_up))
    with pytest.raises(IntegrityError) as raised, either.write() as conn:
        nameless.count(conn, {"send_id": "a secret", "due_at": NOON, "deadline": None})
    assert "a secret" not in str(raised.value).split("[SQL")[1]


def test_what_the_driver_says_of_a_statement_is_said_as_sqlalchemy_does(database: Database) -> None:
    with pytest.raises(OperationalError, match="no such table"), database.write() as conn:
        by_driver(conn, "SELECT secret FROM nowhere WHERE secret = ?", ("14155550100",))


def test_a_naive_time_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="zone"), database.write() as conn:
        Prepared(CHANGE).count(conn, {"this": "x", "goes_at": datetime(2026, 3, 2)})  # noqa: DTZ001


def test_a_list_of_values_is_refused(database: Database) -> None:
    several = select(send.c.id).where(send.c.id.in_(bindparam("those", expanding=True)))
    with pytest.raises(ValueError, match="only when it has the values"), database.read() as conn:
        Prepared(several).rows(conn, {"those": ["a", "b"]})
