"""What stands between Slack and codes: modals in memory, work done at once, and every submission its own."""

import itertools
from collections.abc import Mapping
from typing import Any

from bot.access import Role, Who
from bot.errors import TooBusy
from bot.features.otp.composing import Composing
from bot.features.otp.confirming import Confirming
from bot.features.otp.listeners import Checks
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.checking import Checking
from bot.slack.kit import Block
from bot.slack.visits import Visit
from bot.texting.sender_ids import Senders
from tests.features.do_not_text.windows import AtOnce, People
from tests.features.do_not_text.windows import Front as Desk
from tests.features.otp.world import MAYA, World
from tests.features.sends import words_in
from tests.slack.arrivals import hand_in, interaction

SENDERS = Senders(("14155550190", "14155550191"), ("HarbourSt",))


class Hands(AtOnce):
    """A background that does not wait, or has too much to do."""

    is_busy = False

    def run(self, work: Any) -> None:  # noqa: ANN401 - work of any kind
        if self.is_busy:
            raise TooBusy
        super().run(work)


class Doors:
    """Remembers the role each listener is registered with."""

    def __init__(self) -> None:
        self.roles: dict[str, Role] = {}

    def action(self, name: str, role: Role, _listener: object) -> None:
        self.roles[name] = role

    submission = options = action


class Front(Desk):
    """The listeners of one world."""

    def __init__(self, world: World, region: str | None = "US") -> None:
        super().__init__()
        self.world = world
        self.hands = Hands()
        checking = Checking(self.windows, self.hands, pause_seconds=0)
        self.composing = Composing(self.desk, world.contacts, world.record, world.rules, SENDERS, region)
        self.confirming = Confirming(checking, world.sending, People(), world.rules, SENDERS, region)
        self.checks = Checks(self.desk, checking, world.verifying, world.record, People(), world.clock)
        self._triggers = map(str, itertools.count())

    @property
    def window(self) -> Block:
        """The view that was opened last."""
        return self.windows.opened[-1]

    def submitted(
        self, view: Block, values: Mapping[str, Mapping[str, Any]], who: Who = MAYA, trigger: str = ""
    ) -> Visit:
        assert problems_in_view(view) == []
        state = {"values": {block: {"element": dict(element)} for block, element in values.items()}}
        more = {"view": {**view, "id": "VFORM", "state": state}}
        trigger_id = trigger or f"trigger.{next(self._triggers)}"
        return self._visit(interaction("view_submission", who, trigger_id=trigger_id, **more))

    def pressed(self, value: str, who: Who = MAYA, **more: object) -> Visit:
        return self._visit(interaction("block_actions", who, actions=[{"value": value}], **more))

    def type_code(self, send_id: str, typed: str, who: Who = MAYA, trigger: str = "") -> dict[str, Any]:
        """Press *Verify*, type a code and submit it; the acknowledgement of that."""
        self.checks.ask(self.pressed(send_id, MAYA))
        hand_in(self.checks.typed, self.submitted(self.window, {"code": {"value": typed}}, who, trigger))
        return self.ack

    def shown(self) -> str:
        """The words of what was drawn last over a waiting view."""
        return words_in(self.windows.last)


def chosen(value: str) -> dict[str, Any]:
    return {"selected_option": {"text": {"type": "plain_text", "text": value}, "value": value}}
