"""Whose number stops a broadcast, told so that they are found."""

import pytest

from bot.errors import UserError
from bot.features.broadcast.refusals import MOST_SHOWN, require_readable, unreadable_sentence
from bot.features.groups.audience import Member


def test_whose_number_can_be_read_stops_nothing() -> None:
    require_readable(())


def test_one_person_is_named_with_the_last_four_digits_and_no_more() -> None:
    with pytest.raises(UserError) as told:
        require_readable((Member("Eva 14155550112", "•••0112"),))

    assert told.value.sentence == (
        "We can't read 1 phone number in this group: Eva •••0112 (•••0112). Correct it in SMS-iT, with the "
        "country code, so that we can check the do-not-text list."
    )


def test_of_many_some_are_named_and_the_rest_counted() -> None:
    people = [f"Person {place}" for place in range(MOST_SHOWN + 3)]

    said = unreadable_sentence(people)

    assert said.startswith("We can't read 8 phone numbers in this group: ")
    assert people[MOST_SHOWN - 1] in said
    assert people[MOST_SHOWN] not in said
    assert "3 more" in said
