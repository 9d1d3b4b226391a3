"""The limit of a week where a text goes another way than by its confirmation."""

from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.features.sends.holds import Hold
from bot.features.sends.weekly import Weekly
from bot.policy.model import Limits
from bot.store.sends import SendKind
from bot.store.states import SendState
from tests.features.samples import a_send
from tests.features.sends.harness import MAYA, Harness

REACHED = "already gets 1 text within seven days, and the limit is 1"


@pytest.fixture
def strict(harness: Harness) -> Harness:
    """A firm with a limit of one, which somebody has got already."""
    harness.send_service.confirm(harness.draft("first"), MAYA)
    harness.jobs.clear()
    harness.send_service._weekly = harness.decisions._weekly = Weekly(Limits(person_per_week=1))
    return harness


def test_a_held_text_is_not_sent_earlier_than_the_limit_lets_it(strict: Harness) -> None:
    send_id = strict.draft(**strict.held(days=8))
    strict.send_service.confirm(send_id, MAYA)

    with pytest.raises(UserError, match=REACHED):
        strict.decisions.send_now(send_id, MAYA, 0)
    assert (strict.the(send_id).state, strict.jobs) == (SendState.SCHEDULED, [])

    strict.clock.advance(days=7)
    strict.decisions.send_now(send_id, MAYA, 0)
    assert len(strict.jobs) == 1


def test_what_asks_is_answered_whatever_the_limit_says(strict: Harness) -> None:
    send_id = strict.draft(**strict.held(hours=1), body="Other words.")
    strict.send_service.confirm(send_id, MAYA)
    strict.put(send_id, SendState.QUEUED)
    strict.send_service.hold_back(send_id, Hold.LATE, "Look at this.")

    strict.decisions.send_now(send_id, MAYA, 0)

    assert len(strict.jobs) == 1


@pytest.mark.parametrize(("days", "asks"), [(1, True), (7, False)])
def test_a_date_of_a_series_over_the_limit_asks_a_person(strict: Harness, days: int, *, asks: bool) -> None:
    date = strict.the(strict.draft("date", **strict.held(days=days)))

    with strict.database.write() as conn:
        strict.send_service.admit(conn, date, date, {})

    found = strict.the(date.id)
    assert found.state is SendState.SCHEDULED
    assert (found.hold_code == Hold.UNCHECKED, REACHED in (found.hold_sentence or "")) == (asks, asks)


def test_codes_and_texts_about_appointments_are_free_of_it(strict: Harness) -> None:
    at = strict.clock() + timedelta(hours=1)
    limit = Weekly(Limits(person_per_week=1))
    with strict.database.read() as conn:
        assert limit.of(conn, a_send(to_number="14155550100"), at) == 1
        assert (
            Weekly(Limits(person_per_week=1)).of(conn, a_send(to_number="14155550100", kind=SendKind.OTP), at)
            == 0
        )
        assert (
            Weekly(Limits(person_per_week=1)).of(
                conn, a_send(to_number="14155550100", appointment_id="f" * 32), at
            )
            == 0
        )
