"""A line that can be read in more than one way: nothing is guessed, and a person chooses."""

import pytest

from bot.sandbox.slack.person import Person
from bot.sandbox.slack.placed import find
from bot.settings import Mode
from tests.flows.house import House


@pytest.fixture(scope="module")
def mode() -> Mode:
    return Mode.SOCKET


SHORT, LONG = "+43 664 12345", "+43 664 1234567"
OTHER = "Another number"
WHOLE = "436641234567"


def standing(house: House, label: str) -> str:
    """What stands in a field, or is chosen in it."""
    view = house.maya.view
    assert view is not None
    spot = find(view.blocks, label)
    value = view.values.get(spot.block_id, {}).get(spot.action_id, {})
    chosen = value.get("selected_option") or {}
    return str(value.get("value") or chosen.get("text", {}).get("text", ""))


def choose(house: House, label: str, option: str) -> None:
    """Choose a number and wait until the form was drawn again."""
    before = house.maya.view
    house.maya.choose(label, option)
    house.wait_for(lambda: house.maya.view and before and house.maya.view.hash != before.hash)
    house.drawn()


def opened(house: House, line: str, title: str) -> Person:
    assert house.maya.command(line).acked
    return house.modal(title)


def test_a_figure_at_the_start_of_the_message_stays_in_the_message(house: House) -> None:
    house.compose("/sms +49 170 1234567 10 Uhr passt")

    assert standing(house, "or to a number") == "+49 170 1234567"
    assert standing(house, "Message") == "10 Uhr passt"


def test_the_shorter_number_is_chosen_first_and_the_words_go_along_with_the_choice(house: House) -> None:
    house.compose("/sms +43 664 12345 67 Personen\nkommen")
    assert standing(house, "or to a number") == SHORT
    assert standing(house, "Message") == "67 Personen\nkommen"

    choose(house, "or to a number", LONG)
    assert standing(house, "Message") == "Personen\nkommen"
    choose(house, "or to a number", SHORT)
    assert standing(house, "Message") == "67 Personen\nkommen"
    choose(house, "or to a number", LONG)
    house.check()

    house.modal("Add and send?")
    assert LONG in house.shown()
    assert "\nPersonen\nkommen" in house.shown()


def test_words_that_were_changed_meanwhile_stay_as_they_are(house: House) -> None:
    house.compose("/sms +43 664 12345 67 Personen")
    house.maya.fill("Message", "Hallo, 67 Personen")
    house.drawn()

    choose(house, "or to a number", LONG)
    assert standing(house, "Message") == "Hallo, 67 Personen"
    choose(house, "or to a number", SHORT)
    assert standing(house, "Message") == "Hallo, 67 Personen"


def test_whoever_means_neither_types_the_number(house: House) -> None:
    house.compose("/sms +43 664 12345 67 Personen")

    choose(house, "or to a number", OTHER)
    house.wait_for(lambda: OTHER not in house.shown())
    house.maya.fill("or to a number", "+14155550100")
    house.check()

    house.modal("Send this text?")
    assert "Ada Lovelace (+1 415-555-0100)" in house.shown()
    assert "67 Personen" in house.shown()


def test_the_choice_stays_when_something_else_is_changed(house: House) -> None:
    house.compose("/sms +43 664 12345 67 Personen")
    choose(house, "or to a number", LONG)
    house.maya.choose("When", "Later, held by the bot")
    house.wait_for(lambda: "Send at" in house.shown())

    assert standing(house, "or to a number") == LONG
    assert OTHER in house.shown()


def test_the_do_not_text_list_asks_before_it_lists_one_of_two_numbers(house: House) -> None:
    opened(house, "/sms do-not-text +43 664 12345 67 complaints", "Add a number")
    assert house.bot.services.do_not_text.entry("4366412345") is None

    choose(house, "Number", LONG)
    assert standing(house, "Why") == "complaints"
    assert house.maya.submit().acked

    entry = house.bot.services.do_not_text.entry(WHOLE)
    assert entry is not None
    assert entry.reason == "complaints"
    assert house.bot.services.do_not_text.entry("4366412345") is None


def test_the_do_not_text_list_takes_a_certain_number_at_once(house: House) -> None:
    answer = house.maya.command("/sms do-not-text +491701234567 2 complaints by phone")
    assert answer.acked

    entry = house.bot.services.do_not_text.entry("491701234567")
    assert entry is not None
    assert entry.reason == "2 complaints by phone"


def test_a_reason_is_asked_for_beside_its_field_after_a_choice(house: House) -> None:
    opened(house, "/sms do-not-text +43 664 12345 67", "Add a number")
    choose(house, "Number", LONG)

    house.maya.fill("Why", None)
    with pytest.raises(Exception, match="required"):  # Slack itself wants it filled in
        house.maya.submit()


def test_a_new_contact_gets_the_number_that_is_chosen_and_the_name_behind_it(house: House) -> None:
    opened(house, "/sms contacts add +43 664 12345 67 Hans Moser", "Add a contact")
    assert standing(house, "Name") == "67 Hans Moser"
    choose(house, "Number", LONG)
    assert standing(house, "Name") == "Hans Moser"
    assert house.maya.suggestions("Group", "VIP")
    house.maya.choose("Group", "VIP")
    house.maya.submit()

    house.modal("Contact added")
    found = house.sandbox.smsit.book.find(WHOLE)
    assert found is not None
    assert found.name == "Hans Moser"


def test_a_purpose_of_the_policy_settles_where_the_number_ends(house: House) -> None:
    opened(house, "/sms otp +43 664 12345 67 Password reset", "Send a code")

    assert standing(house, "or to a number") == LONG
    assert standing(house, "What for") == "Password reset"


def test_a_code_goes_to_the_number_that_is_chosen(house: House) -> None:
    opened(house, "/sms otp +43 664 12345 67", "Send a code")
    choose(house, "or to a number", LONG)

    assert standing(house, "or to a number") == LONG
    assert standing(house, "What for") == ""


def test_an_appointment_is_booked_with_the_number_that_is_chosen(house: House) -> None:
    assert house.maya.command("/sms appointment +43 664 12345 67").acked
    house.wait_for(lambda: "or with a number" in house.shown())
    choose(house, "or with a number", LONG)

    assert standing(house, "or with a number") == LONG
