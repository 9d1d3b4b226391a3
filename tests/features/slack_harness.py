"""Interactions as people send them, and a responder that works at once and keeps its modals in memory."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.access import Role, Who
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks.kit import Block
from bot.slack.incoming.interaction import Interaction, who_is
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.view_order import OwnOrder
from tests.fakes.people import access_of
from tests.fakes.slack import FakeAcks, FakeBackground, FakeModals, FakeReplies
from tests.reading import as_read
from tests.slack.interactions import TEAM, command, payload

MAYA, SAM, ADA, APO = (Who(user, TEAM) for user in ("U0MAYA", "U0SAM", "U0ADA", "U0APO"))
ACCESS = access_of(
    TEAM,
    {
        Role.SENDER: ["U0MAYA", "U0SAM"],
        Role.BROADCASTER: ["U0MAYA"],
        Role.APPROVER: ["U0APO"],
        Role.ADMIN: ["U0ADA"],
    },
)
ZONE = ZoneInfo("America/Los_Angeles")


class SlackHarness:
    """A responder over windows, and the interactions that come to it."""

    def __init__(self) -> None:
        self.windows = FakeModals()
        self.told = FakeReplies()
        self.responder = Responder(self.windows, self.told, FakeBackground(), FakeBackground(), OwnOrder())
        self.acks = FakeAcks()

    @property
    def ack(self) -> dict[str, Any]:
        """The newest acknowledgement, which Slack would take."""
        answer = self.acks.given[-1]
        if "view" in answer:
            assert problems_in_view(answer["view"]) == []
        return answer

    def command(self, text: str, who: Who = MAYA) -> Interaction:
        return self._visit(command(text, who))

    def press(self, view: Block, value: str = "", who: Who = MAYA, view_id: str = "VLIST") -> Interaction:
        body = payload("block_actions", who, view={**view, "id": view_id}, actions=[{"value": value}])
        return self._visit(body)

    def submit(self, view: Block, values: Mapping[str, Mapping[str, Any]], who: Who = MAYA) -> Interaction:
        state = {"values": {block: {"element": dict(element)} for block, element in values.items()}}
        return self._visit(payload("view_submission", who, view={**view, "id": "VFORM", "state": state}))

    def _visit(self, body: Mapping[str, Any]) -> Interaction:
        return Interaction(who_is(body), body, self.acks)


def buttons(view: Block) -> dict[str, list[str]]:
    """The values of a view's buttons, by action id, in reading order."""
    found: dict[str, list[str]] = {}
    for block in view["blocks"]:
        for element in [*block.get("elements", []), block.get("accessory", {})]:
            if element.get("type") == "button":
                found.setdefault(element["action_id"], []).append(element.get("value", ""))
    return found


def said(thing: object) -> list[str]:
    """What is read of a payload, a line each, and nothing else of it."""
    if isinstance(thing, dict):
        own = thing.get("text")
        found = as_read(own).split("\n") if isinstance(own, str) else []
        return found + [line for name, each in thing.items() for line in said(each) if name != "confirm"]
    return [line for each in thing for line in said(each)] if isinstance(thing, list | tuple) else []


def typed(text: str) -> dict[str, str]:
    return {"type": "plain_text_input", "value": text}
