"""How the compose form opens from somewhere else, for a number that is known there."""

from collections.abc import Mapping

import pytest

from bot.access import Role
from bot.features.sms.form import FormState
from bot.features.sms.ids import Action, Modal
from bot.features.sms.listeners.form import FormListeners
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks.fields import recipient
from bot.slack.incoming import metadata
from bot.slack.incoming.registry import Kind
from bot.texting.sender_ids import Senders
from tests.fakes.slack import FakeAcks, FakeRegistry, FakeResponder
from tests.slack.interactions import interaction, payload

FRONT = {"channel": {"id": "C0FRONT"}}
INSIDE = {"view": {"id": "V1", "type": "modal"}}


class Book:
    """Knows nobody."""

    def suggest(self, _text: str) -> tuple[()]:
        return ()

    groups_to_join = suggest


@pytest.fixture
def responder() -> FakeResponder:
    return FakeResponder()


@pytest.fixture
def registry(responder: FakeResponder) -> FakeRegistry:
    registry = FakeRegistry()
    senders = Senders(("14155550190",))
    form_listeners = FormListeners(responder, Book(), senders, "US", None, "B0SMSIT")  # type: ignore[arg-type] # ours; nobody asked
    form_listeners.register(registry)  # type: ignore[arg-type] # stands in for the registry
    return registry


def press(registry: FakeRegistry, value: str, where: Mapping[str, object]) -> tuple[Role, FakeAcks]:
    acks = FakeAcks()
    registry.listener(Kind.ACTION, Action.TO_CONTACT)(
        interaction({**payload("block_actions", actions=[{"value": value}]), **where}, acks)
    )
    return registry.roles[Action.TO_CONTACT], acks


@pytest.mark.parametrize(
    ("value", "shown"),
    [("14155550100", "+1 415-555-0100"), ("447700900123", "+44 7700 900123"), ("999", "+999")],
)
def test_text_beside_a_contact_opens_the_form_with_their_number(
    responder: FakeResponder, registry: FakeRegistry, value: str, shown: str
) -> None:
    role, acks = press(registry, value, INSIDE)

    (view,) = responder.opened
    typed = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert role is Role.SENDER
    assert view["callback_id"] == Modal.COMPOSE
    assert typed[recipient.NUMBER]["initial_value"] == shown
    assert problems_in_view(view) == []
    assert acks.given == [{}]


@pytest.mark.parametrize(("where", "channel"), [(INSIDE, None), (FRONT, "C0FRONT")])
def test_its_message_stands_where_the_button_was_or_goes_to_the_person(
    responder: FakeResponder, registry: FakeRegistry, where: Mapping[str, object], channel: str | None
) -> None:
    press(registry, "14155550100", where)

    assert metadata.load(FormState, responder.opened[0]["private_metadata"]) == FormState(channel=channel)
