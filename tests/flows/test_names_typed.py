"""A typed name: whom it means, asked where several people could be meant, and nothing of the line lost."""

import pytest

from bot.sandbox.slack.person import Person
from bot.settings import Mode
from bot.slack.blocks.fields import recipient
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import ADA, FRONT, Harness, words_in

pytestmark = pytest.mark.measured
WAYS = (Mode.HTTP,)

ADA_SHOWN = "Ada Lovelace (+1 415-555-0100)"
QUESTION = "sms.meant"


def value(harness: Harness, block_id: str) -> str:
    """What stands in a field of the modal on top; the value of the choice in a select."""
    assert harness.maya.view is not None
    for block, elements in harness.maya.view.values.items():
        for field, held in elements.items():
            if block == block_id or block.startswith(f"{block_id}."):
                chosen = held.get("selected_option") or {}
                return str(held.get("value") or harness.opened(chosen.get("value") or "", field=field))
    raise LookupError(block_id)


def given_back(harness: Harness, sentence: str, channel: str = FRONT) -> str:
    """What was typed, as the answer for Maya alone gives it back below a sentence."""
    answer = harness.message(sentence, channel)
    assert answer.ephemeral_to == "U0MAYA"
    blocks = [block for block in answer.blocks if block["type"] == "rich_text"]
    assert {block["elements"][0]["type"] for block in blocks} == {"rich_text_preformatted"}
    return "".join(block["elements"][0]["elements"][0]["text"] for block in blocks)


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


# --- a name near a verb


@pytest.mark.parametrize(
    ("line", "verb"), [("Lister See you", "list"), ("Statuss 14155550100", "status"), ("Grups VIP", "groups")]
)
def test_a_name_near_a_verb_is_asked_about_and_all_of_it_is_kept(
    harness: Harness, line: str, verb: str
) -> None:
    harness.compose(f"/sms {line}")

    assert f"Did you mean `/sms {verb}`?" in harness.shown()
    assert value(harness, "message") == line


def test_the_command_that_was_meant_runs_in_the_place_of_the_form_with_what_was_typed(
    harness: Harness,
) -> None:
    harness.compose("/sms Lister See you")
    harness.maya.press("Run /sms list")

    harness.modal("Text a list")
    assert value(harness, "message") == "See you"
    assert len(harness.sandbox.slack.views.stack("U0MAYA")) == 1


@pytest.mark.parametrize(
    ("line", "button", "shown"),
    [
        ("contcts Ada", "Run /sms contacts", "Ada Lovelace"),
        ("hlep with this", "Run /sms help", "All commands"),
        ("appointmnt Ada Lovelace", "Run /sms appointment", ADA_SHOWN),
    ],
)
def test_whatever_was_meant_shows_where_the_form_was(
    harness: Harness, line: str, button: str, shown: str
) -> None:
    harness.compose(f"/sms {line}")
    harness.maya.press(button)

    harness.wait_for(lambda: shown in harness.shown() and harness.maya.title != "Send a text")


@pytest.mark.parametrize("line", ["credits were added to your account", "Scheduled your table for 3"])
def test_words_behind_a_command_that_takes_none_are_kept_and_asked_about(harness: Harness, line: str) -> None:
    verb = line.split(maxsplit=1)[0].lower()
    harness.compose(f"/sms {line}")

    assert f"Did you mean `/sms {verb}`?" in harness.shown()
    assert value(harness, "message") == line

    harness.maya.press(f"Run /sms {verb}")
    if verb == "credits":
        assert harness.message("5,000").ephemeral_to == "U0MAYA"
    else:
        harness.modal("Scheduled")


def test_what_a_command_answers_in_the_channel_leaves_the_form_open(harness: Harness) -> None:
    harness.compose("/sms credts please")
    harness.maya.press("Run /sms credits")

    assert harness.message("5,000").ephemeral_to == "U0MAYA"
    assert value(harness, "message") == "credts please"


