"""Plugs in the policy: looked at by the tick, shown on request."""

from bot.features.feature import Feature, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.policy.listeners import PolicyListeners
from bot.features.shared import Shared


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    policies = shared.policies
    listeners = PolicyListeners(infrastructure.responder, policies.shown, shared.rules.days_zone)
    return Feature(
        verbs=listeners.verbs(),
        upkeep=upkeep(Stage.FIGURES, {"policy": policies.look}),
    )
