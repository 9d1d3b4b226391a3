"""A registry with one listener of each kind, on a Bolt app of its own, and what may arrive there."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk import WebClient

from bot.access import Access, Role, Who
from bot.slack.incoming.connect import Identity, bolt_app
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Kind, Listener, Registry, nothing_wrong
from bot.slack.outgoing.replies import words
from tests.fakes.people import Colleagues, FakeNewcomers
from tests.fakes.slack import FakeReplies
from tests.slack.interactions import GIVEN, TEAM, command, payload

BUTTON = {"type": "button", "action_id": "go", "block_id": "b", "value": "1", "action_ts": "1"}


class Harness:
    """Listeners on a Bolt app whose Slack is not there: nothing here may need it."""

    def __init__(
        self,
        check: Callable[[], object] = nothing_wrong,
        steady: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        client = WebClient(token="xoxb-nowhere", base_url="http://127.0.0.1:9/api/")
        self.app: App = bolt_app(client, Identity(TEAM, None, "B0SMSIT", "U0BOT"))
        self.told = FakeReplies()
        self.visits: list[Interaction] = []
        self.people = Colleagues()
        self.newcomers = FakeNewcomers(self.people)
        access = Access(TEAM, lambda: GIVEN, people=self.people)
        self.registry = Registry(self.app, access, self.told, self.newcomers, check, steady)

    def open(self, listener: Listener | None = None, role: Role = Role.SENDER) -> None:
        """Register one listener of each kind, then the one for everything else."""
        run = listener or self.accept
        self.registry.command("/sms", role, run)
        self.registry.action("go", role, run)
        self.registry.submission("form", role, run)
        self.registry.options("who", role, run)
        self.registry.shortcut("send_text", role, run)
        self.registry.event("app_home_opened", role, run)
        self.registry.step("send_text_step", role, run, lambda came, why: self.told.later(came, words(why)))
        self.registry.close()

    def accept(self, interaction: Interaction) -> None:
        self.visits.append(interaction)
        interaction.ack()

    def arrive(self, body: dict[str, Any]) -> BoltResponse:
        return self.app.dispatch(BoltRequest(mode="socket_mode", body=body))


def press(who: Who, **changed: object) -> dict[str, Any]:
    return payload("block_actions", who, actions=[{**BUTTON, **changed}], channel={"id": "C0FRONT"})


def submit(who: Who, callback_id: str = "form") -> dict[str, Any]:
    return payload("view_submission", who, view={"id": "V1", "type": "modal", "callback_id": callback_id})


def typing(who: Who, action_id: str = "who") -> dict[str, Any]:
    return payload("block_suggestion", who, action_id=action_id, block_id="b", value="ada")


def shortcut(who: Who, callback_id: str = "send_text") -> dict[str, Any]:
    return payload("shortcut", who, callback_id=callback_id)


def message_shortcut(who: Who, callback_id: str = "send_text") -> dict[str, Any]:
    more = {"message": {"text": "x"}, "channel": {"id": "C0FRONT"}}
    return payload("message_action", who, callback_id=callback_id, **more)


def opened(who: Who) -> dict[str, Any]:
    event = {"type": "app_home_opened", "user": who.user_id, "tab": "home"}
    return {"type": "event_callback", "team_id": who.team_id, "event": event}


def step(who: Who, **inputs: object) -> dict[str, Any]:
    event = {
        "type": "function_executed",
        "function": {"callback_id": "send_text_step"},
        "function_execution_id": "Fx1",
        "inputs": {"person": who.user_id, **inputs},
    }
    return {"type": "event_callback", "team_id": who.team_id, "event": event}


def typed(who: Who) -> dict[str, Any]:
    return command("help", who)


ARRIVALS = {
    Kind.COMMAND: typed,
    Kind.ACTION: press,
    Kind.SUBMISSION: submit,
    Kind.OPTIONS: typing,
    Kind.SHORTCUT: shortcut,
    Kind.EVENT: opened,
    Kind.STEP: step,
}


every_kind = pytest.mark.parametrize("kind", list(Kind), ids=str)


def said(harness: Harness, response: BoltResponse) -> str:
    """All that this person was told: in the acknowledgement or behind it."""
    return f"{response.body} {harness.told.texts}"
