"""Budgets hold: of a person, of a channel, of everybody, on the day a send goes out."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.errors import UserError
from bot.features.budgets.service import Budgets, Left
from bot.policy.model import Budgets as Rules
from bot.store import budgets as records
from bot.store import sends
from bot.store.database import Database
from bot.store.states import SendState
from tests.clock import START, FakeClock
from tests.features.budgets.samples import LOS_ANGELES, MAYA, put, refused, the_budgets

DAY = timedelta(days=1)
LATE = START + timedelta(hours=14, minutes=59)
"""A minute before midnight in Los Angeles, and the next day in London."""


def daily(until: datetime, every: int = 1) -> dict[str, object]:
    return {"repeat": "Daily", "every": every, "until": until.isoformat()}


def test_what_a_budget_holds_may_go_out(either: Database) -> None:
    budgets = the_budgets(Rules(person_per_day=500))
    with either.write() as conn:
        put(conn, 420, state=SendState.ACCEPTED)

        assert refused(budgets, conn, put(conn, 80), START) == ""
        assert refused(budgets, conn, put(conn, 81), START) == (
            "Your daily limit: 80 of 500 credits left today, but this needs 81. "
            "Choose another day, or ask an admin to raise the limit."
        )


def test_the_budget_that_does_not_hold_is_named(either: Database) -> None:
    with either.write() as conn:
        put(conn, 300, state=SendState.UNKNOWN, user_id="U0TOM")
        more = put(conn, 1500)

        channel, everybody = Rules(channel_per_day=1000), Rules(everybody_per_day=1000)
        assert refused(the_budgets(channel), conn, more, START).startswith(
            "This channel's daily limit: 700 of 1,000 credits left today, but this needs 1,500. "
        )
        assert refused(the_budgets(everybody), conn, more, START).startswith(
            "Workspace limit: 700 of 1,000 credits left today, "
        )
        assert refused(the_budgets(Rules(person_per_day=1500)), conn, more, START) == ""


def test_a_person_and_a_channel_may_have_budgets_of_their_own(database: Database) -> None:
    rules = Rules(person_per_day=10, channel_per_day=10, people={"U0MAYA": 20}, channels={"C0FRONT": 20})
    with database.write() as conn:
        each = put(conn, 20)

        assert refused(the_budgets(rules), conn, each, START) == ""
        assert "Your daily limit" in refused(the_budgets(rules), conn, replace(each, user_id="U0TOM"), START)
        assert "channel" in refused(the_budgets(rules), conn, replace(each, origin_channel="C0BACK"), START)


def test_a_direct_message_has_no_channels_budget(database: Database) -> None:
    with database.write() as conn:
        each = put(conn, 20, origin_channel=None)

        assert refused(the_budgets(Rules(channel_per_day=10)), conn, each, START) == ""


def test_without_a_budget_nobody_waits_for_anybody(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked: list[object] = []
    monkeypatch.setattr(records, "lock", locked.append)
    with database.write() as conn:
        each = put(conn, 10**6)

        of_others = Rules(people={"U0TOM": 1}, channels={"C0BACK": 1})
        assert refused(the_budgets(of_others), conn, each, START) == ""
        assert locked == []
        assert refused(the_budgets(Rules(person_per_day=1)), conn, each, START) != ""
        assert locked == [conn]


def test_days_are_those_of_the_accounts_zone(database: Database) -> None:
    rules = Rules(person_per_day=100)
    with database.write() as conn:
        put(conn, 100, LATE, state=SendState.SCHEDULED)
        each = put(conn, 1)

        assert refused(the_budgets(rules), conn, each, START) != ""
        assert refused(the_budgets(rules), conn, each, LATE + timedelta(minutes=1)) == ""
        assert refused(the_budgets(rules, zone=None), conn, each, START) == ""
        assert refused(the_budgets(rules, zone=None), conn, each, LATE + timedelta(minutes=1)) != ""


def test_another_day_is_named_by_its_date(database: Database) -> None:
    with database.write() as conn:
        sentence = refused(the_budgets(Rules(person_per_day=5)), conn, put(conn, 6), START + DAY)

    assert sentence.startswith("Your daily limit: 5 of 5 credits left on Tue 24 Nov 2026, ")


def test_who_went_beyond_a_budget_that_shrank_has_nothing_left(database: Database) -> None:
    with database.write() as conn:
        put(conn, 9, state=SendState.ACCEPTED)

        assert "Your daily limit: 0 of 5 credits left" in refused(
            the_budgets(Rules(person_per_day=5)), conn, put(conn, 1), START
        )


def test_a_send_that_is_looked_at_again_is_not_counted_twice(database: Database) -> None:
    with database.write() as conn:
        held = put(conn, 5, state=SendState.SCHEDULED)

        assert refused(the_budgets(Rules(person_per_day=5)), conn, held, START) == ""


def test_a_series_is_looked_at_on_each_of_its_dates(either: Database) -> None:
    budgets = the_budgets(Rules(person_per_day=10))
    with either.write() as conn:
        put(conn, 6, START + 7 * DAY, state=SendState.SCHEDULED)

        until_then = put(conn, 5, recurrence=daily(START + 6 * DAY))
        beyond = put(conn, 5, recurrence=daily(START + 8 * DAY))
        beside = put(conn, 5, recurrence=daily(START + 8 * DAY, every=2))
        assert refused(budgets, conn, until_then, START) == ""
        assert refused(budgets, conn, beside, START) == ""
        assert refused(budgets, conn, beyond, START).startswith(
            "Your daily limit: 4 of 10 credits left on Mon 30 Nov 2026, but one date of this series needs 5. "
        )


def test_a_series_that_is_recorded_takes_its_share_of_each_date(either: Database) -> None:
    budgets = the_budgets(Rules(person_per_day=10, channel_per_day=20, everybody_per_day=24))
    with either.write() as conn:
        put(conn, 6, START, state=SendState.SCHEDULED_AT_SMSIT, recurrence=daily(START + 9 * DAY, every=3))
        put(conn, 20, START, state=SendState.ACCEPTED, recurrence=daily(START + 9 * DAY), user_id="U0TOM")
        each = put(conn, 5)

        assert "Your daily limit" in refused(budgets, conn, each, START + 3 * DAY)
        assert "channel" in refused(budgets, conn, each, START + 4 * DAY)
        elsewhere = replace(each, origin_channel="C0BACK")
        assert "Workspace" in refused(budgets, conn, elsewhere, START + 4 * DAY)
        assert refused(budgets, conn, replace(elsewhere, credits_upper=4), START + 4 * DAY) == ""
        assert refused(budgets, conn, each, START + 10 * DAY) == ""


def test_the_longest_series_is_looked_at_without_asking_for_every_day(database: Database) -> None:
    last = START + 999 * DAY
    with database.write() as conn:
        put(conn, 6, last, state=SendState.SCHEDULED)
        each = put(conn, 5, recurrence=daily(last))

        assert "Aug 2029" in refused(the_budgets(Rules(person_per_day=10)), conn, each, START)
        assert refused(the_budgets(Rules(person_per_day=11)), conn, each, START) == ""


def test_a_series_that_cannot_be_calculated_is_refused_in_words(database: Database) -> None:
    with database.write() as conn:
        each = put(conn, 1, recurrence=daily(START + 1000 * DAY))

        assert "at most 1,000 dates" in refused(the_budgets(Rules(person_per_day=9)), conn, each, START)


def test_a_series_that_ends_before_it_begins_counts_once(database: Database) -> None:
    with database.write() as conn:
        each = put(conn, 6, recurrence=daily(START - DAY))

        assert refused(the_budgets(Rules(person_per_day=5)), conn, each, START) != ""


def test_many_at_once_never_go_beyond_a_budget_together(either: Database) -> None:
    budgets = the_budgets(Rules(person_per_day=300))
    with either.write() as conn:
        drafts = [put(conn, 100, None) for _ in range(8)]

    def confirm(send_id: str) -> bool:
        try:
            with either.write() as conn:
                draft = sends.get(conn, send_id)
                assert draft is not None
                budgets.check(conn, draft, START)
                return sends.move(conn, send_id, SendState.QUEUED, now=START, goes_at=START)
        except UserError:
            return False

    with ThreadPoolExecutor(len(drafts)) as pool:
        passed = list(pool.map(confirm, [draft.id for draft in drafts]))

    assert sum(passed) == 3


def test_what_is_left_today_is_told_for_each_budget_that_applies(either: Database, clock: FakeClock) -> None:
    rules = Rules(person_per_day=500, channel_per_day=400, everybody_per_day=300)
    budgets = the_budgets(rules, clock=clock)
    with either.write() as conn:
        put(conn, 420, state=SendState.ACCEPTED)
        put(conn, 5, LATE, state=SendState.SCHEDULED, user_id="U0TOM")

        assert budgets.left(conn, MAYA, "C0FRONT") == (
            Left("Your daily limit", 500, 420),
            Left("This channel's daily limit", 400, 425),
            Left("Workspace limit", 300, 425),
        )
        assert [each.credits for each in budgets.left(conn, MAYA, "C0FRONT")] == [80, 0, 0]
        assert [each.label for each in budgets.left(conn, MAYA, None)] == [
            "Your daily limit",
            "Workspace limit",
        ]
        assert budgets.left(conn, MAYA, "C0FRONT", START + DAY)[0].spent == 0
        clock.advance(days=1)
        assert budgets.left(conn, MAYA, "C0FRONT")[0].spent == 0


def test_without_budgets_there_is_nothing_to_tell(database: Database, clock: FakeClock) -> None:
    with database.read() as conn:
        assert Budgets(Rules(), LOS_ANGELES, clock).left(conn, MAYA, "C0FRONT") == ()
