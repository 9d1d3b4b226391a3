"""The form that asks for a code: filled in with what is known, and sending nothing by itself."""

import pytest

from bot.access import Role
from bot.features.otp.form import Meta
from bot.features.otp.ids import Action
from bot.policy.model import Otp as Rules
from bot.slack import metadata
from bot.slack.kit import Block
from bot.smsit import Unavailable
from bot.store.database import Database
from tests.clock import FakeClock
from tests.features.contacts.directory import row
from tests.features.otp.front import Doors, Front
from tests.features.otp.world import ADA, TOM, World
from tests.features.sends import words_in
from tests.slack.offered import offered


@pytest.fixture
def front(world: World) -> Front:
    return Front(world)


@pytest.fixture
def choosy(database: Database, clock: FakeClock) -> Front:
    return Front(World(database, clock, Rules(purposes=("Password reset", "Address change"))))


def element(view: Block, block_id: str) -> Block:
    return next(block["element"] for block in view["blocks"] if block.get("block_id") == block_id)


def typed(front: Front, text: str) -> Block:
    """The form after a command."""
    front.composing.command(front.command(text), text)
    assert front.ack == {}
    return front.windows.updates[-1][1] if front.windows.updates else front.window


def test_every_way_in_takes_the_role_of_a_sender(front: Front) -> None:
    doors = Doors()
    for each in (front.composing, front.confirming, front.checks):
        each.register(doors)
    assert set(doors.roles.values()) == {Role.SENDER}
    assert {Action.NEW, Action.TO_CONTACT, Action.AGAIN, Action.CONTACT, Action.VERIFY} <= set(doors.roles)
    verbs = [*front.composing.verbs(), *front.checks.verbs()]
    assert [(verb.name, verb.own_command) for verb in verbs] == [
        ("otp", "/sms-otp"),
        ("otp verify", ""),
        ("otp recent", ""),
    ]
    assert {verb.role for verb in verbs} == {Role.SENDER}


def test_the_empty_form_shows_the_text_without_a_code(front: Front) -> None:
    view = typed(front, "")
    assert "Your code is ••••••. It is good for 10 minutes." in words_in(view)
    assert "initial_value" not in element(view, "purpose")


def test_a_button_elsewhere_opens_the_empty_form_whose_message_goes_to_the_person(front: Front) -> None:
    front.composing.new(front.pressed(""))
    assert front.ack == {}
    assert front.window["title"]["text"] == "Send a code"
    assert metadata.load(Meta, front.window["private_metadata"]) == Meta(channel=None)
    assert "initial_value" not in element(front.window, "number")
    assert "initial_option" not in element(front.window, "contact")
    assert front.world.account.made == []


def test_a_typed_number_and_purpose_are_filled_in(front: Front) -> None:
    view = typed(front, "415 555 0100  Password   reset")
    assert element(view, "number")["initial_value"] == "+1 415-555-0100"
    assert element(view, "purpose")["initial_value"] == "Password reset"


def test_purposes_of_the_policy_are_chosen_from(choosy: Front) -> None:
    view = typed(choosy, "14155550100 password RESET")
    assert element(view, "purpose")["initial_option"]["value"] == "Password reset"
    view = typed(choosy, "14155550100 something else")
    assert "initial_option" not in element(view, "purpose")
    assert "from the list below" in words_in(view)


def test_a_typed_name_is_looked_up(front: Front) -> None:
    view = typed(front, "Ada Lovelace Password reset")
    assert "Looking for Ada in your contacts" in words_in(front.windows.opened[0])
    assert element(view, "contact")["initial_option"]["value"] == ADA
    assert element(view, "purpose")["initial_value"] == "Password reset"


def test_a_name_that_is_nobodys_or_several_peoples_is_said(choosy: Front) -> None:
    assert "No contact goes by that name" in words_in(typed(choosy, "Zed please"))
    choosy.world.account.contacts += [row("Ada Lovelace", "14155550109")]
    words = words_in(typed(choosy, "Ada Lovelace no such purpose"))
    assert "2 contacts go by that name. Which Ada Lovelace do you mean?" in words
    assert "from the list below" in words


def test_without_an_answer_of_smsit_the_form_is_there_all_the_same(front: Front) -> None:
    front.world.account.fails["get_contacts"] = Unavailable("getcontacts", "timeout")
    assert "SMS-iT gave no usable answer" in words_in(typed(front, "Ada"))


def test_from_a_contact_the_form_opens_with_their_number(front: Front) -> None:
    front.composing.to_contact(front.pressed(ADA, view={"type": "modal"}))
    assert element(front.window, "number")["initial_value"] == "+1 415-555-0100"
    assert front.ack == {}


@pytest.mark.parametrize(("name", "shown"), [("Ada Lovelace", "Ada Lovelace · •••0100"), ("", "•••0100")])
def test_again_fills_in_whom_it_went_to_masked_and_sends_nothing(front: Front, name: str, shown: str) -> None:
    front.world.account.contacts = [row(name, ADA)]
    send_id, _ = front.world.sent()
    front.composing.again(front.pressed(send_id, TOM))
    option = element(front.window, "contact")["initial_option"]
    assert (option["text"]["text"], option["value"]) == (shown, ADA)
    assert element(front.window, "purpose")["initial_value"] == "Password reset"
    assert "555-0100" not in words_in(front.window)
    assert len(front.world.account.made) == 1


def test_again_without_a_code_before_says_so(front: Front) -> None:
    front.composing.again(front.pressed("0" * 32))
    assert "no longer there" in front.told.texts[0]


def test_contacts_are_offered_while_somebody_types(front: Front) -> None:
    found = offered(front.composing, Action.CONTACT, {"value": "ada"})
    assert [option["value"] for option in found] == [ADA]
