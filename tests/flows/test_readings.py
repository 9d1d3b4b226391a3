"""A line that can be read in more than one way: nothing is guessed, and a person chooses."""

import pytest

from bot.sandbox.slack.person import Person
from bot.sandbox.slack.placed import find
from bot.settings import Mode
from tests.flows.harness import Harness

pytestmark = pytest.mark.measured


@pytest.fixture(scope="module")
def mode() -> Mode:
    return Mode.SOCKET


SHORT, LONG = "+43 664 12345", "+43 664 1234567"
OTHER = "Another number"
WHOLE = "436641234567"


def standing(harness: Harness, label: str) -> str:
    """What stands in a field, or is chosen in it."""
    view = harness.maya.view
    assert view is not None
    spot = find(view.blocks, label)
    value = view.values.get(spot.block_id, {}).get(spot.action_id, {})
    chosen = value.get("selected_option") or {}
    return str(value.get("value") or chosen.get("text", {}).get("text", ""))


def choose(harness: Harness, label: str, option: str) -> None:
    """Choose a number and wait until the form was drawn again."""
    before = harness.maya.view
    harness.maya.choose(label, option)
    harness.wait_for(lambda: harness.maya.view and before and harness.maya.view.hash != before.hash)
    harness.drawn()


def opened(harness: Harness, line: str, title: str) -> Person:
    assert harness.maya.command(line).acked
    return harness.modal(title)


def test_a_figure_at_the_start_of_the_message_stays_in_the_message(harness: Harness) -> None:
    harness.compose("/sms +49 170 1234567 10 Uhr passt")

    assert standing(harness, "or to a number") == "+49 170 1234567"
    assert standing(harness, "Message") == "10 Uhr passt"


def test_the_shorter_number_is_chosen_first_and_the_words_go_along_with_the_choice(harness: Harness) -> None:
    harness.compose("/sms +43 664 12345 67 Personen\nkommen")
    assert standing(harness, "or to a number") == SHORT
    assert standing(harness, "Message") == "67 Personen\nkommen"

    choose(harness, "or to a number", LONG)
    assert standing(harness, "Message") == "Personen\nkommen"
    choose(harness, "or to a number", SHORT)
    assert standing(harness, "Message") == "67 Personen\nkommen"
    choose(harness, "or to a number", LONG)
    harness.check()

    harness.modal("Add and send?")
    assert LONG in harness.shown()
    assert "\nPersonen\nkommen" in harness.shown()


def test_words_that_were_changed_meanwhile_stay_as_they_are(harness: Harness) -> None:
    harness.compose("/sms +43 664 12345 67 Personen")
    harness.maya.fill("Message", "Hallo, 67 Personen")
    harness.drawn()

    choose(harness, "or to a number", LONG)
    assert standing(harness, "Message") == "Hallo, 67 Personen"
    choose(harness, "or to a number", SHORT)
    assert standing(harness, "Message") == "Hallo, 67 Personen"


def test_whoever_means_neither_types_the_number(harness: Harness) -> None:
    harness.compose("/sms +43 664 12345 67 Personen")

    choose(harness, "or to a number", OTHER)
    harness.wait_for(lambda: OTHER not in harness.shown())
    harness.maya.fill("or to a number", "+14155550100")
    harness.check()

    harness.modal("Send this text?")
    assert "Ada Lovelace (+1 415-555-0100)" in harness.shown()
    assert "67 Personen" in harness.shown()


def test_the_choice_stays_when_something_else_is_changed(harness: Harness) -> None:
    harness.compose("/sms +43 664 12345 67 Personen")
    choose(harness, "or to a number", LONG)
    harness.maya.choose("When", "Later, held by the bot")
    harness.wait_for(lambda: "Send at" in harness.shown())

    assert standing(harness, "or to a number") == LONG
    assert OTHER in harness.shown()


def test_the_do_not_text_list_asks_before_it_lists_one_of_two_numbers(harness: Harness) -> None:
    opened(harness, "/sms do-not-text +43 664 12345 67 complaints", "Add a number")
    assert harness.bot.services.do_not_text.entry("4366412345") is None

    choose(harness, "Number", LONG)
    assert standing(harness, "Why") == "complaints"
    assert harness.maya.submit().acked

    entry = harness.bot.services.do_not_text.entry(WHOLE)
    assert entry is not None
    assert entry.reason == "complaints"
    assert harness.bot.services.do_not_text.entry("4366412345") is None


def test_the_do_not_text_list_takes_a_certain_number_at_once(harness: Harness) -> None:
    answer = harness.maya.command("/sms do-not-text +491701234567 2 complaints by phone")
    assert answer.acked

    entry = harness.bot.services.do_not_text.entry("491701234567")
    assert entry is not None
    assert entry.reason == "2 complaints by phone"


def test_a_reason_is_asked_for_beside_its_field_after_a_choice(harness: Harness) -> None:
    opened(harness, "/sms do-not-text +43 664 12345 67", "Add a number")
    choose(harness, "Number", LONG)

    harness.maya.fill("Why", None)
    with pytest.raises(Exception, match="required"):  # Slack itself wants it filled in
        harness.maya.submit()


def test_a_new_contact_gets_the_number_that_is_chosen_and_the_name_behind_it(harness: Harness) -> None:
    opened(harness, "/sms contacts add +43 664 12345 67 Hans Moser", "Add a contact")
    assert standing(harness, "Name") == "67 Hans Moser"
    choose(harness, "Number", LONG)
    assert standing(harness, "Name") == "Hans Moser"
    assert harness.maya.suggestions("Group", "VIP")
    harness.maya.choose("Group", "VIP")
    harness.maya.submit()

    harness.modal("Contact added")
    found = harness.sandbox.smsit.book.find(WHOLE)
    assert found is not None
    assert found.name == "Hans Moser"


def test_a_purpose_of_the_policy_settles_where_the_number_ends(harness: Harness) -> None:
    opened(harness, "/sms otp +43 664 12345 67 Password reset", "Send a code")

    assert standing(harness, "or to a number") == LONG
    assert standing(harness, "What for") == "Password reset"


def test_a_code_goes_to_the_number_that_is_chosen(harness: Harness) -> None:
    opened(harness, "/sms otp +43 664 12345 67", "Send a code")
    choose(harness, "or to a number", LONG)

    assert standing(harness, "or to a number") == LONG
    assert standing(harness, "What for") == ""


def test_an_appointment_is_booked_with_the_number_that_is_chosen(harness: Harness) -> None:
    assert harness.maya.command("/sms appointment +43 664 12345 67").acked
    harness.wait_for(lambda: "or with a number" in harness.shown())
    choose(harness, "or with a number", LONG)

    assert standing(harness, "or with a number") == LONG
