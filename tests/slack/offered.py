"""The choices a feature offers while somebody types, as it registered them."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.access import Role
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Listener
from tests.slack.interactions import MAYA, Acks


class _Offers:
    """Takes the place of the ways in, and keeps what answers a select."""

    def __init__(self) -> None:
        self.by_action: dict[str, Listener] = {}

    def options(self, action_id: str, _role: Role, listener: Listener) -> None:
        self.by_action[action_id] = listener

    def __getattr__(self, _kind: str) -> Callable[..., None]:
        return lambda *_args: None


def offered(feature: Any, action_id: str, body: Mapping[str, Any]) -> list[Any]:  # noqa: ANN401 - listeners
    """Return the options that a feature's listeners answer a select with."""
    offers, acks = _Offers(), Acks()
    feature.register(offers)
    offers.by_action[action_id](Interaction(MAYA, body, acks))
    options: list[Any] = acks.given[0]["options"]
    return options
