"""The form that asks for a code: filled in with what is known, and sending nothing by itself."""

import pytest

from bot.access import Role
from bot.features.otp.form import FormState
from bot.features.otp.ids import Action
from bot.policy.model import Otp as Rules
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.smsit import Unavailable
from bot.store.database import Database
from tests.clock import FakeClock
from tests.fakes.slack import FakeRegistry
from tests.features.contacts.rows import row
from tests.features.otp.form_harness import FormHarness
from tests.features.otp.harness import ADA, TOM, Harness
from tests.features.samples import words_in
from tests.slack.offered import offered


@pytest.fixture
def form_harness(harness: Harness) -> FormHarness:
    return FormHarness(harness)


@pytest.fixture
def choosy(database: Database, clock: FakeClock) -> FormHarness:
    return FormHarness(Harness(database, clock, Rules(purposes=("Password reset", "Address change"))))


def element(view: Block, block_id: str) -> Block:
    return next(block["element"] for block in view["blocks"] if block.get("block_id") == block_id)


def typed(form_harness: FormHarness, text: str) -> Block:
    """The form after a command."""
    form_harness.form_listeners.command(form_harness.command(text), text)
    assert form_harness.ack == {}
    return form_harness.windows.updates[-1][1] if form_harness.windows.updates else form_harness.window


def test_every_way_in_takes_the_role_of_a_sender(form_harness: FormHarness) -> None:
    registry = FakeRegistry()
    for each in (
        form_harness.form_listeners,
        form_harness.confirmation_listeners,
        form_harness.verify_listeners,
    ):
        each.register(registry)
    assert set(registry.roles.values()) == {Role.SENDER}
    assert {Action.NEW, Action.TO_CONTACT, Action.AGAIN, Action.CONTACT, Action.VERIFY} <= set(registry.roles)
    verbs = [*form_harness.form_listeners.verbs(), *form_harness.verify_listeners.verbs()]
    assert [(verb.name, verb.own_command) for verb in verbs] == [
        ("otp", "/sms-otp"),
        ("otp verify", ""),
        ("otp recent", ""),
    ]
    assert {verb.role for verb in verbs} == {Role.SENDER}


def test_the_empty_form_shows_the_text_without_a_code(form_harness: FormHarness) -> None:
    view = typed(form_harness, "")
    assert "Your code is ••••••. It's valid for 10 minutes." in words_in(view)
    assert "initial_value" not in element(view, "purpose")


def test_a_button_elsewhere_opens_the_empty_form_whose_message_goes_to_the_person(
    form_harness: FormHarness,
) -> None:
    form_harness.form_listeners.new(form_harness.pressed(""))
    assert form_harness.ack == {}
    assert form_harness.window["title"]["text"] == "Send a code"
    assert metadata.load(FormState, form_harness.window["private_metadata"]) == FormState(channel=None)
    assert "initial_option" not in element(form_harness.window, "to")
    assert form_harness.harness.account.made == []


def test_a_typed_number_and_purpose_are_filled_in(form_harness: FormHarness) -> None:
    view = typed(form_harness, "415 555 0100  Password   reset")
    assert element(view, "to")["initial_option"]["text"]["text"] == "+1 415-555-0100"
    assert element(view, "purpose")["initial_value"] == "Password reset"


def test_purposes_of_the_policy_are_chosen_from(choosy: FormHarness) -> None:
    view = typed(choosy, "14155550100 password RESET")
    assert element(view, "purpose")["initial_option"]["value"] == "Password reset"
    view = typed(choosy, "14155550100 something else")
    assert "initial_option" not in element(view, "purpose")
    assert "Choose what the code is for below." in words_in(view)


def test_a_typed_name_is_looked_up(form_harness: FormHarness) -> None:
    view = typed(form_harness, "Ada Lovelace Password reset")
    assert "Looking for Ada in your contacts" in words_in(form_harness.windows.opened[0])
    assert element(view, "to")["initial_option"]["value"] == ADA
    assert element(view, "purpose")["initial_value"] == "Password reset"


def test_a_name_that_is_nobodys_or_several_peoples_is_said(choosy: FormHarness) -> None:
    assert "No contact" in words_in(typed(choosy, "Zed please"))
    assert "1415 is too short for a phone number." in words_in(typed(choosy, "1415 please"))
    choosy.harness.account.contacts += [row("Ada Lovelace", "14155550109")]
    words = words_in(typed(choosy, "Ada Lovelace no such purpose"))
    assert "2 contacts are named Ada Lovelace. Which one?" in words
    assert "Choose what the code is for below" in words


def test_without_an_answer_of_smsit_the_form_is_there_all_the_same(form_harness: FormHarness) -> None:
    form_harness.harness.account.fails["get_contacts"] = Unavailable("getcontacts", "timeout")
    assert "SMS-iT gave no usable answer" in words_in(typed(form_harness, "Ada"))


def test_from_a_contact_the_form_opens_with_their_number(form_harness: FormHarness) -> None:
    form_harness.form_listeners.to_contact(form_harness.pressed(ADA, view={"type": "modal"}))
    assert element(form_harness.window, "to")["initial_option"]["text"]["text"] == "+1 415-555-0100"
    assert form_harness.ack == {}


@pytest.mark.parametrize(("name", "shown"), [("Ada Lovelace", "Ada Lovelace (•••0100)"), ("", "•••0100")])
def test_again_fills_in_whom_it_went_to_masked_and_sends_nothing(
    form_harness: FormHarness, name: str, shown: str
) -> None:
    form_harness.harness.account.contacts = [row(name, ADA)]
    send_id, _ = form_harness.harness.sent()
    form_harness.form_listeners.again(form_harness.pressed(send_id, TOM))
    option = element(form_harness.window, "to")["initial_option"]
    assert (option["text"]["text"], option["value"]) == (shown, ADA)
    assert element(form_harness.window, "purpose")["initial_value"] == "Password reset"
    assert "555-0100" not in words_in(form_harness.window)
    assert len(form_harness.harness.account.made) == 1


def test_again_without_a_code_before_says_so(form_harness: FormHarness) -> None:
    form_harness.form_listeners.again(form_harness.pressed("0" * 32))
    assert "no longer exists" in form_harness.told.texts[0]


def test_contacts_are_offered_while_somebody_types(form_harness: FormHarness) -> None:
    found = offered(form_harness.form_listeners, Action.CONTACT, {"value": "ada"})
    assert [option["value"] for option in found] == [ADA]
