"""The choices a feature offers while somebody types, as it registered them."""

from collections.abc import Mapping
from typing import Any

from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Kind
from tests.fakes.slack import FakeAcks, FakeRegistry
from tests.slack.interactions import MAYA


def offered(feature: Any, action_id: str, body: Mapping[str, Any]) -> list[Any]:  # noqa: ANN401 - listeners
    """Return the options that a feature's listeners answer a select with."""
    offers, acks = FakeRegistry(), FakeAcks()
    feature.register(offers)
    offers.listener(Kind.OPTIONS, action_id)(Interaction(MAYA, body, acks))
    options: list[Any] = acks.given[0]["options"]
    return options
