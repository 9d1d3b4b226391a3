"""Trigger ids: the right to open one view, for three seconds (or as long as an answer is waited for), once.

Source: docs.slack.dev, interactivity/handling-user-interaction.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.sandbox.slack.ids import Ids
from bot.sandbox.slack.model import Clock
from bot.sandbox.slack.pulse import Pulse
from bot.sandbox.slack.refusal import Refusal

LIFETIME = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class Trigger:
    """Whose interaction gave the id, when, and in which modal (None outside modals)."""

    user: str
    issued: datetime
    view_id: str | None = None
    used: bool = False


class Triggers:
    """Issues trigger ids and takes them back. Age is read from the workspace's clock.

    ``patience`` tells how many seconds an answer is waited for: the right to open a view lasts no less.
    """

    def __init__(self, pulse: Pulse, ids: Ids, clock: Clock, patience: Callable[[], float]) -> None:
        self._pulse = pulse
        self._ids = ids
        self._clock = clock
        self._patience = patience
        self._issued: dict[str, Trigger] = {}

    def issue(self, user: str, view_id: str | None = None) -> str:
        """Give a new id for something this person just did."""
        trigger_id = f"{self._ids.next('1')}.sandbox"
        with self._pulse.lock:
            self._issued[trigger_id] = Trigger(user, self._clock(), view_id)
        return trigger_id

    def redeem(self, trigger_id: object) -> Trigger:
        """Use the id up. Refuses an unknown, an already used and an old one, in Slack's words."""
        with self._pulse.lock:
            trigger = self._issued.get(str(trigger_id))
            if trigger is None:
                raise Refusal("invalid_trigger_id")
            if trigger.used:
                raise Refusal("exchanged_trigger_id")
            if self._clock() - trigger.issued > max(LIFETIME, timedelta(seconds=self._patience())):
                raise Refusal("expired_trigger_id")
            self._issued[str(trigger_id)] = replace(trigger, used=True)
            return trigger
