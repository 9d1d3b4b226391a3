"""What is wrong stands beside its field, what it costs before the button, and a press counts once."""

import pytest

from bot.errors import UserError
from bot.features.sends.views.confirmation import SHORT
from bot.policy.model import Otp as Rules
from bot.store.database import Database
from tests.clock import FakeClock
from tests.features import recipients
from tests.features.contacts.rows import row
from tests.features.otp.form_harness import FormHarness, chosen
from tests.features.otp.harness import ADA, TOM, Harness
from tests.features.samples import words_in
from tests.slack.interactions import hand_in


@pytest.fixture
def form_harness(harness: Harness) -> FormHarness:
    return FormHarness(harness)


def asked(
    form_harness: FormHarness, number: str = "415 555 0100", purpose: object = None, channel: str = "C0FRONT"
) -> None:
    form_harness.form_listeners.command(form_harness.command(""), "")
    values = {"to": recipients.chosen(number), "purpose": purpose or {"value": "Password reset"}}
    hand_in(form_harness.confirmation_listeners.asked, form_harness.submitted(form_harness.window, values))


def test_mistakes_stand_beside_their_fields(form_harness: FormHarness) -> None:
    asked(form_harness, "12", {"value": " "})
    assert form_harness.ack["response_action"] == "errors"
    assert set(form_harness.ack["errors"]) == {"to", "purpose"}
    assert "60 characters" in form_harness.ack["errors"]["purpose"]


def test_the_confirmation_says_everything_to_who_asked(form_harness: FormHarness) -> None:
    asked(form_harness)
    assert form_harness.ack["response_action"] == "push"
    words = form_harness.shown()
    for part in (
        "Ada Lovelace (+1 415-555-0100)",
        "Password reset",
        "+1 415-555-0190",
        "Your code is ••••••.",
        "expires after 10 minutes and allows 3 attempts. Only you",
        "1 credit",
        "100",
        "99",
        "in <#C0FRONT>",
    ):
        assert part in words


def test_what_cannot_be_sent_is_said_in_the_same_window(form_harness: FormHarness) -> None:
    asked(form_harness, "415 555 0199")
    assert "isn't in your contacts" in form_harness.shown()
    assert "/sms contacts add" in form_harness.shown()


def test_a_confirmed_code_is_on_its_way_and_the_window_closes(form_harness: FormHarness) -> None:
    asked(form_harness)
    view = form_harness.windows.last
    for _ in range(2):
        form_harness.confirmation_listeners.confirmed(form_harness.submitted(view, {}))
        assert form_harness.ack == {"response_action": "clear"}
    assert len(form_harness.harness.jobs) == 1
    with pytest.raises(UserError, match="no longer"):
        form_harness.confirmation_listeners.confirmed(form_harness.submitted(view, {}, TOM))


def test_a_purpose_of_the_policy_is_chosen(database: Database, clock: FakeClock) -> None:
    form_harness = FormHarness(Harness(database, clock, Rules(purposes=("Password reset",))))
    asked(form_harness, purpose=chosen("Something else"))
    assert "Choose what" in form_harness.ack["errors"]["purpose"]
    asked(form_harness, purpose=chosen("Password reset"))
    form_harness.confirmation_listeners.confirmed(form_harness.submitted(form_harness.windows.last, {}))
    assert len(form_harness.harness.jobs) == 1


def test_what_may_take_more_is_said(database: Database, clock: FakeClock) -> None:
    form_harness = FormHarness(Harness(database, clock, Rules(text="x" * 154 + "%%Code%%")))
    form_harness.harness.account.contacts = [row("", ADA)]
    form_harness.harness.account.balance = 1
    form_harness.form_listeners.to_contact(form_harness.pressed(ADA))
    values = {"to": recipients.chosen(ADA), "purpose": {"value": "x"}}
    hand_in(form_harness.confirmation_listeners.asked, form_harness.submitted(form_harness.window, values))
    words = form_harness.shown()
    assert "*1 credit* (up to 2 credits)" in words
    assert SHORT in words
    assert "as a direct message" in words
    assert words_in(form_harness.windows.last).count("+1 415-555-0100") == 1


def test_what_others_reserved_is_said(form_harness: FormHarness) -> None:
    form_harness.harness.confirmed(to="14155550101")
    asked(form_harness)
    assert "Balance 100 (1 reserved)" in form_harness.shown()
