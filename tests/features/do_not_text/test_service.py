"""The list itself: what is on it, and who put it there."""

from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.features.do_not_text.service import LISTED_SINCE, Counts, DoNotText, Listing
from bot.features.sends.refusals import LISTED, who
from bot.store.database import Database
from bot.store.pages import Page
from bot.store.states import SendState
from tests.clock import START, FakeClock
from tests.features.slack_harness import ADA, MAYA
from tests.store.samples import a_send_in

NORA, LOU = "14155550120", "14155550130"


@pytest.fixture
def numbers(database: Database) -> DoNotText:
    return DoNotText(database, FakeClock())


def test_a_number_is_listed_from_when_it_is_added_until_it_is_removed(numbers: DoNotText) -> None:
    assert not numbers.is_listed(NORA)
    assert numbers.add(NORA, "asked by phone", MAYA)
    assert numbers.is_listed(NORA)
    assert numbers.listed((NORA, LOU)) == {NORA}

    numbers.remove(NORA, "changed her mind", ADA)

    assert not numbers.is_listed(NORA)


def test_the_record_says_who_why_and_when(numbers: DoNotText) -> None:
    numbers.add(NORA, "asked by phone", MAYA)
    numbers.remove(NORA, "changed her mind", ADA)
    found = numbers.entry(NORA)
    assert found is not None
    assert (found.reason, found.added_by, found.added_at) == ("asked by phone", "U0MAYA", START)
    assert (found.removal_reason, found.removed_by, found.removed_at) == (
        "changed her mind",
        "U0ADA",
        START,
    )
    assert numbers.entry(LOU) is None


@pytest.mark.parametrize("listed", [NORA, LOU])
def test_a_text_is_stopped_by_its_number_as_smsit_keeps_it_and_as_it_was_typed(
    database: Database, numbers: DoNotText, listed: str
) -> None:
    """No rule brings these two together, so each has to be asked about."""
    text = a_send_in(database, SendState.QUEUED, now=START, to_number=NORA, to_phone=LOU)
    with database.read() as conn:
        assert not numbers.stops(conn, text)
    numbers.add(listed, "asked by phone", MAYA)
    with database.read() as conn:
        assert numbers.stops(conn, text)


def test_adding_again_says_that_it_was_there(numbers: DoNotText) -> None:
    numbers.add(NORA, "asked by phone", MAYA)
    assert not numbers.add(NORA, "asked again", ADA)


def test_a_number_that_is_not_listed_cannot_be_removed(numbers: DoNotText) -> None:
    with pytest.raises(UserError, match="no longer on the do-not-text list"):
        numbers.remove(NORA, "x", ADA)


def test_a_long_reason_is_cut(numbers: DoNotText) -> None:
    numbers.add(NORA, "x" * 5000, MAYA)
    found = numbers.entry(NORA)
    assert found is not None
    assert len(found.reason) == 500


def test_many_are_written_a_thousand_at_a_time_and_counted(numbers: DoNotText) -> None:
    numbers.add("14155550000", "before", MAYA)
    rows = [Listing(f"1415555{place:04}", "old system") for place in range(2500)]
    told: list[int] = []

    counts = numbers.add_many([*rows, rows[1]], MAYA, told.append)

    assert counts == Counts(new=2499, already=2)
    assert told == [1000, 2000]
    assert numbers.page("", 0, 1).total == 2500


def test_none_are_none(numbers: DoNotText) -> None:
    assert numbers.add_many([], MAYA) == Counts(0, 0)
    assert numbers.add_many([Listing(NORA, "x")] * 1000, MAYA) == Counts(1, 999)


def test_a_part_of_the_list_knows_whether_more_follows(numbers: DoNotText) -> None:
    numbers.add_many([Listing(f"1415555{place:04}", "x") for place in range(12)], MAYA)
    first, last, beyond = (numbers.page("", page, 10) for page in (-3, 1, 5))
    assert (len(first.entries), first.page, first.total) == (10, Page(0, 10, more=True), 12)
    assert (len(last.entries), last.page.more) == (2, False)
    assert beyond.entries == ()
    assert [entry.number for entry in numbers.page("0007", 0, 10).entries] == ["14155550007"]


def test_a_refusal_names_who_it_is_with_the_number_masked() -> None:
    assert LISTED.format(who=who("Nora", NORA)) == (
        "Nora (•••0120) is on the do-not-text list, so this text can't be sent. See /sms do-not-text."
    )


def test_what_is_wanted_is_not_in_a_repr() -> None:
    assert NORA not in repr(Listing(NORA, "because"))
    assert "because" not in repr(Listing(NORA, "because"))


def test_what_smsit_still_keeps_for_somebody_listed_is_found_by_the_number_or_for_the_whole_list(
    database: Database, numbers: DoNotText
) -> None:
    later = START + timedelta(days=1)
    there, _over = (
        a_send_in(
            database, SendState.SCHEDULED_AT_SMSIT, now=START, to_number=NORA, to_phone=NORA, send_at=at
        )
        for at in (later, START)
    )
    numbers.add_many([Listing(NORA, "asked"), Listing(LOU, "asked")], MAYA)

    assert [each.id for each in numbers.mark_left_with_smsit(NORA)] == [there.id]
    assert [each.id for each in numbers.mark_left_with_smsit()] == [there.id]
    assert numbers.mark_left_with_smsit(LOU) == ()
    assert numbers.note(there) == LISTED_SINCE
    numbers.remove(NORA, "asked again", MAYA)
    assert numbers.mark_left_with_smsit() == ()
    assert numbers.note(there) == ""
