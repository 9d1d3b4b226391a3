"""Which column of a file is texted: named where it is certain, asked where two could be meant."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.slack.client_checks import NotSubmitted
from bot.sandbox.slack.person import Person
from tests.flows.harness import ADA, GRACE, Harness
from tests.flows.listing import COLUMNS, CONFIRMATION, FILE, FORM, NOT_POSSIBLE, QUICK, Lists, csv, opened

FILES = Path(__file__).parents[1] / "data" / "csv"

NUMBERS = "Numbers to text"
TEXT = "Dear %%First Name%%, see you soon."
HUBSPOT = (FILES / "18_hubspot.csv").read_bytes()
SECOND = "14155550109"


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), QUICK, DEFAULT_REGION="US") as shared:
        yield shared


@pytest.fixture
def shop(harness: Harness) -> Lists:
    shop = Lists(harness)
    shop.people(200, begins="141555501")
    return shop


def asked(shop: Lists, file: bytes, text: str = TEXT) -> Person:
    """Upload a file and come to the question which column is meant."""
    person = shop.compose(file, text)
    said = shop.check()
    assert person.title == COLUMNS, said
    return person


def choose(shop: Lists, option: str, says: str) -> str:
    shop.maya.choose(NUMBERS, option)
    shop.harness.wait_for(lambda: says in shop.harness.shown())
    return shop.harness.shown()


def test_nothing_goes_on_before_somebody_says_which_of_two_columns_is_meant(shop: Lists) -> None:
    maya = asked(shop, HUBSPOT)
    said = shop.harness.shown()
    with pytest.raises(NotSubmitted):
        maya.submit()

    assert "Choose the column to text. These look like phone numbers:" in said
    assert "• *Mobile Phone Number*: numbers in 1 of 2 rows, such as +1 415-555-0109" in said
    assert "• *Phone Number*: numbers in 2 of 2 rows, such as +1 415-555-0100, +1 415-555-0101" in said
    assert "Record ID" not in said.split("look like phone numbers")[1]
    assert (shop.harness.sends(), shop.harness.texts) == ((), [])


@pytest.mark.parametrize(
    ("option", "says", "texted"),
    [
        ("Phone Number", "*2 of 2 rows* can be texted", [(ADA, "Ada"), (GRACE, "Grace")]),
        ("Mobile Phone Number", "*1 of 2 rows* can be texted", [(SECOND, "Grace")]),
        (
            "Mobile Phone Number, or Phone Number where it's empty",
            "*2 of 2 rows* can be texted",
            [(ADA, "Ada"), (SECOND, "Grace")],
        ),
    ],
)
def test_the_column_that_was_chosen_is_texted_and_named(
    shop: Lists, option: str, says: str, texted: list[tuple[str, str]]
) -> None:
    asked(shop, HUBSPOT)
    chosen = choose(shop, option, says)
    confirmed = shop.check_columns()
    shop.maya.submit()
    shop.ended()

    assert "First numbers: +1 415-555-01" in chosen
    named = option.removesuffix(" where it's empty").split(", or ")
    assert f"Numbers from *{named[0]}*" in confirmed
    assert all(f"*{each}*" in confirmed for each in named)
    assert "customers.csv · " in confirmed
    assert sorted(shop.harness.texts) == [(number, f"Dear {name}, see you soon.") for number, name in texted]


def test_rows_a_choice_leaves_out_are_said_before_it_is_confirmed(shop: Lists) -> None:
    asked(shop, HUBSPOT)
    said = choose(shop, "Mobile Phone Number", "*1 of 2 rows* can be texted")
    assert "*1 row skipped*" in said
    assert "Line 2: The phone number is missing." in said


def test_one_filled_mobile_does_not_beat_two_hundred_phones(shop: Lists) -> None:
    asked(shop, (FILES / "81_mobile_nearly_empty.csv").read_bytes())
    said = shop.harness.shown()
    choose(shop, "Mobile Phone Number, or Phone Number where it's empty", "*200 of 200 rows* can be texted")
    confirmed = shop.check_columns()

    assert "*Mobile Phone Number*: numbers in 1 of 200 rows" in said
    assert "*Phone Number*: numbers in 200 of 200 rows" in said
    assert "This person has opted out of your texts." in confirmed


def test_a_certain_column_is_named_and_another_one_can_be_taken(shop: Lists) -> None:
    file = csv("Name,Phone,Mobile", f"Ada,{GRACE},{ADA}")
    confirmed = shop.ready(file, "Dear %%Name%%")
    shop.maya.press("Change column")
    shop.harness.modal(COLUMNS)
    question = shop.harness.shown()
    choose(shop, "Phone", "+1 415-555-0101")
    again = shop.check_columns()
    shop.maya.submit()
    shop.ended()

    assert "Numbers from *Mobile*" in confirmed
    assert "Using the numbers in “Mobile”. There are also numbers in “Phone”." in confirmed
    assert "*1 of 1 row* can be texted" in question
    assert "Numbers from *Phone*" in again
    assert shop.harness.texts == [(GRACE, "Dear Ada")]


def test_people_who_said_no_to_texts_are_left_out_and_counted(shop: Lists) -> None:
    confirmed = shop.ready((FILES / "20_shopify.csv").read_bytes(), TEXT)
    shop.maya.submit()
    shop.ended()

    assert "*1 person hasn't agreed to texts* and will be skipped." in confirmed
    assert "Line 2: This list says this person doesn't want texts." in confirmed
    assert "Numbers from *Phone*" in confirmed
    assert shop.harness.texts == [(GRACE, "Dear Grace, see you soon.")]
    assert "doesn't want texts" in shop.file_of(shop.thread("Results of this list"))


def test_the_question_outlives_the_bot_with_all_that_was_written(shop: Lists) -> None:
    maya = asked(shop, HUBSPOT)
    shop.harness.bot.stop()
    shop.harness.start_bot()
    choose(shop, "Phone Number", "*2 of 2 rows* can be texted")
    confirmed = shop.check_columns()
    maya.submit()
    shop.ended()

    assert "customers.csv · " in confirmed
    assert len(shop.harness.texts) == 2


def test_one_step_back_nothing_that_was_typed_is_lost(shop: Lists) -> None:
    maya = asked(shop, HUBSPOT)
    maya.back()
    assert maya.title == FORM
    maya.fill(FILE, maya.upload("better.csv", csv("First Name,Phone", f"Ada,{ADA}")))
    shop.confirmation(maya)
    maya.submit()
    shop.ended()

    assert shop.harness.texts == [(ADA, "Dear Ada, see you soon.")]


def test_a_comma_in_a_name_without_quotes_is_told_with_its_line(shop: Lists) -> None:
    shop.compose((FILES / "53_comma_in_name_unquoted.csv").read_bytes(), "Hello")
    said = shop.check()

    shop.harness.modal(FORM)
    assert "None of these rows can be texted. Line 2: This row has more cells than there are columns" in said
    assert "Lovelace, Ada" in said  # the example of the sentence


def test_two_columns_of_numbers_in_pasted_text_are_asked_for(shop: Lists) -> None:
    shop.compose([f"Name\tPhone\tMobile\nAda\t{ADA}\t\nGrace\t{GRACE}\t{SECOND}"], "Hello")
    said = shop.check()

    shop.harness.modal(FORM)
    assert "“Mobile” and “Phone” look like phone numbers. Keep only the column you want to use." in said


def test_a_file_gone_meanwhile_is_told(shop: Lists) -> None:
    asked(shop, HUBSPOT)
    slack = shop.harness.sandbox.slack
    newest = max(slack.files, key=lambda each: each.created)
    slack.files._files.pop(newest.id)
    shop.harness.bot._infrastructure.uploads.forget_unused(0)
    shop.maya.choose(NUMBERS, "Phone Number")

    shop.harness.modal(NOT_POSSIBLE)
    assert "Slack didn't hand it over." in shop.harness.shown()
    assert shop.maya.title != CONFIRMATION
    shop.harness.file_was_gone()
