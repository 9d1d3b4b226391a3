"""Plugs in texts to everybody in a group, and the reports on those sent elsewhere."""

from functools import partial
from typing import Final

from bot.access import Role
from bot.features.broadcast.attempts import ATTEMPT, BroadcastAttempts, enqueue_attempt
from bot.features.broadcast.checks import Checks
from bot.features.broadcast.elsewhere import Elsewhere
from bot.features.broadcast.figures import as_one_gets_it
from bot.features.broadcast.form import Form, validate
from bot.features.broadcast.ids import FEATURE
from bot.features.broadcast.jobs import Sending
from bot.features.broadcast.known_groups import KnownGroups
from bot.features.broadcast.listeners.confirmation import ConfirmationListeners
from bot.features.broadcast.listeners.drafted import DraftedBroadcasts
from bot.features.broadcast.listeners.form import FormListeners, form_of
from bot.features.broadcast.listeners.reports import ReportListeners
from bot.features.broadcast.listeners.submission import SubmissionListeners
from bot.features.broadcast.recipients import Recipients
from bot.features.broadcast.renderer import Renderer, look
from bot.features.broadcast.request import Request
from bot.features.broadcast.service import BroadcastService
from bot.features.broadcast.tracking import Tracking
from bot.features.broadcast.upkeep import Upkeep
from bot.features.broadcast.views import elsewhere as elsewhere_view
from bot.features.broadcast.views import form as form_view
from bot.features.feature import Feature, Renderers, Stage, upkeep
from bot.features.groups.service import Audiences
from bot.features.infrastructure import Infrastructure
from bot.features.sends.kinds import Kind
from bot.features.shared import Shared
from bot.features.templates.listeners.insertion import InsertionListeners, Place
from bot.slack.blocks.fields import message as message_field
from bot.store.sends import SendKind
from bot.store.sends.groups import BEING_SENT
from bot.texting.clock import Clock
from bot.texting.schedules import ONCE

KEY_FOR_MEMBERS: Final = b"keyed hashes of who is in a group"


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    database, engine, smsit = infrastructure.database, infrastructure.engine, infrastructure.smsit
    responder, senders, clock = infrastructure.responder, infrastructure.senders, infrastructure.clock
    tracking = _tracking(shared)
    shared.registries.dispatch[SendKind.GROUP] = partial(enqueue_attempt, engine)
    shared.registries.kinds[SendKind.GROUP] = Kind(Role.BROADCASTER, "Broadcast to", tracking.begin)
    shared.registries.polls[SendKind.GROUP] = tracking.poll
    audiences = Audiences(smsit, infrastructure.region, key=infrastructure.key_for(KEY_FOR_MEMBERS))
    broadcast_service = BroadcastService(
        database,
        audiences,
        shared.safeguards,
        shared.send_service,
        infrastructure.access,
        shared.rules,
        clock,
    )
    shared.registries.test_bodies[SendKind.GROUP] = as_one_gets_it
    shared.registries.looks[SendKind.GROUP] = partial(look, broadcast_service)
    checks = Checks(database, smsit, audiences, shared.safeguards, shared.rules, clock)
    attempts = BroadcastAttempts(database, engine, smsit, tracking, shared.rules, clock)
    sending = Sending(database, engine, checks, shared.send_service, attempts, shared.rules, clock)
    form_listeners = FormListeners(responder, shared.contacts, KnownGroups(database), senders)
    shared.registries.rewrites[SendKind.GROUP] = form_listeners.rewritten
    place = Place(
        FEATURE,
        Role.BROADCASTER,
        "send a broadcast",
        form_of,
        message_field.inserted_for_group,
        lambda form: form_view.compose(form, senders),
        message_field.template_block,
    )
    insertion = InsertionListeners(responder, shared.templates, place)
    confirmation_listeners = ConfirmationListeners(
        infrastructure.long_loading,
        broadcast_service,
        infrastructure.users,
        shared.account,
        clock,
        shared.registries.reached_of_group,
    )
    submission_listeners = SubmissionListeners(
        responder,
        infrastructure.long_loading,
        partial(_asked, shared, clock),
        confirmation_listeners.found_out,
        infrastructure.users,
        senders,
        shared.registries.instead_of_group,
    )
    drafted = DraftedBroadcasts(responder, shared.permissions, confirmation_listeners)
    shared.registries.reviews[SendKind.GROUP] = drafted.review
    renderer = Renderer(
        database,
        clock,
        infrastructure.policy.approval,
        shared.rules.sending_numbers,
        shared.registries.instead_of_held,
    )
    return Feature(
        verbs=form_listeners.verbs(),
        listeners=(confirmation_listeners, submission_listeners, form_listeners, insertion),
        jobs={ATTEMPT: sending.run},
        upkeep=upkeep(Stage.DUE, {"broadcasts": Upkeep(database, clock).show}, BEING_SENT),
        renderers=Renderers(main={SendKind.GROUP: renderer.main}, details={SendKind.GROUP: renderer.details}),
        forget=(partial(Recipients(database, clock).forget, infrastructure.policy.retention),),
    )


def build_elsewhere(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build what is known of texts to groups that were sent from SMS-iT's own panel."""
    tracking = _tracking(shared)
    elsewhere = Elsewhere(infrastructure.database, infrastructure.smsit, tracking, infrastructure.clock)
    report_listeners = ReportListeners(infrastructure.responder, elsewhere, infrastructure.access)
    shared.registries.kinds[SendKind.ELSEWHERE] = Kind(
        Role.BROADCASTER, "Report on", lambda conn, send, now: tracking.watch(conn, send.id, now)
    )
    shared.registries.polls[SendKind.ELSEWHERE] = tracking.poll
    shared.registries.group_reports.append(report_listeners.report)
    return Feature(
        verbs=report_listeners.verbs(),
        listeners=(report_listeners,),
        renderers=Renderers(main={SendKind.ELSEWHERE: elsewhere_view.message}),
    )


def _tracking(shared: Shared) -> Tracking:
    return Tracking(shared.report_client, shared.rules.follow_for)


def _asked(shared: Shared, clock: Clock, form: Form) -> Request:
    """Return what a form asks for. Raises :exc:`FieldErrors`."""
    group = shared.contacts.group_named(form.chosen_group) if form.chosen_group else None
    account = shared.account
    return validate(
        form,
        group=group,
        senders=account.senders,
        zone=account.zone,
        now=clock(),
        not_there=account.smsit_schedules.refusal(SendKind.GROUP, repeats=form.repeat != ONCE),
    )
