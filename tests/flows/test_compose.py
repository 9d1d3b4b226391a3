"""Writing a text: how the form opens, what it says while somebody writes, and what it refuses."""

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.slack.writing import who
from bot.slack.writing.times import Part
from tests.flows.house import ADA, House, later

pytestmark = pytest.mark.measured

LONG = "x" * 1601


@pytest.fixture(scope="module")
def mode() -> Mode:
    return Mode.HTTP


def test_the_bare_command_opens_an_empty_form(house: House) -> None:
    house.compose("/sms")

    assert house.maya.view is not None
    assert house.maya.view.title == "Send a text"


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
def test_a_typed_number_fills_the_form(house: House, line: str, number: str, message: str) -> None:
    house.compose(line)

    shown = house.shown()
    assert number in shown
    assert message in shown
    assert house.texts == []


def test_a_typed_contact_fills_the_form(house: House) -> None:
    house.compose("/sms Ada Lovelace Hello there")

    assert "Ada Lovelace · +1 415-555-0100" in house.shown()
    assert "Hello there" in house.shown()


def test_a_contact_may_be_quoted(house: House) -> None:
    house.compose('/sms "ada lovelace" Hello there')

    assert "Ada Lovelace · +1 415-555-0100" in house.shown()


def test_two_contacts_of_one_name_are_not_guessed_between(house: House) -> None:
    house.compose("/sms Alex Kim See you tomorrow")

    assert "2 contacts go by that name" in house.shown()
    assert "See you tomorrow" in house.shown()
    found = house.maya.suggestions("To a contact", "Alex Kim")
    assert [each["value"] for each in found] == ["14155550110", "14155550111"]


def test_a_name_nobody_has_leaves_the_whole_line_as_the_message(house: House) -> None:
    house.compose("/sms Zorro will be late today")

    assert "No contact is called Zorro" in house.shown()
    assert "Zorro will be late today" in house.shown()


@pytest.mark.parametrize("typed", ["12345678901234567", "+999 12", "(0)"])
def test_digits_that_are_no_number_are_not_called_a_name(house: House, typed: str) -> None:
    house.compose(f"/sms {typed} See you")

    assert "No phone number can be read at the beginning, so all you typed" in house.shown()
    assert f"{typed} See you" in house.shown()


def test_when_contacts_cannot_be_looked_up_nothing_typed_is_lost(house: House) -> None:
    house.sandbox.smsit.faults.add("getcontacts", Fault.HTML, times=None)
    house.compose("/sms Ada Lovelace Hello there")

    assert "SMS-iT gave no usable answer" in house.shown()
    assert "Ada Lovelace Hello there" in house.shown()


def test_contacts_are_found_by_part_of_a_number(house: House) -> None:
    house.compose("/sms")

    found = house.maya.suggestions("To a contact", "415 555 0101")
    assert [each["text"]["text"] for each in found] == ["Grace Hopper · +1 415-555-0101"]


def test_type_ahead_stays_quiet_when_the_service_is_down(house: House) -> None:
    house.compose("/sms")
    house.sandbox.smsit.faults.add("getcontacts", Fault.HTTP500, times=None)

    assert house.maya.suggestions("To a contact", "ada") == []


def test_a_contact_in_several_groups_is_offered_once(house: House) -> None:
    house.compose("/sms")

    assert len(house.maya.suggestions("To a contact", "Ada Lovelace")) == 1


def test_the_line_under_the_message_counts_while_somebody_writes(house: House) -> None:
    house.compose("/sms")
    house.maya.fill("Message", "Hello")
    house.wait_for(lambda: "*1 segment* · 1 credit · 5 characters, 155 left" in house.shown())

    house.maya.fill("Message", "x" * 161)
    house.wait_for(lambda: "*2 segments* · 2 credits · 161 characters" in house.shown())