@pytest.mark.parametrize(("word", "verb"), [("hlep", "help"), ("stauts", "status"), ("Lister", "list")])
def test_a_mistyped_verb_alone_gets_one_short_question(harness: Harness, word: str, verb: str) -> None:
    harness.maya.command(f"/sms {word}")

    answer = harness.message(f"Did you mean `/sms {verb}`?")
    assert "What you can do" not in answer.text


@pytest.mark.parametrize(
    ("line", "verb"),
    [
        ("/sms otp verfy", "otp verify"),
        ("/sms-otp verfy", "otp verify"),
        ("/sms otp-verfy", "otp verify"),
        ("/sms contacts ad 14155550177", "contacts add"),
        ("/sms contacts imprt", "contacts import"),
        ("/sms status grup 41001", "status group"),
    ],
)
def test_a_mistyped_second_word_is_asked_about_and_opens_nothing(
    harness: Harness, line: str, verb: str
) -> None:
    harness.maya.command(line)

    harness.message(f"Did you mean `/sms {verb}`?")
    assert harness.maya.view is None


def test_a_contact_named_nearly_like_a_command_is_found_in_quotes(harness: Harness) -> None:
    harness.maya.command('/sms contacts "imprt"')

    harness.wait_for(lambda: "Contacts matching “imprt”" in harness.shown())


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


def test_who_may_not_text_is_asked_about_the_command_and_gets_the_words_back(harness: Harness) -> None:
    sam = harness.person("U0SAM")
    sam.command("/sms Statuss of the order")

    answer = harness.message("Did you mean `/sms status`?", who=sam)
    assert "/sms status of the order" in words_in(answer.blocks)


# --- what could not be done gives back what was typed


@pytest.mark.parametrize("fault", ["expired_trigger_id", "internal_error", "fatal_error"])
@pytest.mark.parametrize("line", [f"{ADA} Your *table* <is> ready", "Ada Lovelace Your\ntable", "otp Ada"])
def test_a_window_that_does_not_open_gives_back_what_was_typed(
    harness: Harness, fault: str, line: str
) -> None:
    harness.sandbox.slack.faults.fail("views.open", fault)
    harness.maya.command(f"/sms {line}")

    assert given_back(harness, "window") == f"/sms {line}"


def test_a_window_that_is_not_filled_gives_back_what_was_typed(harness: Harness) -> None:
    harness.sandbox.slack.faults.fail("views.update", "internal_error")
    harness.maya.command("/sms Ada Lovelace Your table is ready")

    assert (
        given_back(harness, "the window was closed before it was ready")
        == "/sms Ada Lovelace Your table is ready"
    )


@pytest.mark.parametrize("verb", ["", "list ", "otp "])
@pytest.mark.parametrize("size", [3001, 7000])
def test_a_line_too_long_for_any_form_is_given_back_whole(harness: Harness, verb: str, size: int) -> None:
    line = f"/sms {verb}Ada Lovelace {'x' * size}"
    harness.maya.command(line)

    assert given_back(harness, "longer than 3,000 characters") == line


def test_a_line_that_just_fits_opens_the_form(harness: Harness) -> None:
    harness.compose(f"/sms {'Zorro ' + 'x' * 2994}")

    assert value(harness, "message") == "Zorro " + "x" * 2994


def test_who_lacks_a_role_gets_back_what_was_typed(harness: Harness) -> None:
    sam: Person = harness.person("U0SAM")
    sam.command("/sms 14155550100 Your table is ready")

    answer = harness.message("*sender*", who=sam)
    assert "/sms 14155550100 Your table is ready" in words_in(answer.blocks)


def test_what_was_typed_is_never_logged(harness: Harness, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    harness.sandbox.slack.faults.fail("views.open", "internal_error")
    harness.maya.command("/sms 14155550100 Saffron table")

    assert "Saffron" in given_back(harness, "window")
    said = [each.getMessage() for each in caplog.records if each.name.startswith("bot.")]
    assert not [each for each in said if "Saffron" in each]


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
