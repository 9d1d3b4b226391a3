"""How the compose form opens from somewhere else, for a number that is known there."""

from collections.abc import Iterable, Mapping

import pytest

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.contacts.service import Addressed
from bot.features.sms.form import FormState
from bot.features.sms.ids import Action, Modal
from bot.features.sms.listeners.form import FormListeners
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks.fields import recipient
from bot.slack.blocks.plain_text.reading import Mention
from bot.slack.incoming import metadata
from bot.slack.incoming.registry import Kind
from bot.slack.surface import TEXT_THIS
from bot.texting.sender_ids import Senders
from tests.fakes.slack import FakeAcks, FakeRegistry, FakeResponder
from tests.features.samples import words_in
from tests.slack.interactions import command, interaction, payload

FRONT = {"channel": {"id": "C0FRONT"}}
INSIDE = {"view": {"id": "V1", "type": "modal"}}


class Book:
    """Knows nobody."""

    def sees_numbers(self, _who: Who) -> bool:
        return True

    def suggest(self, _text: str, _who: Who) -> tuple[()]:
        return ()

    def groups_to_join(self, _text: str) -> tuple[()]:
        return ()

    def address(self, line: str, _who: Who) -> Addressed:
        return Addressed(line)


class NoNames:
    """Is asked for nobody's name."""

    def of(self, mentions: Iterable[Mention]) -> dict[Mention, str]:
        assert not list(mentions)
        return {}


def words_at(channel: str, ts: str, _who: Who) -> str | None:
    """The words of the texts that messages of this bot follow."""
    if ts == "3":
        raise UserError("The words of that text are no longer kept.")
    return {("C0FRONT", "1"): "Your *table* is <ready> :)"}.get((channel, ts))


@pytest.fixture
def responder() -> FakeResponder:
    return FakeResponder()


@pytest.fixture
def registry(responder: FakeResponder) -> FakeRegistry:
    registry = FakeRegistry()
    senders = Senders(("14155550190",))
    form_listeners = FormListeners(responder, Book(), senders, "US", NoNames(), "B0SMSIT", words_at)  # type: ignore[arg-type] # ours; nobody asked
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
    [("14155550100", "+1 415-555-0100"), ("447700900123", "+44 7700 900123"), ("999", "999")],
)
def test_text_beside_a_contact_opens_the_form_with_their_number(
    responder: FakeResponder, registry: FakeRegistry, value: str, shown: str
) -> None:
    role, acks = press(registry, value, INSIDE)

    (view,) = responder.opened
    typed = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert role is Role.SENDER
    assert view["callback_id"] == Modal.COMPOSE
    assert typed[recipient.TO]["initial_option"]["text"]["text"] == shown
    assert problems_in_view(view) == []
    assert acks.given == [{}]


@pytest.mark.parametrize(("where", "channel"), [(INSIDE, None), (FRONT, "C0FRONT")])
def test_its_message_stands_where_the_button_was_or_goes_to_the_person(
    responder: FakeResponder, registry: FakeRegistry, where: Mapping[str, object], channel: str | None
) -> None:
    press(registry, "14155550100", where)

    assert metadata.load(FormState, responder.opened[0]["private_metadata"]) == FormState(channel=channel)


@pytest.mark.parametrize(
    ("message", "words", "note"),
    [
        ({"bot_id": "B0SMSIT", "ts": "1"}, "Your *table* is <ready> :)", ""),
        ({"bot_id": "B0SMSIT", "ts": "2"}, "", "That message from this bot has no text to copy."),
        ({"bot_id": "B0SMSIT", "ts": "3"}, "", "no longer kept."),
        ({"bot_id": "B0SMSIT"}, "", "That message from this bot has no text to copy."),
        ({"bot_id": "B0OTHER", "ts": "1", "text": "We *moved*"}, "We moved", "formatting was removed"),
        ({"bot_id": "B0OTHER", "ts": "1"}, "", "That message has no text to copy."),
    ],
)
def test_of_a_message_of_this_bot_the_words_of_its_text_are_taken_and_never_what_it_says_itself(
    responder: FakeResponder, registry: FakeRegistry, message: dict[str, str], words: str, note: str
) -> None:
    body = payload("message_action", message={"text": "*Ada* ··0100 · Delivered", **message})
    if message.get("bot_id") != "B0SMSIT":
        body["message"] = message
    registry.listener(Kind.SHORTCUT, TEXT_THIS.callback_id)(interaction({**body, **FRONT}, FakeAcks()))

    (view,) = responder.opened
    typed = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert typed["message.0"].get("initial_value", "") == words
    assert note in words_in(view)
    assert "Delivered" not in words_in(view)
    assert problems_in_view(view) == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("1415 hello", "1415 is too short for a phone number."),
        ("2 complaints", "2 is too short for a phone number."),
        ("+999 123 4567 hello", "+999 123 4567 doesn't start with a known country code."),
        ("<tel:12|12> hello", "12 is too short for a phone number."),
        ("Zed hello", "No contact is named “Zed”."),
    ],
)
def test_a_line_that_begins_with_nobody_says_why_and_loses_no_word(
    responder: FakeResponder, registry: FakeRegistry, line: str, why: str
) -> None:
    form_listeners = FormListeners(
        responder,
        Book(),
        Senders(("14155550190",)),
        "US",
        NoNames(),
        "B0SMSIT",
        words_at,  # type: ignore[arg-type] # ours
    )
    form_listeners.command(interaction(command(line), FakeAcks()), line)

    view = responder.modals.last
    typed = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert why in words_in(view)
    assert "Everything you typed is in the message." in words_in(view)
    assert typed["message.0"]["initial_value"].endswith("hello" if "hello" in line else line)
    assert "initial_option" not in typed["to"]
