"""A typed name: whom it means, asked where several people could be meant, and nothing of the line lost."""

import pytest

from bot.settings import Mode
from bot.slack.blocks.fields import recipient
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import ADA, Harness
from tests.flows.typed_lines import value

pytestmark = pytest.mark.measured
WAYS = (Mode.HTTP,)

ADA_SHOWN = "Ada Lovelace (+1 415-555-0100)"
QUESTION = "sms.meant"


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Ada Byron Your table is ready", "Byron Your table is ready"),
        ("Ada Your table is ready", "Your table is ready"),
        ("Lovelace, Ada: your table", "your table"),
        ('"Ada Byron" Your table', "Your table"),
        ("ada", ""),
    ],
)
def test_a_part_of_a_name_is_asked_about_and_the_answer_takes_it_out_of_the_message(
    harness: Harness, line: str, kept: str
) -> None:
    harness.compose(f"/sms {line} :)" if line == "ada" else f"/sms {line}")
    kept = ":)" if line == "ada" else kept
    typed = f"{line} :)" if line == "ada" else line

    assert "Did you mean Ada Lovelace?" in harness.shown()
    assert value(harness, recipient.TO) == ""
    assert value(harness, "message") == typed
    with pytest.raises(Exception, match="required"):  # Slack itself wants somebody chosen
        harness.maya.submit()

    harness.maya.choose(QUESTION, ADA_SHOWN)
    harness.wait_for(lambda: value(harness, recipient.TO) == ADA)
    assert value(harness, "message") == kept
    assert harness.texts == []

    harness.check()
    harness.maya.submit()
    harness.wait_for(lambda: harness.texts == [(ADA, kept)])


def test_none_of_these_puts_the_words_back(harness: Harness) -> None:
    harness.compose("/sms Ada Byron Your table is ready")
    harness.maya.choose(QUESTION, ADA_SHOWN)
    harness.wait_for(lambda: value(harness, recipient.TO) == ADA)
    harness.maya.choose(QUESTION, "None of these")

    harness.wait_for(lambda: value(harness, recipient.TO) == "")
    assert value(harness, "message") == "Ada Byron Your table is ready"


def test_what_was_written_meanwhile_stays(harness: Harness) -> None:
    harness.compose("/sms Ada Your table is ready")
    harness.maya.fill("Message", "Your table is free")
    harness.wait_for(lambda: "18 characters" in harness.shown())
    harness.maya.choose(QUESTION, ADA_SHOWN)

    harness.wait_for(lambda: value(harness, recipient.TO) == ADA)
    assert value(harness, "message") == "Your table is free"


def test_two_contacts_of_one_name_are_both_offered(harness: Harness) -> None:
    harness.compose("/sms Alex Kim See you tomorrow")
    assert "2 contacts are named" in harness.shown()
    assert value(harness, "message") == "See you tomorrow"

    harness.maya.choose(QUESTION, "Alex Kim (+1 415-555-0111)")

    harness.wait_for(lambda: value(harness, recipient.TO) == "14155550111")
    assert value(harness, "message") == "See you tomorrow"


def test_a_code_for_a_part_of_a_name_asks_too(harness: Harness) -> None:
    harness.maya.command("/sms otp Ada Byron refund")
    harness.modal("Send a code")
    assert "“Ada Byron refund”" in harness.shown()
    assert value(harness, recipient.TO) == ""

    harness.maya.choose("otp.meant", ADA_SHOWN)

    harness.wait_for(lambda: value(harness, recipient.TO) == ADA)


def test_an_appointment_for_a_part_of_a_name_asks_too(harness: Harness) -> None:
    harness.maya.command("/sms appointment Ada tomorrow at 3")
    harness.modal("Book an appointment")
    harness.wait_for(lambda: "“Ada tomorrow at 3”" in harness.shown())
    assert value(harness, recipient.TO) == ""

    harness.maya.choose("appointments.meant", ADA_SHOWN)

    harness.wait_for(lambda: value(harness, recipient.TO) == ADA)


@pytest.mark.parametrize("line", ["Ada Lovelace tomorrow at 3", "14155550100 tomorrow at 3"])
def test_what_an_appointment_does_not_take_is_said(harness: Harness, line: str) -> None:
    harness.maya.command(f"/sms appointment {line}")
    harness.modal("Book an appointment")

    harness.wait_for(lambda: "“tomorrow at 3”" in harness.shown())


# --- figures that are no number


@pytest.mark.parametrize("line", ["do-not-text 1415 asked", "contacts add 1415 Bob", "status 1415"])
def test_figures_too_short_for_a_number_are_named_by_each_command_that_takes_one(
    harness: Harness, line: str
) -> None:
    harness.maya.command(f"/sms {line}")

    harness.message("1415 is too short for a phone number.")


@pytest.mark.parametrize("line", ["1415 hello", "otp 1415", "appointment 1415", "caller 1415"])
def test_so_they_are_in_each_window(harness: Harness, line: str) -> None:
    harness.maya.command(f"/sms {line}")

    harness.wait_for(lambda: "1415 is too short for a phone number." in harness.shown())


# --- names written in other ways than they are kept


@pytest.fixture(scope="module")
def others(shared_harness: Harness) -> None:
    people = {"José O\u2019Neill": "12135550181", "Nuñez": "12135550182", "Room 1204": "12135550183"}
    desk = Broadcasts(shared_harness)
    for name, number in people.items():
        desk.join("Others", name, number=number)
    desk.join("Others", "Bea Local", number="447700900762")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("Jose O'Neill", "12135550181"),
        ("jos\u00e9 ONEILL", "12135550181"),
        ("JOSE\u0301 o\u2018neill", "12135550181"),
        ("nunez", "12135550182"),
        ("Room 1204", "12135550183"),
    ],
)
def test_every_reader_finds_a_name_however_it_is_written(
    harness: Harness, others: None, typed: str, number: str
) -> None:
    harness.compose(f"/sms {typed}: see you")
    assert (value(harness, recipient.TO), value(harness, "message")) == (number, "see you")
    assert number in [harness.opened(each["value"]) for each in harness.maya.suggestions("To", typed)]
    harness.maya.close()

    harness.maya.command(f"/sms contacts {typed}")
    harness.wait_for(lambda: number[-4:] in harness.shown())


@pytest.mark.parametrize("typed", ["+44 7700 900762", "07700 900762", "0762"])
def test_a_number_is_read_alike_by_type_ahead_and_search(harness: Harness, others: None, typed: str) -> None:
    harness.compose("/sms")
    assert "447700900762" in [harness.opened(each["value"]) for each in harness.maya.suggestions("To", typed)]
    harness.maya.close()

    harness.maya.command(f"/sms contacts {typed}")
    harness.wait_for(lambda: "Bea Local" in harness.shown())
