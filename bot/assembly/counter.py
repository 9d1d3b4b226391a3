"""The ways in from Slack to what is done about customers: codes, contacts, imports, appointments."""

from dataclasses import dataclass
from typing import Protocol

from bot.access import Role, Who
from bot.assembly.ground import Ground
from bot.assembly.services import Services
from bot.features.appointments.browsing import Browsing
from bot.features.appointments.composing import Composing as ComposingAppointment
from bot.features.appointments.confirming import Confirming as ConfirmingAppointment
from bot.features.appointments.ids import Action as AppointmentAction
from bot.features.appointments.pressing import Pressing as PressingAppointment
from bot.features.contact_import.composing import Composing as ComposingImport
from bot.features.contact_import.confirming import Confirming as ConfirmingImport
from bot.features.contact_import.ids import Action as ImportAction
from bot.features.contact_import.pressing import Pressing as PressingImport
from bot.features.contacts.adding import Adding
from bot.features.contacts.doorways import Doorway
from bot.features.contacts.exporting import Exporting
from bot.features.contacts.ids import Action as ContactAction
from bot.features.contacts.looking import Looking
from bot.features.delivery.ids import Action as DeliveryAction
from bot.features.delivery.recalling import Recalling
from bot.features.delivery.recent import Recents
from bot.features.otp.composing import Composing as ComposingCode
from bot.features.otp.confirming import Confirming as ConfirmingCode
from bot.features.otp.ids import Action as CodeAction
from bot.features.otp.listeners import Checks
from bot.features.sms.ids import Action as TextAction
from bot.slack import kit
from bot.slack.background import LatestWins
from bot.slack.commands import Verb
from bot.slack.entrances import Entrances
from bot.slack.kit import Block


class Listeners(Protocol):
    """Ways in of a feature."""

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The rows of the command table that lead to a feature, and its listeners."""

    verbs: tuple[Verb, ...]
    listeners: tuple[Listeners, ...]


class Counter:
    """Registers the listeners, and returns the rows of the command table."""

    def __init__(self, ground: Ground, services: Services) -> None:
        self._access = ground.access
        self._ways = tuple(of(ground, services) for of in (_codes, _contacts, _imports, _appointments))

    def verbs(self) -> tuple[Verb, ...]:
        """Return the rows of the command table."""
        return tuple(verb for ways in self._ways for verb in ways.verbs)

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        for ways in self._ways:
            for each in ways.listeners:
                each.register(entrances)

    def buttons(self, who: Who) -> tuple[Block, ...]:
        """Return what the Home tab offers a person to begin with."""
        offered = (
            (Role.SENDER, kit.button("Send a text", TextAction.NEW, style="primary")),
            (Role.SENDER, kit.button("Send a code", CodeAction.NEW)),
            (Role.SENDER, kit.button("Book an appointment", AppointmentAction.NEW)),
            (Role.VIEWER, kit.button("Find contacts", ContactAction.NEW)),
        )
        return tuple(button for role, button in offered if self._access.allows(who, role))


def _codes(ground: Ground, services: Services) -> Ways:
    desk, checking, rules, codes = ground.desk, ground.checking, ground.policy.otp, services.codes
    region = ground.settings.default_region
    composing = ComposingCode(desk, services.contacts, codes.record, rules, ground.senders, region)
    checks = Checks(desk, checking, codes.verifying, codes.record, ground.people, ground.clock)
    confirming = ConfirmingCode(checking, codes.sending, ground.people, rules, ground.senders, region)
    return Ways((*composing.verbs(), *checks.verbs()), (confirming, composing, checks))


def _contacts(ground: Ground, services: Services) -> Ways:
    desk, checking, rules, people = ground.desk, ground.checking, ground.policy.contacts, services.people
    looking = Looking(
        desk,
        checking,
        people.finder,
        services.contacts,
        services.do_not_text,
        ground.access,
        rules,
        beside_one=(
            Doorway("Text", TextAction.TO_CONTACT, Role.SENDER),
            Doorway("Send a code", CodeAction.TO_CONTACT, Role.SENDER),
            Doorway("Book", AppointmentAction.TO_CONTACT, Role.SENDER),
            Doorway("Recent texts", DeliveryAction.RECENT, Role.VIEWER),
        ),
        beside_all=(Doorway("Import", ImportAction.OPEN, Role.BROADCASTER),),
    )
    region = ground.settings.default_region
    adding = Adding(desk, checking, people.additions, services.contacts, region, ground.clock)
    exporting = Exporting(checking, people.exports, ground.poster, ground.files, rules)
    recalling = Recalling(desk, Recents(ground.database, region), ground.people, ground.access)
    return Ways((*looking.verbs(), *adding.verbs()), (looking, adding, exporting, recalling))


def _imports(ground: Ground, services: Services) -> Ways:
    imports = services.imports
    edits = LatestWins(ground.long)
    composing = ComposingImport(ground.desk, imports.preparing, services.contacts, edits.run)
    confirming = ConfirmingImport(ground.checking, composing, imports.imports, edits.drop)
    return Ways(composing.verbs(), (composing, confirming, PressingImport(imports.imports)))


def _appointments(ground: Ground, services: Services) -> Ways:
    settings, desk, people, senders = ground.settings, ground.desk, ground.people, ground.senders
    zone, region, rules = settings.smsit_timezone, settings.default_region, ground.policy.appointments
    appointments, contacts = services.appointments, services.contacts
    composing = ComposingAppointment(desk, contacts, people, senders, rules, zone, region, ground.clock)
    browsing = Browsing(desk, appointments.bookings, ground.access, zone)
    confirming = ConfirmingAppointment(
        desk,
        ground.checking,
        contacts,
        appointments.booking,
        appointments.moving,
        appointments.changing,
        appointments.adding,
        people,
        senders,
        rules,
        zone,
        region,
        ground.clock,
    )
    pressing = PressingAppointment(desk, appointments.moving, appointments.changing, browsing, people, zone)
    return Ways((*composing.verbs(), *browsing.verbs()), (composing, confirming, pressing, browsing))
