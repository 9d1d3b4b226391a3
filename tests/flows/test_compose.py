"""Writing a text: how the form opens, what it says while somebody writes, and what it refuses."""

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.slack.blocks.fields import recipient
from bot.slack.blocks.fields.schedule import Part
from tests.flows.harness import ADA, Harness, later

pytestmark = pytest.mark.measured

LONG = "x" * 1601


@pytest.fixture(scope="module")
def mode() -> Mode:
    return Mode.HTTP


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

    assert "Ada Lovelace · +1 415-555-0100" in harness.shown()
    assert "Hello there" in harness.shown()


def test_a_contact_may_be_quoted(harness: Harness) -> None:
    harness.compose('/sms "ada lovelace" Hello there')

    assert "Ada Lovelace · +1 415-555-0100" in harness.shown()


def test_two_contacts_of_one_name_are_not_guessed_between(harness: Harness) -> None:
    harness.compose("/sms Alex Kim See you tomorrow")

    assert "2 contacts go by that name" in harness.shown()
    assert "See you tomorrow" in harness.shown()
    found = harness.maya.suggestions("To a contact", "Alex Kim")
    assert [each["value"] for each in found] == ["14155550110", "14155550111"]


def test_a_name_nobody_has_leaves_the_whole_line_as_the_message(harness: Harness) -> None:
    harness.compose("/sms Zorro will be late today")

    assert "No contact is called Zorro" in harness.shown()
    assert "Zorro will be late today" in harness.shown()


@pytest.mark.parametrize("typed", ["12345678901234567", "+999 12", "(0)"])
def test_digits_that_are_no_number_are_not_called_a_name(harness: Harness, typed: str) -> None:
    harness.compose(f"/sms {typed} See you")

    assert "No phone number can be read at the beginning, so all you typed" in harness.shown()
    assert f"{typed} See you" in harness.shown()


def test_when_contacts_cannot_be_looked_up_nothing_typed_is_lost(harness: Harness) -> None:
    harness.sandbox.smsit.faults.add("getcontacts", Fault.HTML, times=None)
    harness.compose("/sms Ada Lovelace Hello there")

    assert "SMS-iT gave no usable answer" in harness.shown()
    assert "Ada Lovelace Hello there" in harness.shown()


def test_contacts_are_found_by_part_of_a_number(harness: Harness) -> None:
    harness.compose("/sms")

    found = harness.maya.suggestions("To a contact", "415 555 0101")
    assert [each["text"]["text"] for each in found] == ["Grace Hopper · +1 415-555-0101"]


def test_type_ahead_stays_quiet_when_the_service_is_down(harness: Harness) -> None:
    harness.compose("/sms")
    harness.sandbox.smsit.faults.add("getcontacts", Fault.HTTP500, times=None)

    assert harness.maya.suggestions("To a contact", "ada") == []


def test_a_contact_in_several_groups_is_offered_once(harness: Harness) -> None:
    harness.compose("/sms")

    assert len(harness.maya.suggestions("To a contact", "Ada Lovelace")) == 1


def test_the_line_under_the_message_counts_while_somebody_writes(harness: Harness) -> None:
    harness.compose("/sms")
    harness.maya.fill("Message", "Hello")
    harness.wait_for(lambda: "*1 segment* · 1 credit · 5 characters, 155 left" in harness.shown())

    harness.maya.fill("Message", "x" * 161)
    harness.wait_for(lambda: "*2 segments* · 2 credits · 161 characters" in harness.shown())


def test_it_says_which_characters_force_unicode_and_replaces_them(harness: Harness) -> None:
    harness.compose("/sms")
    harness.maya.fill("Message", "It\u2019s at 10 \u2013 see you\u2026")
    harness.wait_for(lambda: "Only 70 characters to a segment" in harness.shown())
    assert "\u2019 (" in harness.shown()

    harness.maya.press("Use plain characters")

    harness.wait_for(lambda: "It's at 10 - see you..." in harness.shown())
    harness.wait_for(lambda: "Only 70" not in harness.shown())


def test_it_warns_of_braces_and_of_a_name_that_is_not_filled_in(harness: Harness) -> None:
    harness.compose("/sms")
    harness.maya.fill("Message", "Dear %%Name%%, {hi|hello}")

    harness.wait_for(lambda: "curly" in harness.shown() or "brackets" in harness.shown())


def test_choosing_later_keeps_what_was_typed(harness: Harness) -> None:
    harness.compose(f"/sms {ADA} Hello there")
    harness.maya.choose("When", "Later, held by the bot")
    harness.wait_for(lambda: "Send at" in harness.shown())

    state = harness.maya.view
    assert state is not None
    assert "Hello there" in str(state.values)


@pytest.mark.parametrize(
    ("line", "block", "sentence"),
    [
        ("/sms", recipient.NUMBER, "Choose a contact above, or type a number here."),
        ("/sms 12", recipient.NUMBER, "too short"),
    ],
)
def test_a_wrong_recipient_is_told_beside_its_field(
    harness: Harness, line: str, block: str, sentence: str
) -> None:
    harness.compose("/sms")
    typed = line.removeprefix("/sms").strip()
    if typed:
        harness.maya.fill("or to a number", typed)
    harness.maya.fill("Message", "Hello")
    harness.wait_for(lambda: "5 characters" in harness.shown())

    harness.maya.submit()

    assert sentence in harness.errors()[block]
    assert harness.maya.view is not None
    assert harness.maya.view.title == "Send a text"


def test_a_contact_and_a_number_at_once_is_refused(harness: Harness) -> None:
    harness.compose("/sms Ada Lovelace Hello there")
    harness.maya.fill("or to a number", "14155550101")

    harness.maya.submit()

    assert "Clear one of the two" in harness.errors()[recipient.NUMBER]


def test_a_text_too_long_says_by_how_much(harness: Harness) -> None:
    harness.compose(f"/sms {ADA} {LONG}")

    harness.maya.submit()

    assert harness.errors()["message.0"] == "Too long by 1 of 1600 bytes. Please shorten it."


def test_a_name_as_sender_is_refused_where_phones_do_not_show_it(harness: Harness) -> None:
    harness.compose(f"/sms {ADA} Hello")
    harness.maya.choose("From", "HarbourSt")
    harness.drawn()

    harness.maya.submit()

    assert "do not show a name" in harness.errors()["sender"]


@pytest.mark.parametrize(
    ("minutes", "sentence"), [(0, "less than a minute away"), (60 * 24 * 400, "more than a year away")]
)
def test_a_time_out_of_reach_is_refused(harness: Harness, minutes: int, sentence: str) -> None:
    harness.compose(f"/sms {ADA} Hello")
    harness.maya.choose("When", "Later, held by the bot")
    harness.wait_for(lambda: "Send at" in harness.shown())
    harness.maya.fill("Send at", later(harness.clock, minutes=minutes))

    harness.maya.submit()

    assert sentence in harness.errors()[Part.AT]


def test_a_series_needs_an_end_after_its_start(harness: Harness) -> None:
    harness.compose(f"/sms {ADA} Hello")
    harness.maya.choose("When", "Later, held by SMS-iT")
    harness.wait_for(lambda: "Repeat" in harness.shown())
    harness.maya.choose("Repeat", "Every day")
    harness.wait_for(lambda: "Until" in harness.shown())
    harness.maya.fill("Send at", later(harness.clock, days=2))
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
