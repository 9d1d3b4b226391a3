"""What waits, and for whom it is shown."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.access import Role, Who
from bot.features.scheduled.service import Listing, Scheduled, next_at
from bot.store import series as repeated
from bot.store.database import Database
from bot.store.pages import Page
from bot.store.sends import HeldBy
from bot.store.states import SendState
from tests.clock import START, FakeClock
from tests.fakes.people import permissions_of
from tests.features.kinds import kinds
from tests.features.scheduled.samples import held, put
from tests.features.slack_harness import ACCESS, ADA, APO, MAYA, SAM

ACCOUNT = ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)
THERE: dict[str, object] = {"state": SendState.SCHEDULED_AT_SMSIT, "held_by": HeldBy.SMSIT}


@pytest.fixture
def scheduled(database: Database) -> Scheduled:
    return Scheduled(database, permissions_of(ACCESS), kinds(), FakeClock(), account_zone=ACCOUNT)


def series(until: datetime) -> dict[str, object]:
    return {"repeat": "Daily", "every": 1, "until": until.isoformat()}


def ids(listing: Listing) -> list[str]:
    return [entry.send.id for entry in listing.entries]


def test_what_the_bot_holds_comes_first_then_what_smsit_holds_each_soonest_first(
    database: Database, scheduled: Scheduled
) -> None:
    there = put(database, "1", send_at=START + HOUR, **THERE)
    begun = put(database, "2", send_at=START - HOUR, recurrence=series(START + 99 * HOUR), **THERE)
    later = put(database, "3", send_at=START + 9 * HOUR)
    sooner = put(database, "4", send_at=START + 8 * HOUR)

    found = scheduled.listing(MAYA, 0, 10)

    assert ids(found) == [sooner.id, later.id, there.id, begun.id]
    assert (found.by_bot, found.at_smsit, found.page.number) == (2, 2, 0)
    assert found.entries[3].next_at == START + 23 * HOUR


@pytest.mark.parametrize(("who", "everybody"), [(MAYA, False), (SAM, False), (APO, True), (ADA, True)])
def test_people_see_their_own_and_those_who_approve_everybodys(
    database: Database, scheduled: Scheduled, who: Who, *, everybody: bool
) -> None:
    put(database, "1")
    put(database, "2", **THERE)
    found = scheduled.listing(who, 0, 10)
    assert found.everybody is everybody
    assert len(found.entries) == (2 if everybody or who == MAYA else 0)


def test_parts_reach_over_both(database: Database, scheduled: Scheduled) -> None:
    mine = [put(database, f"b{hour}", send_at=START + hour * HOUR).id for hour in range(1, 4)]
    theirs = [put(database, f"s{hour}", send_at=START + hour * HOUR, **THERE).id for hour in range(1, 4)]
    every = mine + theirs
    for page in range(3):
        assert ids(scheduled.listing(MAYA, page, 2)) == every[page * 2 : page * 2 + 2]


def test_beyond_the_end_the_last_part_is_shown(database: Database, scheduled: Scheduled) -> None:
    kept = [put(database, str(hour), send_at=START + hour * HOUR).id for hour in range(1, 4)]
    found = scheduled.listing(MAYA, 50, 2)
    assert (ids(found), found.page.offset) == (kept[2:], 2)
    assert scheduled.listing(SAM, 50, 2).page == Page(0, 2)


def test_what_may_be_done_depends_on_whose_it_is_and_how_it_stands(
    database: Database, scheduled: Scheduled
) -> None:
    put(database, "1", send_at=START + HOUR)
    put(database, "2", send_at=START + 2 * HOUR, hold_code="do_not_text")
    put(database, "3", send_at=START + 3 * HOUR, state=SendState.AWAITING_APPROVAL)
    put(database, "4", send_at=START + 4 * HOUR, state=SendState.AWAITING_APPROVAL, held_by=HeldBy.SMSIT)
    put(database, "5", send_at=START + 5 * HOUR, **THERE)

    def may(who: Who) -> list[tuple[bool, bool, bool]]:
        found = scheduled.listing(who, 0, 10).entries
        return [(entry.may_edit, entry.may_send, entry.may_change) for entry in found]

    expected = [
        (True, True, True),
        (True, False, True),
        (True, False, True),
        (False, False, True),
        (False, False, False),
    ]
    assert may(MAYA) == may(ADA) == expected
    assert may(APO) == [(False, False, False)] * 5


def test_a_series_comes_next_at_its_first_date_that_is_ahead() -> None:
    first = START - 30 * HOUR
    repeating = held(send_at=first, recurrence=series(START + 99 * HOUR), **THERE)
    assert next_at(repeating, START, ACCOUNT) == first + 48 * HOUR
    assert next_at(repeating, first - HOUR, ACCOUNT) == first
    assert next_at(repeating, START, None) == first
    assert next_at(held(send_at=first, **THERE), START, ACCOUNT) == first
    assert next_at(held(send_at=None, **THERE), START, ACCOUNT) == START


def test_a_series_that_cannot_be_calculated_shows_its_first_date() -> None:
    odd = {"repeat": "Daily", "every": 99, "until": (START + HOUR).isoformat()}
    assert next_at(held(send_at=START - HOUR, recurrence=odd, **THERE), START, ACCOUNT) == START - HOUR


def test_after_the_last_date_there_is_the_end_of_the_series() -> None:
    until = START + HOUR
    weekly = {"repeat": "Weekly", "every": 1, "until": until.isoformat()}
    assert next_at(held(send_at=START - HOUR, recurrence=weekly, **THERE), START, ACCOUNT) == until


@given(st.integers(1, 200), st.integers(0, 200))
def test_the_next_date_of_a_running_series_is_never_over(ago: int, ahead: int) -> None:
    until = START + ahead * HOUR
    repeating = held(send_at=START - ago * HOUR, recurrence=series(until), **THERE)
    found = next_at(repeating, START, ACCOUNT)
    assert START <= found <= until


def test_a_series_is_listed_by_its_next_date_and_comes_unless_it_is_paused(database: Database) -> None:
    one = put(database, "1", state=SendState.REPEATING, recurrence={"kept": "here"})
    other = put(database, "2", state=SendState.REPEATING, recurrence={"kept": "here"})
    with database.write() as conn:
        repeated.begin(conn, one.id, START + 2 * HOUR)
        repeated.begin(conn, other.id, START + HOUR)
        assert repeated.pause(conn, other.id, "U0MAYA")
    service = Scheduled(database, permissions_of(ACCESS), kinds(), FakeClock(), account_zone=None)

    listed, coming = service.listing(MAYA, 0, 10), service.coming(MAYA, 5)

    assert [(each.send.id, each.next_at, each.is_paused) for each in listed.entries] == [
        (other.id, START + HOUR, True),
        (one.id, START + 2 * HOUR, False),
    ]
    assert (listed.by_bot, listed.series, listed.at_smsit) == (0, 2, 0)
    assert (coming.next, coming.count) == (((START + 2 * HOUR, listed.entries[1].send),), 1)


def test_those_who_see_everybodys_are_told_of_texts_whose_person_lost_the_role(
    database: Database, scheduled: Scheduled
) -> None:
    kept = put(database, "1", send_at=START + HOUR)
    lost = put(database, "2", user_id="U0GONE", send_at=START + 2 * HOUR)

    found = scheduled.listing(ADA, 0, 10)

    assert {entry.send.id: entry.lost for entry in found.entries} == {kept.id: None, lost.id: Role.SENDER}
    assert scheduled.coming(ADA, 5).lost == {lost.id: Role.SENDER}
    assert scheduled.coming(Who("U0GONE", ADA.team_id), 5).lost == {}
