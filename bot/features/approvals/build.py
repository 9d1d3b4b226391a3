"""Plugs in the approval by a second person."""

from dataclasses import replace

from bot.access import EVERYBODY, Access, Role, Who
from bot.features.approvals.decisions import ApprovalDecisions
from bot.features.approvals.listeners import ApprovalListeners
from bot.features.approvals.renderer import Renderer
from bot.features.approvals.service import SeenByOwner
from bot.features.approvals.views import pending as waiting_view
from bot.features.budgets.service import tightest
from bot.features.feature import Feature, HomePart, HomeSection, Renderers, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.slack.blocks.kit import Block
from bot.store.approvals import OVERDUE
from bot.store.messages import Purpose
from bot.store.sends import Send


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    approvals = shared.safeguards.approvals
    decisions = ApprovalDecisions(
        infrastructure.database,
        approvals,
        infrastructure.clock,
        approvers=lambda: _approvers(infrastructure.access),
        release=shared.send_service.release,
        as_read_by=shared.permissions.as_read_by,
    )
    ways_on = shared.registries.after_rejection

    def after(send: Send) -> list[Block]:
        return [button for each in ways_on if (button := each(send)) is not None]

    def look_at(send: Send) -> SeenByOwner:
        look = shared.registries.looks[send.kind](send)
        with infrastructure.database.read() as conn:
            day = send.goes_at or infrastructure.clock()
            who = Who(send.user_id, send.team_id)
            left = tightest(shared.safeguards.budgets.left(conn, who, send.origin_channel, day))
        return look if left is None else replace(look, limit=left)

    def to_approve(who: Who) -> list[Block]:
        if not infrastructure.access.allows(who, Role.APPROVER):
            return []
        waiting = decisions.waiting(who, waiting_view.SHOWN + 1)
        return waiting_view.waiting(waiting, shared.registries.label)

    renderer = Renderer(infrastructure.database, approvals.reasons, after)
    return Feature(
        listeners=(ApprovalListeners(infrastructure.responder, decisions, look_at),),
        upkeep=upkeep(Stage.DUE, {"expire": decisions.expire}, OVERDUE),
        home_parts=(HomePart(HomeSection.NEEDS_YOU, to_approve),),
        renderers=Renderers(approval=renderer.draw, subjects={Purpose.DECISION: renderer.decision}),
    )


def _approvers(access: Access) -> frozenset[str]:
    """Return who may approve. Where a group or channel gives the role, everybody counts.

    Nobody is the only one then; else whoever takes the others out of it would be.
    """
    known = access.holders(Role.APPROVER)
    return known if access.all_named(Role.APPROVER) else known | {EVERYBODY}
