"""How the compose form opens from somewhere else, for a number that is known there."""

from collections.abc import Callable, Mapping

import pytest

from bot.access import Role
from bot.features.sms.form import FormState
from bot.features.sms.ids import Action, Modal
from bot.features.sms.listeners.form import FormListeners
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks.fields import recipient
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import Interaction
from bot.texting.sender_ids import Senders
from tests.slack.interactions import Acks, interaction, payload

FRONT = {"channel": {"id": "C0FRONT"}}
INSIDE = {"view": {"id": "V1", "type": "modal"}}


class Desk:
    """Opens modals at once, and remembers them."""

    def __init__(self) -> None:
        self.opened: list[Block] = []

    def open(self, _visit: Interaction, view: Callable[[], Block]) -> None:
        self.opened.append(view())


class Book:
    """Knows nobody."""

    def suggest(self, _text: str) -> tuple[()]:
        return ()

    groups_to_join = suggest


class Doors:
    """Remembers the role and the listener of each button."""

    def __init__(self) -> None:
        self.actions: dict[str, tuple[Role, Callable[[Interaction], None]]] = {}

    def action(self, name: str, role: Role, listener: Callable[[Interaction], None]) -> None:
        self.actions[name] = role, listener

    def shortcut(self, *_registered: object) -> None:
        """Pass over shortcuts."""

    options = shortcut


@pytest.fixture
def responder() -> Desk:
    return Desk()


@pytest.fixture
def doors(responder: Desk) -> Doors:
    doors = Doors()
    senders = Senders(("14155550190",))
    form_listeners = FormListeners(responder, Book(), senders, "US", None, "B0SMSIT")  # type: ignore[arg-type] # ours; nobody asked
    form_listeners.register(doors)  # type: ignore[arg-type] # stands in for the registry
    return doors


def press(doors: Doors, value: str, where: Mapping[str, object]) -> tuple[Role, Acks]:
    acks = Acks()
    role, listener = doors.actions[Action.TO_CONTACT]
    listener(interaction({**payload("block_actions", actions=[{"value": value}]), **where}, acks))
    return role, acks


@pytest.mark.parametrize(
    ("value", "shown"),
    [("14155550100", "+1 415-555-0100"), ("447700900123", "+44 7700 900123"), ("999", "+999")],
)
def test_text_beside_a_contact_opens_the_form_with_their_number(
    responder: Desk, doors: Doors, value: str, shown: str
) -> None:
    role, acks = press(doors, value, INSIDE)

    (view,) = responder.opened
    typed = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert role is Role.SENDER
    assert view["callback_id"] == Modal.COMPOSE
    assert typed[recipient.NUMBER]["initial_value"] == shown
    assert problems_in_view(view) == []
    assert acks.given == [{}]


@pytest.mark.parametrize(("where", "channel"), [(INSIDE, None), (FRONT, "C0FRONT")])
def test_its_message_stands_where_the_button_was_or_goes_to_the_person(
    responder: Desk, doors: Doors, where: Mapping[str, object], channel: str | None
) -> None:
    press(doors, "14155550100", where)

    assert metadata.load(FormState, responder.opened[0]["private_metadata"]) == FormState(channel=channel)
