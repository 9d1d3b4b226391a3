"""Plugs in what people and the clock decide about sends of every kind."""

from bot.features.feature import Feature, HomePart, HomeSection, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.sends.bodies import Bodies
from bot.features.sends.listeners import ButtonListeners
from bot.features.sends.renderer import Undecided
from bot.features.sends.upkeep import Upkeep
from bot.features.shared import Shared


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    send_upkeep = Upkeep(infrastructure.database, shared.send_service, shared.rules, infrastructure.clock)
    undecided = Undecided(
        infrastructure.database,
        shared.messages,
        shared.permissions,
        shared.registries.label,
    )
    bodies = Bodies(infrastructure.database, shared.permissions)
    return Feature(
        listeners=(ButtonListeners(infrastructure.responder, shared.decisions, bodies, undecided),),
        upkeep=upkeep(Stage.DUE, send_upkeep.parts(), send_upkeep.looks()),
        home_parts=(HomePart(HomeSection.NEEDS_YOU, undecided.draw),),
    )
