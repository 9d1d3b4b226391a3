"""What was typed is given back where its form can't be shown, to its writer alone."""

import pytest

from bot.sandbox.slack.person import Person
from bot.settings import Mode
from tests.flows.harness import ADA, Harness, words_in
from tests.flows.typed_lines import given_back, value

pytestmark = pytest.mark.measured
WAYS = (Mode.HTTP,)

ADA_SHOWN = "Ada Lovelace (+1 415-555-0100)"


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
