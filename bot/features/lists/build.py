"""Plugs in texts to many numbers, each its own."""

from bot.engine.pacer import Pacer
from bot.features.approvals.drawing import standing_of
from bot.features.feature import Feature, Renderers, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.lists import lanes as jobs
from bot.features.lists.asking import Asking
from bot.features.lists.choosing import Choosing
from bot.features.lists.composing import Composing
from bot.features.lists.confirming import Confirming
from bot.features.lists.decisions import Decisions
from bot.features.lists.drawing import Drawing
from bot.features.lists.lanes import Lanes
from bot.features.lists.pausing import Pausing
from bot.features.lists.preparing import Preparing
from bot.features.lists.pressing import Pressing
from bot.features.lists.progress import Progress
from bot.features.lists.results import Results
from bot.features.lists.running import Rules, Running
from bot.features.lists.upkeep import Upkeep
from bot.features.shared import Shared
from bot.slack.background import LatestWins
from bot.store.sends import SendKind


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    database, clock, policy = infrastructure.database, infrastructure.clock, infrastructure.policy
    desk, rules, access = infrastructure.desk, shared.rules, infrastructure.access
    lanes = Lanes(infrastructure.engine, infrastructure.lanes)
    shared.registries.dispatch[SendKind.LIST] = lanes.start
    shared.registries.follow[SendKind.LIST] = shared.attempts.follow
    preparing = Preparing(database, infrastructure.sheets, shared.safeguards, rules, clock)
    asking = Asking(database, infrastructure.sheets, clock)
    pacer = Pacer(policy.limits.list_per_second)
    pausing = Pausing(database, clock)
    running = Running(
        database,
        lanes,
        pausing,
        clock,
        attempt_row=shared.attempts.attempt,
        take=pacer.take,
        beat=Progress(database, clock).beat,
        outbox=shared.outbox,
        changed=shared.safeguards.approvals.changed,
        rules=Rules(rules.windows, rules.latest),
    )
    decisions = Decisions(
        database,
        lanes,
        clock,
        budgets=shared.safeguards.budgets,
        follow=shared.attempts.follow,
        allows=access.allows,
        quiet_role=rules.override,
    )
    looked_after = Upkeep(
        database,
        lanes,
        pausing,
        clock,
        finish=running.finish,
        latest=rules.latest,
        follow_for=rules.follow_for,
    )
    results = Results(database, lanes, infrastructure.files, infrastructure.poster.post)
    composing = Composing(desk, infrastructure.senders, shared.contacts.groups_to_join, infrastructure.names)
    confirming = Confirming(
        desk,
        infrastructure.checking,
        asking,
        preparing,
        shared.outbox,
        shared.contacts.group_to_join,
        infrastructure.people,
        infrastructure.senders,
        access.allows,
        rules.override,
        clock,
    )
    edits = LatestWins(infrastructure.long)
    choosing = Choosing(desk, infrastructure.checking, asking, confirming.confirmation, edits.run, edits.drop)
    drawing = Drawing(database, clock, standing_of(database, policy.approval.channel))
    return Feature(
        verbs=composing.verbs(),
        listeners=(confirming, choosing, composing, Pressing(desk, decisions)),
        jobs={
            jobs.START: running.start,
            jobs.CHUNK: running.chunk,
            jobs.TIDY: decisions.tidy,
            jobs.SETTLE: decisions.settle,
            jobs.RESULT: results.run,
        },
        upkeep=upkeep(Stage.FIGURES, looked_after.parts()),
        renderers=Renderers(main={SendKind.LIST: drawing.main}, details={SendKind.LIST: drawing.details}),
        stop=(pacer.stop,),
    )
