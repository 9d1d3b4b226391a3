"""A line that can be read in more than one way: nothing is guessed, and a person chooses."""

import pytest
from sqlalchemy import select

from bot.sandbox.slack.person import Person
from bot.sandbox.slack.placed import find
from bot.store.tables import appointment
from tests.flows import filling
from tests.flows.gates import drawing_held, drawn_meanwhile
from tests.flows.harness import Harness, later
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.measured


SHORT, LONG = "+43 664 12345", "+43 664 1234567"
OTHER = "Another number"
ASKED = "meant"
WHOLE = "436641234567"


def standing(harness: Harness, label: str) -> str:
    """What stands in a field, or is chosen in it."""
    view = harness.maya.view
    assert view is not None
    spot = find(view.blocks, label)
    value = view.values.get(spot.block_id, {}).get(spot.action_id, {})
    chosen = value.get("selected_option") or {}
    return str(value.get("value") or chosen.get("text", {}).get("text", ""))


def choose(harness: Harness, option: str, label: str = ASKED) -> None:
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

    assert standing(harness, "To") == "+49 170 1234567"
    assert standing(harness, "Message") == "10 Uhr passt"


def test_the_shorter_number_is_chosen_first_and_the_words_go_along_with_the_choice(harness: Harness) -> None:
    harness.compose("/sms +43 664 12345 67 Personen\nkommen")
    assert standing(harness, "To") == SHORT
    assert standing(harness, "Message") == "67 Personen\nkommen"

    choose(harness, LONG)
    assert standing(harness, "Message") == "Personen\nkommen"
    choose(harness, SHORT)
    assert standing(harness, "Message") == "67 Personen\nkommen"
    choose(harness, LONG)
    harness.check()

    harness.modal("Review text")
    assert LONG in harness.shown()
    assert "\nPersonen\nkommen" in harness.shown()


def test_words_that_were_changed_meanwhile_stay_as_they_are(harness: Harness) -> None:
    harness.compose("/sms +43 664 12345 67 Personen")
    harness.maya.fill("Message", "Hallo, 67 Personen")
    harness.drawn()

    choose(harness, LONG)
    assert standing(harness, "Message") == "Hallo, 67 Personen"
    choose(harness, SHORT)
    assert standing(harness, "Message") == "Hallo, 67 Personen"


def test_whoever_means_neither_types_the_number(harness: Harness) -> None:
    harness.compose("/sms +43 664 12345 67 Personen")

    choose(harness, OTHER)
    assert standing(harness, "To") == ""
    filling.to(harness.maya, "+14155550100")
    harness.check()

    harness.modal("Review text")
    assert "Ada Lovelace (+1 415-555-0100)" in harness.shown()
    assert "67 Personen" in harness.shown()


def test_the_choice_stays_when_something_else_is_changed(harness: Harness) -> None:
    harness.compose("/sms +43 664 12345 67 Personen")
    choose(harness, LONG)
    harness.maya.choose("When", "Schedule")
    harness.wait_for(lambda: "Send at" in harness.shown())

    assert standing(harness, "To") == LONG
    assert OTHER in harness.shown()


FORMS = pytest.mark.parametrize(
    ("line", "title"),
    [
        ("/sms +43 664 12345 67 Personen", "Send a text"),
        ("/sms otp +43 664 12345 67 Personen", "Send a code"),
        ("/sms appointment +43 664 12345 67", "Book an appointment"),
    ],
)


def filled_in(harness: Harness, line: str, title: str) -> None:
    """Open a form, and fill in what it wants besides whom it is for."""
    opened(harness, line, title)
    harness.wait_for(lambda: LONG in harness.shown())
    if title == "Send a code":
        harness.maya.choose("Purpose", "Password reset")
    elif title == "Book an appointment":
        harness.maya.fill("Date and time", later(harness.clock, days=1))
        harness.drawn()


