"""Plugs in the approval by a second person."""

from bot.features.approvals.listeners import ApprovalListeners
from bot.features.approvals.renderer import Renderer
from bot.features.feature import Feature, Renderers, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    approvals = shared.safeguards.approvals
    return Feature(
        listeners=(ApprovalListeners(infrastructure.responder, approvals),),
        upkeep=upkeep(Stage.DUE, {"expire": approvals.expire}),
        renderers=Renderers(approval=Renderer(infrastructure.database, approvals.reasons).draw),
    )
