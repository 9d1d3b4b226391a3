"""The ways in from Slack: a role each, and an answer to whatever breaks. Through the real Bolt app."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from bot.access import Role, Who
from bot.errors import TooBusy, UserError
from bot.policy.in_force import PolicyInForce
from bot.policy.model import Contacts, Policy
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.metadata import MetadataError
from bot.slack.incoming.registry import STALE, Kind, Registration, notice
from bot.slack.outgoing.replies import words
from tests.slack.harness import ARRIVALS, Harness, every_kind, message_shortcut, press, said, typed
from tests.slack.interactions import MAYA, SAM, ZED, command

OLD_POLICY = Policy(contacts=Contacts(export=Role.VIEWER))
SECRET = "+14155550100: your test is positive"


@pytest.fixture
def harness() -> Harness:
    return Harness()


@every_kind
def test_whoever_has_the_role_is_let_in(harness: Harness, kind: Kind) -> None:
    harness.open()

    response = harness.arrive(ARRIVALS[kind](MAYA))

    assert response.status == 200
    assert [each.who for each in harness.visits] == [MAYA]
    assert harness.told.texts == []


def test_a_message_shortcut_comes_in_by_the_same_door_as_a_global_one(harness: Harness) -> None:
    harness.open()

    assert harness.arrive(message_shortcut(MAYA)).status == 200
    assert [each.channel_id for each in harness.visits] == ["C0FRONT"]


@every_kind
@pytest.mark.parametrize("who", [SAM, ZED, Who("", "")], ids=["viewer", "stranger", "nobody"])
def test_whoever_has_not_the_role_is_turned_away_and_answered(harness: Harness, kind: Kind, who: Who) -> None:
    harness.open()

    response = harness.arrive(ARRIVALS[kind](who))

    assert response.status == 200
    assert harness.visits == []
    if kind is Kind.OPTIONS:
        assert response.body == '{"options": []}'
    elif kind is Kind.EVENT:
        assert said(harness, response) == " []"
    else:
        refusals = {SAM: ("You need the *sender* role to ",), ZED: ("Only people in this workspace",)}
        whole = refusals.get(who, (*refusals[SAM], *refusals[ZED]))
        assert any(each in said(harness, response) for each in whole)


def test_a_command_turned_away_is_answered_to_its_writer_only(harness: Harness) -> None:
    harness.open()

    assert '"response_type": "ephemeral"' in harness.arrive(typed(SAM)).body


@every_kind
@pytest.mark.parametrize(
    ("error", "sentence"),
    [(UserError("Clear one of the two."), "Clear one of the two."), (TooBusy(), "too busy")],
)
def test_what_a_person_can_mend_is_told_by_every_kind_that_talks(
    harness: Harness, kind: Kind, error: Exception, sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_visit: Interaction) -> None:
        raise error

    harness.open(refuse)
    response = harness.arrive(ARRIVALS[kind](MAYA))

    assert response.status == 200
    assert (sentence in said(harness, response)) is (kind not in {Kind.OPTIONS, Kind.EVENT})
    assert caplog.records == []


@every_kind
def test_a_form_of_another_version_is_told_so(harness: Harness, kind: Kind) -> None:
    def outdated(_visit: Interaction) -> None:
        raise MetadataError("private metadata lacks a field")

    harness.open(outdated)
    response = harness.arrive(ARRIVALS[kind](MAYA))

    assert (STALE in said(harness, response)) is (kind not in {Kind.OPTIONS, Kind.EVENT})


@every_kind
def test_what_breaks_is_answered_and_logged_under_one_reference(
    harness: Harness, kind: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(_visit: Interaction) -> None:
        raise RuntimeError(SECRET)

    harness.open(break_down)
    response = harness.arrive(ARRIVALS[kind](MAYA))

    assert response.status == 200
    logged = re.search(rf"{kind} \S+ broke, reference ([0-9a-f]{{8}}): RuntimeError", caplog.text)
    assert logged is not None
    assert (logged[1] in said(harness, response)) is (kind not in {Kind.OPTIONS, Kind.EVENT})
    assert "4155550100" not in caplog.text + said(harness, response)


def test_a_listener_that_breaks_after_its_acknowledgement_is_answered_too(harness: Harness) -> None:
    def break_late(interaction: Interaction) -> None:
        interaction.ack()
        raise RuntimeError(SECRET)

    harness.open(break_late)

    assert "reference" in harness.arrive(typed(MAYA)).body


def test_whom_a_door_lets_in_is_on_record(harness: Harness) -> None:
    harness.open()

    assert Registration(Kind.ACTION, "go", Role.SENDER) in harness.registry.registered
    assert {each.kind for each in harness.registry.registered} == set(Kind)
    assert len(harness.registry.registered) == len(harness.registry._router._listeners)
    assert harness.app._listeners == []  # nothing comes in past it


def test_all_listeners_are_guarded_by_one_call_of_which_none_has_a_copy(harness: Harness) -> None:
    harness.open()
    guarded = harness.registry._router._listeners.values()

    # A bot has four hundred: closures of their own took 4 kB for each.
    assert {type(each) for each in guarded} == {partial}
    assert {each.func for each in guarded if isinstance(each, partial)} == {harness.registry._arrived}


def test_the_log_says_who_was_turned_away_and_not_what_they_wrote(
    harness: Harness, caplog: pytest.LogCaptureFixture
) -> None:
    harness.open()
    with caplog.at_level("INFO", "bot"):
        harness.arrive(command(SECRET, SAM))

    assert [each.getMessage() for each in caplog.records] == ["command /sms refused to U0SAM"]


@pytest.mark.parametrize("make", [words, notice], ids=["message", "modal"])
def test_a_long_sentence_still_fits(make: Callable[[str], Any]) -> None:
    shown = make("x" * 5000)

    assert problems_in_view({"type": "home", "blocks": list(getattr(shown, "blocks", ()))}) == []
    if make is notice:
        assert problems_in_view(shown) == []


@every_kind
def test_what_keeps_all_of_it_from_working_is_said_to_everybody(kind: Kind) -> None:
    def lost() -> None:
        raise UserError("Ask the person who runs the bot.")

    harness = Harness(lost)
    harness.open()

    response = harness.arrive(ARRIVALS[kind](MAYA))

    assert response.status == 200
    assert harness.visits == []
    assert ("Ask the person who runs the bot." in said(harness, response)) == (
        kind not in {Kind.OPTIONS, Kind.EVENT}
    )


@every_kind
@pytest.mark.parametrize("who", [MAYA, SAM], ids=["sender", "viewer"])
def test_a_press_that_was_answered_otherwise_goes_no_further(harness: Harness, kind: Kind, who: Who) -> None:
    asked: list[Interaction] = []

    def first(interaction: Interaction) -> bool:
        asked.append(interaction)
        interaction.ack()
        return True

    harness.registry.intercept(first)
    harness.open()

    assert harness.arrive(ARRIVALS[kind](who)).status == 200
    may, is_press = who is MAYA, kind is Kind.ACTION
    assert [each.who for each in asked] == [who] * (may and is_press)
    assert len(harness.visits) == (may and not is_press)


def test_what_listeners_go_by_stays_the_same_from_the_role_check_to_their_end() -> None:
    holder, seen = PolicyInForce(OLD_POLICY), list[object]()
    harness = Harness(steady=holder.steady)

    def needs() -> Role:
        seen.append(holder.live.contacts.export)
        holder.put(Policy())
        return Role.SENDER

    def listener(interaction: Interaction) -> None:
        seen.append(holder.live.contacts.export)
        interaction.ack()

    harness.registry.action("go", needs, listener)
    for _ in range(2):
        assert harness.arrive(press(MAYA)).status == 200

    assert seen == [Role.VIEWER, Role.VIEWER, Role.ADMIN, Role.ADMIN]
