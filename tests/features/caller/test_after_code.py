"""What a verified code opens: to whom, about which number, until when; and that each use is written down."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.access import Opened, Who
from bot.errors import UserError
from bot.features.after_code import AfterCode
from bot.features.appointments.decisions import Decisions, Move
from bot.features.appointments.next_calls import NextCalls
from bot.policy.model import Caller
from bot.store import clock_set_back
from bot.store.database import Database
from bot.texting import phones
from tests.clock import START, FakeClock
from tests.features.appointments.harness import NEXT_DAY
from tests.features.appointments.harness import Harness as Clinic
from tests.features.caller.harness import (
    ADA,
    ALL,
    GRACE,
    MAYA,
    NOTHING,
    PRIYA,
    TOM,
    Harness,
    failed,
    permissions,
    uses,
    verified,
)

SECONDS = st.integers(-7200, 7200) | st.sampled_from([-1, 0, 1, 599, 600, 601, 3599, 3600])
RULES = st.builds(
    Caller, after_code=st.sets(st.sampled_from(Opened)).map(tuple), minutes=st.sampled_from([1, 10, 60])
)


@pytest.fixture
def ada_verified(database: Database) -> Database:
    """Priya verified Ada at the start."""
    verified(database, START, PRIYA, ADA, ALL)
    return database


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SECONDS, RULES, st.sampled_from([PRIYA, MAYA, TOM]), st.sampled_from([ADA, GRACE, ""]))
def test_it_opens_to_whoever_verified_it_for_that_number_and_those_minutes_alone(
    ada_verified: Database, seconds: int, rules: Caller, who: Who, number: str
) -> None:
    now = START + timedelta(seconds=seconds)
    minutes = min(rules.minutes, ALL.minutes)  # of what held then and what holds now, the stricter
    counts = (who, number) == (PRIYA, ADA) and 0 <= seconds < minutes * 60

    with ada_verified.read() as conn:
        found = {each for each in Opened if AfterCode(rules).opens(conn, each, number, who, now)}

    assert found == (set(rules.after_code) if counts else set())


def test_what_was_verified_without_a_policy_opens_nothing_once_there_is_one(database: Database) -> None:
    verified(database, START, rules=NOTHING)
    with database.read() as conn:
        assert AfterCode(ALL).openings(conn, PRIYA, START) == ()


def test_a_code_that_failed_opens_nothing(database: Database) -> None:
    failed(database, START)
    with database.read() as conn:
        assert AfterCode(ALL).openings(conn, PRIYA, START) == ()


def test_a_number_is_the_same_however_it_is_spelt(database: Database) -> None:
    verified(database, START)
    with database.read() as conn:
        assert AfterCode(ALL).opening(conn, "0014155550100", PRIYA, START) is not None


def test_an_end_that_was_set_while_the_clock_ran_ahead_is_emptied(database: Database) -> None:
    verified(database, START + timedelta(days=1))
    with database.write() as conn:
        assert clock_set_back.any_ahead(conn, START)
        clock_set_back.bring_back(conn, START)
    with database.read() as conn:
        assert AfterCode(ALL).openings(conn, PRIYA, START + timedelta(days=1)) == ()


def test_whoever_sees_the_whole_number_by_a_code_is_on_the_record_and_the_number_is_not(
    harness: Harness,
) -> None:
    code = verified(harness.database, harness.clock())
    assert harness.passports.whole_number(code, PRIYA) == ADA
    assert uses(harness.database) == [(code, "U0PRIYA", '{"opened":"full_number"}')]

    with pytest.raises(UserError, match="Only <@U0PRIYA>, who verified this caller"):
        harness.passports.whole_number(code, TOM)
    harness.clock.advance(minutes=10)
    with pytest.raises(UserError, match="no longer open to you"):
        harness.passports.whole_number(code, PRIYA)
    with pytest.raises(UserError, match="no longer exists"):
        harness.passports.whole_number("0" * 32, PRIYA)
    assert len(uses(harness.database)) == 1


def test_a_policy_that_opens_something_else_shows_no_whole_number(
    database: Database, clock: FakeClock
) -> None:
    harness = Harness(database, clock, Caller((Opened.MOVE_APPOINTMENT,)))
    code = verified(database, clock())
    with pytest.raises(UserError, match="no longer open to you"):
        harness.passports.whole_number(code, PRIYA)


class TestAnAppointment:
    """Maya booked it; only she and admins decide about it."""

    @pytest.fixture
    def clinic(self, database: Database, clock: FakeClock) -> Clinic:
        return self.under(Clinic(database, clock), ALL)

    @staticmethod
    def under(clinic: Clinic, rules: Caller) -> Clinic:
        allowed = permissions(rules)
        clinic.moves._permissions = allowed
        clinic.next_calls = NextCalls(clinic.clock, allowed, clinic.queue)
        clinic.decisions = Decisions(
            clinic.database, clinic.decisions._effects, clinic.clock, clinic.next_calls
        )
        return clinic

    def test_is_moved_once_by_whoever_verified_its_customer(self, clinic: Clinic) -> None:
        booked = clinic.with_texts()
        code = verified(clinic.database, clinic.clock())
        about = clinic.about(booked)
        for _again in range(2):  # Slack delivers the same press twice
            clinic.decisions.move(Move(about, NEXT_DAY, (24,)), PRIYA)
        clinic.run()
        assert clinic.the(booked).at == NEXT_DAY
        assert [each.user_id for each in clinic.calls(booked)] == ["U0MAYA", "U0PRIYA"]
        assert uses(clinic.database) == [(code, "U0PRIYA", '{"opened":"move_appointment"}')]

    def test_is_cancelled_too_and_its_reviews_open(self, clinic: Clinic) -> None:
        booked = clinic.book()
        verified(clinic.database, clinic.clock())
        assert clinic.moves.to_move(booked, PRIYA).known.id == booked
        clinic.decisions.cancel(clinic.about(booked), PRIYA)
        assert len(clinic.calls(booked)) == 2

    def test_is_not_moved_by_others_for_others_or_too_late(self, clinic: Clinic) -> None:
        booked, hers = clinic.book(), clinic.book("other", to=phones.from_digits(GRACE), at=NEXT_DAY)
        verified(clinic.database, clinic.clock(), TOM)
        verified(clinic.database, clinic.clock(), PRIYA, GRACE)
        with pytest.raises(UserError, match="because it's <@U0MAYA>'s"):
            clinic.decisions.cancel(clinic.about(booked), PRIYA)
        with pytest.raises(UserError, match="Or verify the caller first"):
            clinic.moves.to_move(booked, PRIYA)
        clinic.clock.advance(minutes=10)
        with pytest.raises(UserError, match="because it's <@U0MAYA>'s"):
            clinic.decisions.move(Move(clinic.about(hers), NEXT_DAY + timedelta(hours=1)), PRIYA)
        assert [len(clinic.calls(each)) for each in (booked, hers)] == [1, 1]
        assert uses(clinic.database) == []

    def test_is_confirmed_settled_and_read_by_none_who_only_verified(self, clinic: Clinic) -> None:
        booked = clinic.book()
        verified(clinic.database, clinic.clock())
        for decide in (
            clinic.decisions.confirm,
            clinic.decisions.was_booked,
            clinic.decisions.was_not,
            clinic.decisions.again,
        ):
            with pytest.raises(UserError, match="because it's <@U0MAYA>'s"):
                decide(clinic.about(booked), PRIYA)
        with pytest.raises(UserError, match="because it's <@U0MAYA>'s"):
            clinic.moves.require(booked, PRIYA)

    def test_is_moved_by_role_without_using_a_code_up(self, clinic: Clinic) -> None:
        booked = clinic.book()
        verified(clinic.database, clinic.clock(), MAYA)
        clinic.decisions.move(Move(clinic.about(booked), NEXT_DAY), MAYA)
        assert uses(clinic.database) == []

    def test_stays_closed_without_a_policy_and_nothing_is_said_of_codes(
        self, database: Database, clock: FakeClock
    ) -> None:
        clinic = self.under(Clinic(database, clock), NOTHING)
        booked = clinic.book()
        verified(database, clock())
        with pytest.raises(UserError, match="because it's <@U0MAYA>'s") as told:
            clinic.decisions.cancel(clinic.about(booked), PRIYA)
        assert "verify" not in told.value.sentence
