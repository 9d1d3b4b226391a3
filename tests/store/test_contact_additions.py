"""Contacts added by hand, in the database: one attempt for each, and each decision once."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from bot.store import contact_additions
from bot.store.contact_additions import AddState, ContactAddition, NewAddition
from bot.store.database import Database
from bot.store.launches import Launch
from bot.store.tables import contact_addition
from tests.clock import START, FakeClock

NEW = NewAddition(
    key="key", user_id="U0MAYA", number="14155550177", group_name="VIP", birthday=date(1985, 12, 10)
)
LATER = START + timedelta(minutes=10)


def kept(database: Database, new: NewAddition = NEW) -> ContactAddition:
    with database.write() as conn:
        return contact_additions.insert(conn, new, now=START)


def claimed(database: Database, row: ContactAddition, attempt: str = "first") -> ContactAddition | None:
    with database.write() as conn:
        return contact_additions.claim(conn, row.id, token=attempt, now=START)


def now(database: Database, row: ContactAddition) -> ContactAddition:
    with database.read() as conn:
        found = contact_additions.get(conn, row.id)
    assert found is not None
    return found


def recorded(database: Database, row: ContactAddition, to: AddState) -> bool:
    with database.write() as conn:
        return contact_additions.record(conn, row, to, None, now=LATER)


def unknown(database: Database) -> ContactAddition:
    row = claimed(database, kept(database))
    assert row is not None
    assert recorded(database, row, AddState.UNKNOWN)
    return now(database, row)


def test_columns_are_fields() -> None:
    assert [each.name for each in fields(ContactAddition)] == [each.name for each in contact_addition.c]


def test_the_same_key_is_written_down_once_and_claimed_once(either: Database) -> None:
    row = kept(either)
    assert (row.state, row.birthday) == (AddState.WAITING, date(1985, 12, 10))
    assert kept(either, replace(NEW, group_name="Other")) == row
    assert claimed(either, row) is not None
    assert claimed(either, row, "other") is None


def test_a_late_answer_mends_an_unknown_outcome_until_somebody_decided(either: Database) -> None:
    row = unknown(either)
    assert recorded(either, row, AddState.ADDED)
    assert not recorded(either, row, AddState.REFUSED)


@pytest.mark.parametrize("state", [AddState.ADDED, AddState.FOUND, AddState.OPTED_OUT])
def test_a_person_settles_what_they_saw_once(either: Database, state: AddState) -> None:
    row = unknown(either)
    with either.write() as conn:
        assert contact_additions.settle(conn, row, state, None, who="U0TOM", now=LATER)
        assert not contact_additions.settle(conn, row, AddState.ADDED, None, who="U0MAYA", now=LATER)
        assert not contact_additions.again(conn, row, who="U0MAYA", now=LATER)
    assert (now(either, row).state, now(either, row).decided_by) == (state, "U0TOM")


def test_trying_again_is_one_more_attempt_whatever_comes_of_the_first(either: Database) -> None:
    row = unknown(either)
    with either.write() as conn:
        assert contact_additions.again(conn, row, who="U0TOM", now=LATER)
        assert not contact_additions.again(conn, row, who="U0TOM", now=LATER)
    assert not recorded(either, row, AddState.REFUSED)  # the first one's answer
    assert claimed(either, row, "second") is not None
    assert now(either, row).attempts == 1


def test_those_nobody_is_at_are_found_and_old_ones_forgotten(either: Database, clock: FakeClock) -> None:
    del clock
    waiting = kept(either)
    attempting = claimed(either, kept(either, replace(NEW, key="other")))
    done = claimed(either, kept(either, replace(NEW, key="done")))
    assert attempting is not None
    assert done is not None
    assert recorded(either, done, AddState.ADDED)
    with either.read() as conn:
        assert contact_additions.stale(conn, START, Launch()) == ()
        found = contact_additions.stale(conn, LATER, Launch())
    assert {each.id for each in found} == {waiting.id, attempting.id}
    with either.write() as conn:
        assert contact_additions.forget(conn, START, 10) == 0
        assert contact_additions.forget(conn, LATER + timedelta(seconds=1), 2) == 2
        assert contact_additions.forget(conn, LATER + timedelta(seconds=1), 2) == 1
