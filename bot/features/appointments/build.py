"""Plugs in appointments: booked, moved, cancelled, and their texts."""

from functools import partial

from bot.access import Role
from bot.features.appointments.adding import Adding
from bot.features.appointments.browsing import Browsing
from bot.features.appointments.calling import CALL, Calling, enqueue_call
from bot.features.appointments.changing import Changing
from bot.features.appointments.composing import Composing
from bot.features.appointments.confirming import Confirming
from bot.features.appointments.drawing import Drawing
from bot.features.appointments.ids import Action
from bot.features.appointments.listing import Bookings
from bot.features.appointments.moving import Moving
from bot.features.appointments.pressing import Pressing
from bot.features.appointments.reminding import Reminders
from bot.features.appointments.retention import Forgetting
from bot.features.appointments.service import Booking
from bot.features.appointments.taking import Taking
from bot.features.contacts.doorways import Doorway
from bot.features.feature import Feature, HomeButton, Renderers, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.slack import kit
from bot.store.messages import Purpose


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    database, clock, rules = infrastructure.database, infrastructure.clock, shared.rules
    desk, people, senders = infrastructure.desk, infrastructure.people, infrastructure.senders
    zone, region, texts = rules.account_zone, infrastructure.region, infrastructure.policy.appointments
    contacts = shared.contacts
    shared.registries.beside_contact.append(Doorway("Book", Action.TO_CONTACT, Role.SENDER))
    shared.registries.text_checks.add(
        Reminders(database, contacts, rules, clock, hold_back=shared.outbox.hold_back)
    )
    queue = partial(enqueue_call, infrastructure.engine)
    taking = Taking(shared.outbox, clock, senders, zone=zone)
    booking = Booking(database, contacts, shared.safeguards, rules, clock, queue=queue)
    changing = Changing(database, taking, clock, queue=queue)
    moving = Moving(database, booking, account_zone=zone)
    calling = Calling(
        database,
        infrastructure.engine,
        infrastructure.smsit,
        taking,
        clock,
        latest=rules.latest,
        request_seconds=rules.request_seconds,
    )
    composing = Composing(desk, contacts, people, senders, texts, zone, region, clock)
    browsing = Browsing(desk, Bookings(database, clock), infrastructure.access, zone)
    confirming = Confirming(
        desk,
        infrastructure.checking,
        contacts,
        booking,
        moving,
        changing,
        Adding(infrastructure.smsit),
        people,
        senders,
        texts,
        zone,
        region,
        clock,
    )
    pressing = Pressing(desk, moving, changing, browsing, people, zone)
    return Feature(
        verbs=(*composing.verbs(), *browsing.verbs()),
        listeners=(composing, confirming, pressing, browsing),
        jobs={CALL: calling.run},
        upkeep=upkeep(Stage.CUT_OFF, {"appointments": calling.look_after}),
        renderers=Renderers(subjects={Purpose.APPOINTMENT: Drawing(database, zone).draw}),
        home=(HomeButton(Role.SENDER, kit.button("Book an appointment", Action.NEW)),),
        forget=(Forgetting(database, clock, infrastructure.keep).run,),
    )