def test_the_number_chosen_counts_when_the_form_is_submitted_before_it_is_drawn_with_it(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    harness.compose("/sms +43 664 12345 67 Personen")
    with drawing_held(monkeypatch, "Send a text"):
        harness.maya.choose(ASKED, LONG)
        harness.check()
        harness.modal("Review text")

        assert LONG in harness.shown()
        assert "\nPersonen" in harness.shown()


@pytest.mark.parametrize("is_typing", [True, False], ids=["typing", "not yet typing"])
def test_the_number_chosen_counts_when_typing_overtakes_the_drawing_of_it(
    harness: Harness, monkeypatch: pytest.MonkeyPatch, *, is_typing: bool
) -> None:
    harness.compose("/sms +43 664 12345 67 Personen")
    with drawing_held(monkeypatch, "Send a text") as (begun, go_on):
        if is_typing:
            harness.maya.fill("Message", "67 Personen!")
        harness.maya.choose(ASKED, LONG)
        assert begun.wait(PATIENCE_SECONDS)
        harness.maya.fill("Message", "67 Personen!!")
        go_on.set()
        harness.drawn()

    assert standing(harness, "To") == LONG
    assert standing(harness, "Message") == "Personen!!"
    harness.check()
    harness.modal("Review text")
    assert LONG in harness.shown()


@FORMS
def test_whoever_is_chosen_in_two_places_is_asked_for_again(
    harness: Harness, monkeypatch: pytest.MonkeyPatch, line: str, title: str
) -> None:
    filled_in(harness, line, title)
    label = "With" if title == "Book an appointment" else "To"
    with drawing_held(monkeypatch, title):
        harness.maya.choose(ASKED, LONG)
        filling.to(harness.maya, "+14155550100", label)
        assert harness.maya.submit().acked
        assert harness.maya.title == title
        assert "You chose two different recipients." in harness.shown()
        assert standing(harness, label) == ""


@FORMS
def test_the_question_stands_when_the_form_was_being_drawn_as_it_was_submitted(
    harness: Harness, monkeypatch: pytest.MonkeyPatch, line: str, title: str
) -> None:
    filled_in(harness, line, title)
    label = "With" if title == "Book an appointment" else "To"
    with drawn_meanwhile(monkeypatch, title, harness.maya.submit):
        harness.maya.choose(ASKED, LONG)
        filling.to(harness.maya, "+14155550100", label)
    harness.quiet()
    assert "You chose two different recipients." in harness.shown()


def test_a_code_goes_to_the_number_chosen_before_the_form_is_drawn_with_it(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled_in(harness, "/sms otp +43 664 12345 67 Personen", "Send a code")
    with drawing_held(monkeypatch, "Send a code"):
        harness.maya.choose(ASKED, LONG)
        assert harness.maya.submit().acked
    harness.wait_for(lambda: "•••4567 isn't in your contacts" in harness.shown())


def test_an_appointment_is_for_the_number_chosen_before_the_form_is_drawn_with_it(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled_in(harness, "/sms appointment +43 664 12345 67", "Book an appointment")
    with drawing_held(monkeypatch, "Book an appointment"):
        harness.maya.choose(ASKED, LONG)
        assert harness.maya.submit().acked
        harness.modal("Add to contacts")
        with harness.bot.database.read() as conn:
            numbers = conn.execute(select(appointment.c.number)).scalars().all()

    assert WHOLE in numbers
    assert "4366412345" not in numbers


def test_the_do_not_text_list_asks_before_it_lists_one_of_two_numbers(harness: Harness) -> None:
    opened(harness, "/sms do-not-text +43 664 12345 67 complaints", "Add to do-not-text")
    assert harness.bot.services.do_not_text.entry("4366412345") is None

    choose(harness, LONG, "Number")
    assert standing(harness, "Reason") == "complaints"
    assert harness.maya.submit().acked

    entry = harness.bot.services.do_not_text.entry(WHOLE)
    assert entry is not None
    assert entry.reason == "complaints"
    assert harness.bot.services.do_not_text.entry("4366412345") is None


def test_the_do_not_text_list_asks_before_it_lists_a_certain_number_too(harness: Harness) -> None:
    opened(harness, "/sms do-not-text +491701234567 2 complaints by phone", "Add to do-not-text")
    assert harness.bot.services.do_not_text.entry("491701234567") is None
    assert standing(harness, "Number") == "+49 170 1234567"
    assert harness.maya.submit().acked

    entry = harness.bot.services.do_not_text.entry("491701234567")
    assert entry is not None
    assert entry.reason == "2 complaints by phone"


def test_a_reason_is_asked_for_beside_its_field_after_a_choice(harness: Harness) -> None:
    opened(harness, "/sms do-not-text +43 664 12345 67", "Add to do-not-text")
    choose(harness, LONG, "Number")

    harness.maya.fill("Reason", None)
    with pytest.raises(Exception, match="required"):  # Slack itself wants it filled in
        harness.maya.submit()


def test_a_new_contact_gets_the_number_that_is_chosen_and_the_name_behind_it(harness: Harness) -> None:
    opened(harness, "/sms contacts add +43 664 12345 67 Hans Moser", "Add a contact")
    assert standing(harness, "Name") == "67 Hans Moser"
    choose(harness, LONG, "Number")
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

    assert standing(harness, "To") == LONG
    assert standing(harness, "Purpose") == "Password reset"


def test_a_code_goes_to_the_number_that_is_chosen(harness: Harness) -> None:
    opened(harness, "/sms otp +43 664 12345 67", "Send a code")
    choose(harness, LONG)

    assert standing(harness, "To") == LONG
    assert standing(harness, "Purpose") == ""


def test_an_appointment_is_booked_with_the_number_that_is_chosen(harness: Harness) -> None:
    assert harness.maya.command("/sms appointment +43 664 12345 67").acked
    harness.wait_for(lambda: "With" in harness.shown() and LONG in harness.shown())
    choose(harness, LONG)

    assert standing(harness, "With") == LONG
