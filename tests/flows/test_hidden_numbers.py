"""Whoever may not see whole numbers gets none: not shown, not in what a browser keeps, not by asking."""

from collections.abc import Iterator

import pytest

from bot.access import Who
from bot.sandbox.slack.person import Person
from bot.slack.seals import HOLDS
from tests.flows import outgoing
from tests.flows.harness import ADA, NOBODY, Harness
from tests.flows.people import Contacts
from tests.flows.staff import MAYA, TOM

pytestmark = pytest.mark.measured

POLICY = f"""
[roles]
viewer = ["*"]
sender = ["{MAYA}"]
admin = ["{TOM}"]
[contacts]
full_numbers = "admin"
"""
FULL = "+1 415-555-0100"


@pytest.fixture
def harness(under_policy: Harness) -> Harness:
    return under_policy.fresh()


@pytest.fixture
def maya(harness: Harness) -> Iterator[Contacts]:
    yield Contacts(harness)
    harness.quiet()


def numbers(harness: Harness) -> frozenset[str]:
    return frozenset(each.number for each in harness.sandbox.smsit.book.contacts)


def told(harness: Harness, sent: list[object]) -> list[str]:
    """What of anybody's number went to Slack."""
    harness.quiet()
    return outgoing.anywhere(sent, numbers(harness))


def choices(person: Person, typed: str) -> list[str]:
    return [each["text"]["text"] for each in person.suggestions("To", typed)]


def test_a_text_goes_to_the_right_person_and_nothing_on_the_way_tells_their_number(
    harness: Harness, sent: list[object]
) -> None:
    harness.compose("/sms Ada Lovelace See you at nine")
    assert "Ada Lovelace (•••0100)" in harness.shown()
    harness.check()
    assert "Ada Lovelace (•••0100)" in harness.shown()
    harness.maya.submit()

    harness.wait_for(lambda: harness.texts)
    assert harness.texts == [(ADA, "See you at nine")]
    assert told(harness, sent) == []


def test_who_is_chosen_from_the_type_ahead_is_who_is_texted(harness: Harness, sent: list[object]) -> None:
    form = harness.compose("/sms")
    assert choices(form, "Ada") == ["Ada Lovelace (•••0100)"]
    form.choose("To", "Ada Lovelace (•••0100)")
    form.fill("Message", "Hello")
    harness.check()
    harness.maya.submit()

    harness.wait_for(lambda: harness.texts)
    assert harness.texts == [(ADA, "Hello")]
    assert told(harness, sent) == []


@pytest.mark.parametrize("button", ["Text", "Send a code", "Recent texts", "Book"])
def test_buttons_beside_a_contact_lead_on_without_the_number(
    maya: Contacts, sent: list[object], button: str
) -> None:
    maya.find("Ada Lovelace")
    maya.open("Ada Lovelace")
    assert maya.press(button).acked
    maya.harness.wait_for(lambda: "•••0100" in maya.harness.shown())

    assert told(maya.harness, sent) == []


def test_the_do_not_text_list_shows_last_digits_and_finds_no_parts(
    harness: Harness, sent: list[object]
) -> None:
    harness.bot.services.do_not_text.add(ADA, "asked by 14155550100", Who(TOM, "T0HARBOUR"))
    person = harness.maya
    person.command("/sms do-not-text")
    harness.wait_for(lambda: "•••0100" in harness.shown())
    person.fill("Find a number", "5550100")
    person.submit()
    assert "Type a whole number or its last four digits." in harness.shown()
    person.fill("Find a number", "0100")
    person.submit()
    assert "•••0100" in harness.shown()

    assert told(harness, sent) == []


@pytest.mark.parametrize("part", ["5550100", "155550100", "0100"])
def test_appointments_are_not_found_by_a_part_of_a_number(harness: Harness, part: str) -> None:
    person = harness.maya
    person.command("/sms appointments")
    harness.modal("Appointments")
    person.fill("With", part)
    person.submit()

    assert "Enter the whole number." in harness.shown()
    person.fill("With", FULL)
    assert person.submit().acked
    assert harness.errors() == {}


def test_a_number_cannot_be_asked_for_digit_by_digit(maya: Contacts) -> None:
    found = [digits for digits in (ADA[:length] for length in range(3, 11)) if _finds(maya, digits)]
    assert found == []
    assert all("Ada" not in each for each in choices(maya.harness.compose("/sms"), ADA[1:9]))
    maya.harness.maya.close()

    assert _finds(maya, FULL)
    assert _finds(maya, "email:ada@example.com")
    assert not _finds(maya, "email:ada@")


def test_who_may_see_numbers_looks_for_parts_and_reads_them_whole(harness: Harness) -> None:
    tom = Contacts(harness, TOM)

    assert _finds(tom, ADA[4:])
    assert FULL in tom.shown


def test_a_number_that_was_typed_is_read_back_whole(harness: Harness) -> None:
    harness.compose(f"/sms {NOBODY} Hello")
    harness.check()

    assert "+1 " in harness.shown()


def test_what_a_button_keeps_is_no_number_for_anybody_else_and_not_for_ever(maya: Contacts) -> None:
    harness = maya.harness
    maya.find("Ada Lovelace")
    maya.open("Ada Lovelace")
    harness.clock.advance(seconds=HOLDS.total_seconds() + 7200)

    assert harness.maya.press("Text").acked
    harness.drawn()

    harness.wait_for(lambda: harness.maya.title == "Not done")
    assert "Please start again." in harness.shown()


def _finds(desk: Contacts, line: str) -> bool:
    desk.find(line)
    return "Ada Lovelace" in desk.shown
