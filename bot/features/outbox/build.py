"""Plugs in what people and the clock decide about sends of every kind."""

from bot.features.feature import Feature, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.outbox.listeners import Pressing
from bot.features.outbox.waiting import Waiting
from bot.features.shared import Shared


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    waiting = Waiting(infrastructure.database, shared.outbox, shared.rules, infrastructure.clock)
    return Feature(
        listeners=(Pressing(infrastructure.desk, shared.decisions),),
        upkeep=upkeep(Stage.DUE, {"fire": waiting.fire, "repair": waiting.repair}),
    )
