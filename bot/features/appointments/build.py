"""Plugs in appointments: booked, moved, cancelled, and their texts."""

from functools import partial

from bot.access import Role
from bot.features.appointments.addition import ContactAddition
from bot.features.appointments.attempts import CALL, CallAttempts, enqueue_call
from bot.features.appointments.checks import ReminderChecks
from bot.features.appointments.decisions import Decisions
from bot.features.appointments.effects import Effects
from bot.features.appointments.ids import Action
from bot.features.appointments.listeners.buttons import ButtonListeners
from bot.features.appointments.listeners.confirmation import ConfirmationListeners
from bot.features.appointments.listeners.form import FormListeners
from bot.features.appointments.listeners.listing import ListingListeners
from bot.features.appointments.listing import Bookings
from bot.features.appointments.move_preview import Moves
from bot.features.appointments.renderer import Renderer
from bot.features.appointments.retention import Retention
from bot.features.appointments.service import AppointmentService
from bot.features.contacts.linked_actions import LinkedAction
from bot.features.feature import Feature, HomeButton, Renderers, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.slack.blocks import kit
from bot.store.messages import Purpose


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    database, clock, rules = infrastructure.database, infrastructure.clock, shared.rules
    responder, users, senders = infrastructure.responder, infrastructure.users, infrastructure.senders
    zone, region, texts = rules.account_zone, infrastructure.region, infrastructure.policy.appointments
    contacts = shared.contacts
    shared.registries.beside_contact.append(LinkedAction("Book", Action.TO_CONTACT, Role.SENDER))
    shared.registries.text_checks.add(
        ReminderChecks(database, contacts, rules, clock, hold_back=shared.send_service.hold_back)
    )
    queue = partial(enqueue_call, infrastructure.engine)
    effects = Effects(shared.send_service, clock, senders, zone=zone)
    appointment_service = AppointmentService(database, contacts, shared.safeguards, rules, clock, queue=queue)
    decisions = Decisions(database, effects, clock, queue=queue)
    moves = Moves(database, appointment_service, account_zone=zone)
    attempts = CallAttempts(
        database,
        infrastructure.engine,
        infrastructure.smsit,
        effects,
        clock,
        latest=rules.latest,
        request_seconds=rules.request_seconds,
    )
    form_listeners = FormListeners(responder, contacts, users, senders, texts, zone, region, clock)
    listing_listeners = ListingListeners(responder, Bookings(database, clock), infrastructure.access, zone)
    confirmation_listeners = ConfirmationListeners(
        responder,
        infrastructure.loading,
        contacts,
        appointment_service,
        moves,
        decisions,
        ContactAddition(infrastructure.smsit),
        users,
        senders,
        texts,
        zone,
        region,
        clock,
    )
    button_listeners = ButtonListeners(responder, moves, decisions, listing_listeners, users, zone)
    return Feature(
        verbs=(*form_listeners.verbs(), *listing_listeners.verbs()),
        listeners=(form_listeners, confirmation_listeners, button_listeners, listing_listeners),
        jobs={CALL: attempts.run},
        upkeep=upkeep(Stage.CUT_OFF, {"appointments": attempts.look_after}),
        renderers=Renderers(subjects={Purpose.APPOINTMENT: Renderer(database, zone).draw}),
        home=(HomeButton(Role.SENDER, kit.button("Book an appointment", Action.NEW)),),
        forget=(Retention(database, clock, infrastructure.keep).run,),
    )
