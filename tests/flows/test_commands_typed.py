"""A mistyped command: asked about once, and nothing of what stands behind it lost."""

import pytest

from bot.settings import Mode
from tests.flows.harness import Harness, words_in
from tests.flows.typed_lines import value

pytestmark = pytest.mark.measured
WAYS = (Mode.HTTP,)

ADA_SHOWN = "Ada Lovelace (+1 415-555-0100)"


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


def test_who_may_not_text_is_asked_about_the_command_and_gets_the_words_back(harness: Harness) -> None:
    sam = harness.person("U0SAM")
    sam.command("/sms Statuss of the order")

    answer = harness.message("Did you mean `/sms status`?", who=sam)
    assert "/sms status of the order" in words_in(answer.blocks)
