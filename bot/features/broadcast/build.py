"""Plugs in texts to everybody in a group, and the reports on those sent elsewhere."""

from functools import partial

from bot.features.broadcast import elsewhere_view
from bot.features.broadcast.attempts import ATTEMPT, Attempts, enqueue_attempt
from bot.features.broadcast.composing import Composing
from bot.features.broadcast.confirming import Confirming
from bot.features.broadcast.drawing import Drawing
from bot.features.broadcast.elsewhere import Elsewhere
from bot.features.broadcast.following import Following
from bot.features.broadcast.jobs import Sending
from bot.features.broadcast.known import Known
from bot.features.broadcast.listeners import GroupReports
from bot.features.broadcast.preflight import Preflight
from bot.features.broadcast.progress import Progress
from bot.features.broadcast.service import Broadcasting
from bot.features.contacts.audience import Audiences
from bot.features.feature import Feature, Renderers, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.store.sends import SendKind


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    database, engine, smsit = infrastructure.database, infrastructure.engine, infrastructure.smsit
    desk, senders, clock = infrastructure.desk, infrastructure.senders, infrastructure.clock
    following = _following(shared)
    shared.registries.dispatch[SendKind.GROUP] = partial(enqueue_attempt, engine)
    shared.registries.follow[SendKind.GROUP] = following.begin
    shared.registries.polls[SendKind.GROUP] = following.poll
    audiences = Audiences(smsit, infrastructure.region)
    broadcasting = Broadcasting(
        database, audiences, shared.safeguards, shared.outbox, infrastructure.access, shared.rules, clock
    )
    preflight = Preflight(database, smsit, audiences, shared.safeguards, shared.rules, clock)
    attempts = Attempts(database, engine, smsit, following, shared.rules, clock)
    sending = Sending(database, engine, preflight, shared.outbox, attempts, shared.rules, clock)
    composing = Composing(desk, shared.contacts, Known(database), senders)
    confirming = Confirming(
        desk,
        infrastructure.checking,
        broadcasting,
        shared.contacts,
        infrastructure.people,
        senders,
        shared.rules.account_zone,
        clock,
    )
    approvers = infrastructure.policy.approval.channel
    drawing = Drawing(database, clock, approvers, shared.rules.sending_numbers)
    return Feature(
        verbs=composing.verbs(),
        listeners=(confirming, composing),
        jobs={ATTEMPT: sending.run},
        upkeep=upkeep(Stage.DUE, {"broadcasts": Progress(database, clock).show}),
        renderers=Renderers(main={SendKind.GROUP: drawing.main}, details={SendKind.GROUP: drawing.details}),
    )


def build_elsewhere(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build what is known of texts to groups that were sent from SMS-iT's own panel."""
    following = _following(shared)
    elsewhere = Elsewhere(infrastructure.database, infrastructure.smsit, following, infrastructure.clock)
    reports = GroupReports(infrastructure.desk, elsewhere, infrastructure.access)
    shared.registries.polls[SendKind.ELSEWHERE] = following.poll
    shared.registries.group_reports.append(reports.report)
    return Feature(
        verbs=reports.verbs(),
        listeners=(reports,),
        renderers=Renderers(main={SendKind.ELSEWHERE: elsewhere_view.message}),
    )


def _following(shared: Shared) -> Following:
    return Following(shared.questions, shared.rules.follow_for)
