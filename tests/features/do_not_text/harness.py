"""Modals in memory and work done at once, for listeners to be driven without Slack."""

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.access import Access, Role, Who
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks.kit import Block
from bot.slack.incoming.interaction import Interaction, who_is
from bot.slack.outgoing.responder import Responder
from tests.features.samples import words_in
from tests.slack.interactions import TEAM, Acks, Told, command, payload

MAYA, SAM, ADA, APO = (Who(user, TEAM) for user in ("U0MAYA", "U0SAM", "U0ADA", "U0APO"))
ACCESS = Access(
    TEAM,
    {
        Role.SENDER: ["U0MAYA", "U0SAM"],
        Role.BROADCASTER: ["U0MAYA"],
        Role.APPROVER: ["U0APO"],
        Role.ADMIN: ["U0ADA"],
    },
)
ZONE = ZoneInfo("America/Los_Angeles")


class AtOnce:
    """A background that does not wait."""

    def run(self, work: Callable[[], object]) -> None:
        work()


class Windows:
    """Takes what modals show, and refuses what Slack would refuse. ``closed`` ones cannot be changed."""

    def __init__(self) -> None:
        self.opened: list[Block] = []
        self.updates: list[tuple[str, Block]] = []
        self.closed: set[str] = set()

    def open(self, trigger_id: str, view: Block, *, inside: bool = False) -> str:
        assert trigger_id
        del inside  # where it goes is Slack's business
        assert problems_in_view(view) == []
        self.opened.append(view)
        return f"V{len(self.opened)}"

    def update(self, view: Block, *, view_id: str = "", external_id: str = "") -> bool:
        assert problems_in_view(view) == []
        name = view_id or external_id
        if name in self.closed:
            return False
        self.updates.append((name, view))
        return True

    @property
    def last(self) -> Block:
        """What was drawn last over another view."""
        return self.updates[-1][1]

    def drawn(self, view_id: str) -> list[str]:
        """The words of everything drawn into a view."""
        return [words_in(view) for name, view in self.updates if name == view_id]


class People:
    """Everybody lives in Los Angeles."""

    def zone(self, _user_id: str) -> ZoneInfo:
        return ZONE


class Front:
    """A responder over windows, and the interactions that come to it."""

    def __init__(self) -> None:
        self.windows = Windows()
        self.told = Told()
        self.responder = Responder(self.windows, self.told, AtOnce())
        self.acks = Acks()

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


def typed(text: str) -> dict[str, str]:
    return {"type": "plain_text_input", "value": text}
