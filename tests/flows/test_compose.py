"""Writing a text: how the form opens, what it says while somebody writes, and what it refuses."""

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.slack.blocks.fields import recipient
from bot.slack.blocks.fields.schedule import Part
from tests.flows import filling
from tests.flows.gates import drawn_meanwhile
from tests.flows.harness import ADA, NOBODY, Harness, later

pytestmark = pytest.mark.measured
WAYS = (Mode.HTTP,)

LONG = "x" * 1601


def test_the_bare_command_opens_an_empty_form(harness: Harness) -> None:
    harness.compose("/sms")

    assert harness.maya.view is not None
    assert harness.maya.view.title == "Send a text"


@pytest.mark.parametrize(
    ("line", "number", "message"),
    [
        ("/sms 14155550100 Hello there", "+1 415-555-0100", "Hello there"),
        ("/sms +1 (415) 555-0100 Hello there", "+1 415-555-0100", "Hello there"),
        ("/sms 0044 7700 900123 Hi", "+44 7700 900123", "Hi"),
        ("/sms 415 555 0100", "+1 415-555-0100", ""),
        ("/sms 14155550100 2 tickets left", "+1 415-555-0100", "2 tickets left"),
    ],
)
def test_a_typed_number_fills_the_form(harness: Harness, line: str, number: str, message: str) -> None:
    harness.compose(line)

    shown = harness.shown()
    assert number in shown
    assert message in shown
    assert harness.texts == []


def test_a_typed_contact_fills_the_form(harness: Harness) -> None:
    harness.compose("/sms Ada Lovelace Hello there")

    assert "Ada Lovelace (+1 415-555-0100)" in harness.shown()
    assert "Hello there" in harness.shown()


def test_a_contact_may_be_quoted(harness: Harness) -> None:
    harness.compose('/sms "ada lovelace" Hello there')

    assert "Ada Lovelace (+1 415-555-0100)" in harness.shown()


def test_two_contacts_of_one_name_are_not_guessed_between(harness: Harness) -> None:
    harness.compose("/sms Alex Kim See you tomorrow")

    assert "2 contacts are named" in harness.shown()
    assert "See you tomorrow" in harness.shown()
    found = harness.maya.suggestions("To", "Alex Kim")
    assert sorted(harness.opened(each["value"]) for each in found) == ["14155550110", "14155550111"]


def test_a_name_nobody_has_leaves_the_whole_line_as_the_message(harness: Harness) -> None:
    harness.compose("/sms Zorro will be late today")

    assert "No contact is named “Zorro" in harness.shown()
    assert "Zorro will be late today" in harness.shown()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("1415", "1415 is too short for a phone number."),
        ("12345678901234567", "12345678901234567 is too long for a phone number."),
        ("+999 12", "+999 12 doesn't start with a known country code."),
        ("(0)", "(0) isn't a phone number."),
    ],
)
def test_digits_that_are_no_number_are_not_called_a_name(harness: Harness, typed: str, why: str) -> None:
    harness.compose(f"/sms {typed} See you")

    assert f"{why} Everything you typed is in the message." in harness.shown()
    assert f"{typed} See you" in harness.shown()


def test_when_contacts_cannot_be_looked_up_nothing_typed_is_lost(harness: Harness) -> None:
    harness.sandbox.smsit.faults.add("getcontacts", Fault.HTML, times=None)
    harness.compose("/sms Ada Lovelace Hello there")

    assert "SMS-iT gave no usable answer" in harness.shown()
    assert "Ada Lovelace Hello there" in harness.shown()


def test_contacts_are_found_by_part_of_a_number(harness: Harness) -> None:
    harness.compose("/sms")

    found = harness.maya.suggestions("To", "415 555 0101")
    assert [each["text"]["text"] for each in found] == ["Grace Hopper (+1 415-555-0101)"]


def test_when_the_service_is_down_type_ahead_says_so_and_still_takes_a_number(harness: Harness) -> None:
    harness.compose("/sms")
    harness.sandbox.smsit.faults.add("getcontacts", Fault.HTTP500, times=None)

    (none,) = harness.maya.suggestions("To", "ada")
    assert "Contacts can't be searched now" in none["description"]["text"]
    (number,) = harness.maya.suggestions("To", "415 555 0101")
    assert number["text"]["text"] == "+1 415-555-0101"


def test_a_number_nobody_has_is_offered_as_such(harness: Harness) -> None:
    harness.compose("/sms")

    (found,) = harness.maya.suggestions("To", f"+{NOBODY}")

    assert found["text"]["text"] == "+1 415-555-0999 · not in your contacts"


def test_a_contact_in_several_groups_is_offered_once(harness: Harness) -> None:
    harness.compose("/sms")

    assert len(harness.maya.suggestions("To", "Ada Lovelace")) == 1


def test_the_line_under_the_message_counts_while_somebody_writes(harness: Harness) -> None:
    harness.compose("/sms")
    harness.maya.fill("Message", "Hello")
    harness.wait_for(lambda: "*1 segment* · 1 credit · 5 characters, 155 left" in harness.shown())

    harness.maya.fill("Message", "x" * 161)
    harness.wait_for(lambda: "*2 segments* · 2 credits · 161 characters" in harness.shown())