def test_it_says_which_characters_force_unicode_and_replaces_them(house: House) -> None:
    house.compose("/sms")
    house.maya.fill("Message", "It\u2019s at 10 \u2013 see you\u2026")
    house.wait_for(lambda: "Only 70 characters to a segment" in house.shown())
    assert "\u2019 (" in house.shown()

    house.maya.press("Use plain characters")

    house.wait_for(lambda: "It's at 10 - see you..." in house.shown())
    house.wait_for(lambda: "Only 70" not in house.shown())


def test_it_warns_of_braces_and_of_a_name_that_is_not_filled_in(house: House) -> None:
    house.compose("/sms")
    house.maya.fill("Message", "Dear %%Name%%, {hi|hello}")

    house.wait_for(lambda: "curly" in house.shown() or "brackets" in house.shown())


def test_choosing_later_keeps_what_was_typed(house: House) -> None:
    house.compose(f"/sms {ADA} Hello there")
    house.maya.choose("When", "Later, held by the bot")
    house.wait_for(lambda: "Send at" in house.shown())

    state = house.maya.view
    assert state is not None
    assert "Hello there" in str(state.values)


@pytest.mark.parametrize(
    ("line", "block", "sentence"),
    [
        ("/sms", who.NUMBER, "Choose a contact above, or type a number here."),
        ("/sms 12", who.NUMBER, "too short"),
    ],
)
def test_a_wrong_recipient_is_told_beside_its_field(
    house: House, line: str, block: str, sentence: str
) -> None:
    house.compose("/sms")
    typed = line.removeprefix("/sms").strip()
    if typed:
        house.maya.fill("or to a number", typed)
    house.maya.fill("Message", "Hello")
    house.wait_for(lambda: "5 characters" in house.shown())

    house.maya.submit()

    assert sentence in house.errors()[block]
    assert house.maya.view is not None
    assert house.maya.view.title == "Send a text"


def test_a_contact_and_a_number_at_once_is_refused(house: House) -> None:
    house.compose("/sms Ada Lovelace Hello there")
    house.maya.fill("or to a number", "14155550101")

    house.maya.submit()

    assert "Clear one of the two" in house.errors()[who.NUMBER]


def test_a_text_too_long_says_by_how_much(house: House) -> None:
    house.compose(f"/sms {ADA} {LONG}")

    house.maya.submit()

    assert house.errors()["message.0"] == "Too long by 1 of 1600 bytes. Please shorten it."


def test_a_name_as_sender_is_refused_where_phones_do_not_show_it(house: House) -> None:
    house.compose(f"/sms {ADA} Hello")
    house.maya.choose("From", "HarbourSt")
    house.drawn()

    house.maya.submit()

    assert "do not show a name" in house.errors()["sender"]


@pytest.mark.parametrize(
    ("minutes", "sentence"), [(0, "less than a minute away"), (60 * 24 * 400, "more than a year away")]
)
def test_a_time_out_of_reach_is_refused(house: House, minutes: int, sentence: str) -> None:
    house.compose(f"/sms {ADA} Hello")
    house.maya.choose("When", "Later, held by the bot")
    house.wait_for(lambda: "Send at" in house.shown())
    house.maya.fill("Send at", later(house.clock, minutes=minutes))

    house.maya.submit()

    assert sentence in house.errors()[Part.AT]


def test_a_series_needs_an_end_after_its_start(house: House) -> None:
    house.compose(f"/sms {ADA} Hello")
    house.maya.choose("When", "Later, held by SMS-iT")
    house.wait_for(lambda: "Repeat" in house.shown())
    house.maya.choose("Repeat", "Every day")
    house.wait_for(lambda: "Until" in house.shown())
    house.maya.fill("Send at", later(house.clock, days=2))
    house.maya.fill("Until", later(house.clock, days=1))

    house.maya.submit()

    assert "before the first text" in house.errors()[Part.UNTIL]


def test_a_global_shortcut_opens_the_form(house: House) -> None:
    house.maya.shortcut("send_text")

    house.modal("Send a text")


def test_a_message_shortcut_brings_the_message_along(house: House) -> None:
    said = house.maya.say("Please tell them: we open at 9 & close at 5")

    house.maya.message_shortcut("text_this", said)

    house.modal("Send a text")
    assert "we open at 9 & close at 5" in house.shown()
