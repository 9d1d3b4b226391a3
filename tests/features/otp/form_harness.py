"""What stands between Slack and codes: modals in memory, work done at once, and every submission its own."""

import itertools
from collections.abc import Mapping
from typing import Any

from bot.access import Who
from bot.features.otp.listeners.confirmation import ConfirmationListeners
from bot.features.otp.listeners.form import FormListeners
from bot.features.otp.listeners.verify import VerifyListeners
from bot.features.sends.account import Account
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks.kit import Block
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing.loading_view import LoadingView
from bot.texting.sender_ids import Senders
from tests.fakes.slack import FakeBackground
from tests.fakes.users import FakeUsers
from tests.features.otp.harness import MAYA, Harness
from tests.features.samples import words_in
from tests.features.slack_harness import SlackHarness as Desk
from tests.slack.interactions import hand_in, payload

SENDERS = Senders(("14155550190", "14155550191"), ("HarbourSt",))


class FormHarness(Desk):
    """The listeners of one harness."""

    def __init__(self, harness: Harness, region: str | None = "US") -> None:
        super().__init__()
        self.harness = harness
        self.background = FakeBackground()
        loading = LoadingView(self.windows, self.background, pause_seconds=0)
        self.form_listeners = FormListeners(
            self.responder, harness.contacts, harness.history, harness.rules, SENDERS, region
        )
        self.confirmation_listeners = ConfirmationListeners(
            self.responder,
            loading,
            harness.code_service,
            FakeUsers(),
            harness.rules,
            Account(SENDERS, None, region),
            harness.clock,
        )
        self.verify_listeners = VerifyListeners(
            self.responder, loading, harness.verifier, harness.history, FakeUsers(), harness.clock
        )
        self._triggers = map(str, itertools.count())

    @property
    def window(self) -> Block:
        """The view that was opened last."""
        return self.windows.opened[-1]

    def submitted(
        self, view: Block, values: Mapping[str, Mapping[str, Any]], who: Who = MAYA, trigger: str = ""
    ) -> Interaction:
        assert problems_in_view(view) == []
        state = {"values": {block: {"element": dict(element)} for block, element in values.items()}}
        more = {"view": {**view, "id": "VFORM", "state": state}}
        trigger_id = trigger or f"trigger.{next(self._triggers)}"
        return self._visit(payload("view_submission", who, trigger_id=trigger_id, **more))

    def pressed(self, value: str, who: Who = MAYA, **more: object) -> Interaction:
        return self._visit(payload("block_actions", who, actions=[{"value": value}], **more))

    def type_code(self, send_id: str, typed: str, who: Who = MAYA, trigger: str = "") -> dict[str, Any]:
        """Press *Verify*, type a code and submit it; the acknowledgement of that."""
        self.verify_listeners.ask(self.pressed(send_id, MAYA))
        hand_in(
            self.verify_listeners.typed, self.submitted(self.window, {"code": {"value": typed}}, who, trigger)
        )
        return self.ack

    def shown(self) -> str:
        """The words of what was drawn last over a waiting view."""
        return words_in(self.windows.last)


def chosen(value: str) -> dict[str, Any]:
    return {"selected_option": {"text": {"type": "plain_text", "text": value}, "value": value}}
