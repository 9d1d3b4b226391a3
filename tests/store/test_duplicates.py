"""The same words to the same number within an hour, and what is none."""

from datetime import timedelta

import pytest

from bot.store import Database, SendState
from bot.store.sends import Send, SendKind, duplicates
from tests.store.samples import NOON, a_send_in

WORDS, PHONE = "Your table is ready", "14155550100"
AN_HOUR = timedelta(hours=1)
MOMENT = timedelta(seconds=1)


def sent(database: Database, state: SendState = SendState.ACCEPTED, **changes: object) -> Send:
    return a_send_in(database, state, **changes)


def newest(database: Database, at: timedelta = timedelta(), **changes: str) -> str | None:
    wanted = {"phone": PHONE, "body": WORDS} | changes
    with database.write() as conn:
        found = duplicates.newest(conn, wanted["phone"], wanted["body"], NOON + at, but=wanted.get("but", ""))
    return None if found is None else found.id


def test_of_several_the_one_that_went_last_is_told_of(either: Database) -> None:
    sent(either, attempting_at=NOON - timedelta(minutes=50))
    last = sent(either, attempting_at=NOON - timedelta(minutes=5))
    sent(either, attempting_at=NOON - timedelta(minutes=20))
    assert newest(either) == last.id
    assert newest(either, but=last.id) not in {None, last.id}


@pytest.mark.parametrize("away", [-AN_HOUR, AN_HOUR])
def test_an_hour_counts_to_its_last_moment_before_and_after(either: Database, away: timedelta) -> None:
    there = sent(either)
    assert newest(either, at=away) == there.id
    assert newest(either, at=away + (MOMENT if away > timedelta() else -MOMENT)) is None


def test_what_waits_counts_at_the_time_it_goes(either: Database) -> None:
    tomorrow = timedelta(days=1)
    waits = sent(either, SendState.SCHEDULED, attempting_at=None, goes_at=NOON + tomorrow)
    assert newest(either) is None
    assert newest(either, at=tomorrow) == waits.id


@pytest.mark.parametrize("state", list(SendState), ids=str)
def test_only_what_goes_or_may_have_gone_counts(database: Database, state: SendState) -> None:
    there = sent(database, state)
    never = {
        SendState.DRAFT,
        SendState.REJECTED,
        SendState.EXPIRED,
        SendState.CANCELLED,
        SendState.REFUSED,
    }
    assert newest(database) == (None if state in never else there.id)


def test_a_row_of_a_list_counts(database: Database) -> None:
    row = sent(database, parent_id="f" * 32)
    assert newest(database) == row.id


@pytest.mark.parametrize(
    "changes",
    [
        {"body": "Your table is waiting"},
        {"body": None},
        {"to_number": "14155550101", "to_phone": "14155550101"},
        {"kind": SendKind.OTP.value},
    ],
)
def test_other_words_another_number_and_a_code_do_not_count(
    database: Database, changes: dict[str, object]
) -> None:
    sent(database, **changes)
    assert newest(database) is None


def test_a_number_that_gets_very_many_is_looked_through_from_the_newest_on(database: Database) -> None:
    for _ in range(120):
        sent(database, body="Something else")
    last = sent(database, now=NOON + MOMENT)
    assert newest(database) == last.id