def test_it_says_which_characters_force_unicode_and_replaces_them(harness: Harness) -> None:
    harness.compose("/sms")
    harness.maya.fill("Message", "It\u2019s at 10 \u2013 see you\u2026")
    harness.wait_for(lambda: "70 characters per segment" in harness.shown())
    assert "\u2019 (" in harness.shown()

    harness.maya.press("Use plain characters")

    harness.wait_for(lambda: "It's at 10 - see you..." in harness.shown())
    harness.wait_for(lambda: "70 characters" not in harness.shown())


def test_it_warns_of_braces_and_of_a_name_that_is_not_filled_in(harness: Harness) -> None:
    harness.compose("/sms")
    harness.maya.fill("Message", "Dear %%Name%%, {hi|hello}")

    harness.wait_for(lambda: "curly" in harness.shown() or "brackets" in harness.shown())


def test_choosing_later_keeps_what_was_typed(harness: Harness) -> None:
    harness.compose(f"/sms {ADA} Hello there")
    harness.maya.choose("When", "Schedule")
    harness.wait_for(lambda: "Send at" in harness.shown())

    state = harness.maya.view
    assert state is not None
    assert "Hello there" in str(state.values)


def test_without_a_recipient_slack_does_not_let_the_form_go(harness: Harness) -> None:
    harness.compose("/sms")
    harness.maya.fill("Message", "Hello")
    harness.wait_for(lambda: "5 characters" in harness.shown())

    with pytest.raises(Exception, match="required"):
        harness.maya.submit()


@pytest.mark.parametrize(
    ("typed", "hint"), [("123 45", "too short"), ("zorro", "Check the name, or type a full phone number.")]
)
def test_what_is_nobody_is_told_while_it_is_typed_and_beside_its_field(
    harness: Harness, typed: str, hint: str
) -> None:
    harness.compose("/sms")
    (found,) = harness.maya.suggestions("To", typed)
    assert hint in found["description"]["text"]
    harness.maya.choose("To", found["text"]["text"])
    harness.maya.fill("Message", "Hello")
    harness.wait_for(lambda: "5 characters" in harness.shown())

    harness.maya.submit()

    assert "Choose a contact, or type a full phone number" in harness.errors()[recipient.TO]
    assert harness.maya.view is not None
    assert harness.maya.view.title == "Send a text"


def test_a_number_takes_the_place_of_a_contact(harness: Harness) -> None:
    harness.compose("/sms Ada Lovelace Hello there")
    filling.to(harness.maya, "14155550101")

    harness.check()

    assert "Grace Hopper (+1 415-555-0101)" in harness.shown()
    assert "Ada" not in harness.shown()


def test_a_text_too_long_says_by_how_much_while_it_is_typed(harness: Harness) -> None:
    harness.compose(f"/sms {ADA} {LONG}")
    assert "*1 character over the limit*" in harness.shown()

    harness.maya.submit()

    assert harness.errors()["message.0"] == "1 character over the limit. Shorten the text."


def test_what_is_wrong_stays_when_the_form_was_being_drawn_as_it_was_submitted(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    harness.compose(f"/sms {ADA} Hello")
    with drawn_meanwhile(monkeypatch, "Send a text", harness.maya.submit):
        harness.maya.fill("Message", LONG)
    harness.quiet()

    assert harness.errors()["message.0"] == "1 character over the limit. Shorten the text."


def test_a_name_as_sender_is_refused_where_phones_do_not_show_it(harness: Harness) -> None:
    harness.compose(f"/sms {ADA} Hello")
    harness.maya.choose("From", "HarbourSt")
    harness.drawn()

    harness.maya.submit()

    assert "don't show a name" in harness.errors()["sender"]


@pytest.mark.parametrize(
    ("minutes", "sentence"), [(0, "less than a minute away"), (60 * 24 * 400, "more than a year away")]
)
def test_a_time_out_of_reach_is_refused(harness: Harness, minutes: int, sentence: str) -> None:
    harness.compose(f"/sms {ADA} Hello")
    harness.maya.choose("When", "Schedule")
    harness.wait_for(lambda: "Send at" in harness.shown())
    harness.maya.fill("Send at", later(harness.clock, minutes=minutes))

    harness.maya.submit()

    assert sentence in harness.errors()[Part.AT]


def test_a_series_needs_an_end_after_its_start(harness: Harness) -> None:
    harness.compose(f"/sms {ADA} Hello")
    filling.when(harness, filling.REPEAT, later(harness.clock, days=2))
    assert "Here: you can skip dates, pause, edit or stop it." in harness.shown()
    harness.maya.choose("Repeats", "Every day")
    harness.maya.fill("Until", later(harness.clock, days=1))

    harness.maya.submit()

    assert "before the first text" in harness.errors()[Part.UNTIL]


def test_a_global_shortcut_opens_the_form(harness: Harness) -> None:
    harness.maya.shortcut("send_text")

    harness.modal("Send a text")


def test_a_message_shortcut_brings_the_message_along(harness: Harness) -> None:
    said = harness.maya.say("Please tell them: we open at 9 & close at 5")

    harness.maya.message_shortcut("text_this", said)

    harness.modal("Send a text")
    assert "we open at 9 & close at 5" in harness.shown()
