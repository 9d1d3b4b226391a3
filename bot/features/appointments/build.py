"""Plugs in appointments: booked, moved, cancelled, and their texts."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final, TypeVar

from bot.access import Role
from bot.features.appointments.attempts import CALL, CallAttempts, enqueue_call
from bot.features.appointments.checks import ReminderChecks
from bot.features.appointments.day_off import DaysOff
from bot.features.appointments.day_rows import Rows
from bot.features.appointments.day_sheet import DaySheets
from bot.features.appointments.day_story import DayStories
from bot.features.appointments.decisions import Decisions
from bot.features.appointments.effects import Effects
from bot.features.appointments.form import notice, offer
from bot.features.appointments.form.booking import Form, field_of, inserted
from bot.features.appointments.form.notice import Telling
from bot.features.appointments.free_times import FreeTimes
from bot.features.appointments.ids import FEATURE, Action, Part
from bot.features.appointments.listeners.addition import AdditionListeners
from bot.features.appointments.listeners.buttons import ButtonListeners
from bot.features.appointments.listeners.cancel import CANCEL, CancelListeners
from bot.features.appointments.listeners.confirmation import ConfirmationListeners
from bot.features.appointments.listeners.day import DayListeners
from bot.features.appointments.listeners.day_off import DAY_OFF, DayOffListeners
from bot.features.appointments.listeners.day_story import DayStoryListeners
from bot.features.appointments.listeners.form import FormListeners
from bot.features.appointments.listeners.listing import ListingListeners
from bot.features.appointments.listeners.move import MOVE, MoveListeners
from bot.features.appointments.listeners.offer import OFFER, OfferListeners
from bot.features.appointments.listing import Bookings
from bot.features.appointments.move_preview import Moves
from bot.features.appointments.next_calls import NextCalls
from bot.features.appointments.offers import Offers
from bot.features.appointments.renderer import Renderer
from bot.features.appointments.retention import Retention
from bot.features.appointments.service import AppointmentService
from bot.features.appointments.upkeep import DayOffUpkeep
from bot.features.appointments.views import cancel as cancel_view
from bot.features.appointments.views import offer as offer_view
from bot.features.approvals.service import Approvals
from bot.features.contacts.service import Additions, LinkedAction
from bot.features.feature import Feature, HomeButton, Renderers, Stage, upkeep
from bot.features.groups.service import Audiences
from bot.features.infrastructure import Infrastructure
from bot.features.permissions import Permissions
from bot.features.shared import Shared
from bot.features.templates.listeners.insertion import InsertionListeners, Place
from bot.policy.model import Limits
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.incoming.interaction import Interaction
from bot.store import appointment_calls, free_times
from bot.store.messages import Purpose
from bot.texting import words

Told = TypeVar("Told", bound=Telling)

KEY_FOR_WAITING_LISTS: Final = b"keyed hashes of who is in a waiting list"


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    database, clock, rules = infrastructure.database, infrastructure.clock, shared.rules
    responder, users, loading = infrastructure.responder, infrastructure.users, infrastructure.loading
    zone, texts = rules.account_zone, infrastructure.policy.appointments
    contacts = shared.contacts
    shared.registries.beside_contact.append(LinkedAction("Book", Action.TO_CONTACT, Role.SENDER))
    shared.registries.text_checks.add(
        ReminderChecks(database, contacts, rules, clock, hold_back=shared.send_service.hold_back)
    )
    queue = partial(enqueue_call, infrastructure.engine)
    effects = Effects(shared.send_service, clock, infrastructure.senders, zone=zone)
    appointment_service = AppointmentService(database, contacts, shared.safeguards, rules, clock, queue=queue)
    next_calls = NextCalls(clock, shared.permissions, queue)
    decisions = Decisions(database, effects, clock, next_calls)
    rows = Rows(database, appointment_service, shared.permissions, rules, clock)
    days_off = DaysOff(
        database,
        appointment_service,
        rows,
        next_calls,
        effects,
        clock,
        over=shared.safeguards.approvals.over,
    )
    day_sheets = DaySheets(database, clock, zone)
    moves = Moves(
        database, appointment_service, shared.permissions, clock, account_zone=zone, suggested=texts
    )
    attempts = CallAttempts(
        database,
        infrastructure.engine,
        infrastructure.smsit,
        effects,
        clock,
        latest=rules.latest,
        request_seconds=rules.request_seconds,
    )
    additions = Additions(
        database,
        infrastructure.smsit,
        clock,
        shared.permissions,
        request_seconds=rules.request_seconds,
        region=shared.account.region,
    )
    form_listeners = FormListeners(responder, contacts, users, shared.account, texts, clock)
    day_listeners = DayListeners(responder, day_sheets, infrastructure.access, zone, contacts.sees_numbers)
    day_off_listeners = DayOffListeners(responder, loading, days_off, day_sheets, users, texts, clock)
    listing_listeners = ListingListeners(
        responder,
        Bookings(database, clock, shared.account.region),
        infrastructure.access,
        zone,
        contacts.sees_numbers,
        day_listeners.opens,
    )
    confirmation_listeners = ConfirmationListeners(
        responder, loading, appointment_service, users, shared.account, texts, clock
    )
    move_listeners = MoveListeners(responder, loading, moves, decisions, zone, clock)
    cancel_listeners = CancelListeners(responder, loading, moves, decisions, users, clock)
    addition_listeners = AdditionListeners(
        loading,
        appointment_service,
        moves,
        decisions,
        additions,
        contacts.group_to_join,
        confirmation_listeners.confirmation,
    )
    button_listeners = ButtonListeners(
        responder, moves, decisions, listing_listeners, users, infrastructure.access, zone
    )
    audiences = Audiences(
        infrastructure.smsit, infrastructure.region, key=infrastructure.key_for(KEY_FOR_WAITING_LISTS)
    )
    over = partial(_over, shared.safeguards.approvals, rules.limits)
    times = FreeTimes(
        database,
        appointment_service,
        moves,
        shared.permissions,
        clock,
        count=audiences.count,
        over=over,
    )
    offers = Offers(
        database, shared.send_service, rules, infrastructure.senders, clock, count=audiences.count, over=over
    )
    offer_listeners = OfferListeners(responder, loading, times, contacts, users, texts, clock)
    renderer = Renderer(database, zone, partial(_lost_role, shared.permissions))
    day_off_upkeep = DayOffUpkeep(database, clock, rules.follow_for)
    insertions: tuple[Place[Any], ...] = (
        *(_booking(form_listeners, part) for part in (Part.CONFIRMATION_TEXT, Part.REMINDER_TEXT)),
        _telling(Action.MOVED_TEXT, MOVE, move_listeners.form_of, move_listeners.drawn),
        _telling(Action.CANCELLED_TEXT, CANCEL, cancel_listeners.form_of, cancel_view.cancel),
        _telling(Action.DAY_TEXT, DAY_OFF, day_off_listeners.form_of, day_off_listeners.drawn),
        _offers(offer_listeners),
    )
    return Feature(
        verbs=(*form_listeners.verbs(), *listing_listeners.verbs(), *day_off_listeners.verbs()),
        listeners=(
            form_listeners,
            *(InsertionListeners(responder, shared.templates, each) for each in insertions),
            confirmation_listeners,
            move_listeners,
            cancel_listeners,
            offer_listeners,
            day_listeners,
            day_off_listeners,
            DayStoryListeners(responder, DayStories(database), zone, contacts.sees_numbers),
            addition_listeners,
            button_listeners,
            listing_listeners,
        ),
        jobs={CALL: attempts.run},
        upkeep=(
            *upkeep(Stage.CUT_OFF, {"appointments": attempts.look_after}, appointment_calls.ANY_PENDING),
            *upkeep(Stage.LOOKED_UP, {"free times": offers.offer}, free_times.DUE),
            *upkeep(Stage.FIGURES, {"days off": day_off_upkeep.follow}, day_off_upkeep.look),
        ),
        renderers=Renderers(
            subjects={
                Purpose.APPOINTMENT: renderer.draw,
                Purpose.CHANGE: renderer.draw_change,
                Purpose.DAY_OFF: renderer.draw_day_off,
                Purpose.FREE_TIME: renderer.draw_free_time,
            }
        ),
        home=(
            HomeButton(Role.SENDER, kit.button("Book", Action.NEW)),
            HomeButton(Role.VIEWER, kit.button("Today's appointments", Action.TODAY), day_listeners.today),
        ),
        forget=(Retention(database, clock, infrastructure.keep).run,),
    )


def _over(approvals: Approvals, limits: Limits, people: int, credits_upper: int) -> tuple[str, ...]:
    """Return why a free time is not offered to so many of a group, for so many credits at most."""
    found = approvals.over(people, credits_upper)
    most = limits.group_people
    if most is None or people <= most:
        return found
    return (*found, f"over {words.pluralize(most, 'recipient')} of one group")


def _lost_role(permissions: Permissions, user_id: str) -> str:
    """Return that whoever offers a free time has lost the role for it since, and what to do about it."""
    if not permissions.lacks(user_id, Role.BROADCASTER):
        return ""
    decider = permissions.decider_of_appointments
    return offer_view.LOST.format(owner=user_id, role=Role.BROADCASTER, decider=decider)


def _telling(
    prefix: Action, to: str, read: Callable[[Interaction], Told], draw: Callable[[Told], Block]
) -> Place[Told]:
    """Return the text of a form that tells the customer of a change."""
    return Place(prefix, Role.SENDER, to, read, notice.inserted, draw, notice.template_block)


def _offers(listeners: OfferListeners) -> Place[offer.Form]:
    return Place(
        Action.OFFER_TEXT,
        Role.BROADCASTER,
        OFFER,
        listeners.form_of,
        offer.inserted,
        offer_view.form,
        lambda form: form.text.template_block,
    )


def _booking(listeners: FormListeners, part: Part) -> Place[Form]:
    return Place(
        f"{FEATURE}.{part}",
        Role.SENDER,
        "book an appointment",
        listeners.form_of,
        lambda form, body: inserted(form, part, body),
        listeners.drawn,
        lambda form: field_of(form, part).template_block,
    )
