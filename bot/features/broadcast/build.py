"""Plugs in texts to everybody in a group, and the reports on those sent elsewhere."""

from functools import partial

from bot.features.broadcast.attempts import ATTEMPT, BroadcastAttempts, enqueue_attempt
from bot.features.broadcast.checks import Checks
from bot.features.broadcast.elsewhere import Elsewhere
from bot.features.broadcast.jobs import Sending
from bot.features.broadcast.listeners.confirmation import ConfirmationListeners
from bot.features.broadcast.listeners.form import FormListeners
from bot.features.broadcast.listeners.known_groups import KnownGroups
from bot.features.broadcast.listeners.reports import ReportListeners
from bot.features.broadcast.renderer import Renderer
from bot.features.broadcast.service import BroadcastService
from bot.features.broadcast.tracking import Tracking
from bot.features.broadcast.upkeep import Upkeep
from bot.features.broadcast.views import elsewhere as elsewhere_view
from bot.features.feature import Feature, Renderers, Stage, upkeep
from bot.features.groups.service import Audiences
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.store.sends import SendKind


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    database, engine, smsit = infrastructure.database, infrastructure.engine, infrastructure.smsit
    responder, senders, clock = infrastructure.responder, infrastructure.senders, infrastructure.clock
    tracking = _tracking(shared)
    shared.registries.dispatch[SendKind.GROUP] = partial(enqueue_attempt, engine)
    shared.registries.follow[SendKind.GROUP] = tracking.begin
    shared.registries.polls[SendKind.GROUP] = tracking.poll
    audiences = Audiences(smsit, infrastructure.region)
    broadcast_service = BroadcastService(
        database,
        audiences,
        shared.safeguards,
        shared.send_service,
        infrastructure.access,
        shared.rules,
        clock,
    )
    checks = Checks(database, smsit, audiences, shared.safeguards, shared.rules, clock)
    attempts = BroadcastAttempts(database, engine, smsit, tracking, shared.rules, clock)
    sending = Sending(database, engine, checks, shared.send_service, attempts, shared.rules, clock)
    form_listeners = FormListeners(responder, shared.contacts, KnownGroups(database), senders)
    confirmation_listeners = ConfirmationListeners(
        responder,
        infrastructure.loading,
        broadcast_service,
        shared.contacts,
        infrastructure.users,
        senders,
        shared.rules.account_zone,
        clock,
    )
    approvers = infrastructure.policy.approval.channel
    renderer = Renderer(database, clock, approvers, shared.rules.sending_numbers)
    return Feature(
        verbs=form_listeners.verbs(),
        listeners=(confirmation_listeners, form_listeners),
        jobs={ATTEMPT: sending.run},
        upkeep=upkeep(Stage.DUE, {"broadcasts": Upkeep(database, clock).show}),
        renderers=Renderers(main={SendKind.GROUP: renderer.main}, details={SendKind.GROUP: renderer.details}),
    )


def build_elsewhere(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build what is known of texts to groups that were sent from SMS-iT's own panel."""
    tracking = _tracking(shared)
    elsewhere = Elsewhere(infrastructure.database, infrastructure.smsit, tracking, infrastructure.clock)
    report_listeners = ReportListeners(infrastructure.responder, elsewhere, infrastructure.access)
    shared.registries.polls[SendKind.ELSEWHERE] = tracking.poll
    shared.registries.group_reports.append(report_listeners.report)
    return Feature(
        verbs=report_listeners.verbs(),
        listeners=(report_listeners,),
        renderers=Renderers(main={SendKind.ELSEWHERE: elsewhere_view.message}),
    )


def _tracking(shared: Shared) -> Tracking:
    return Tracking(shared.report_client, shared.rules.follow_for)
