"""How Slack reaches the confirmation of an appointment, and of its move."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.appointments import confirm_view, contact_view, form, move_view
from bot.features.appointments.adding import Adding
from bot.features.appointments.changing import Changing
from bot.features.appointments.ids import FEATURE, About, Modal, Part
from bot.features.appointments.moments import zone_of
from bot.features.appointments.moving import Moving
from bot.features.appointments.service import Booking, Plan
from bot.features.contacts.groups import GONE as GROUP_GONE
from bot.features.contacts.service import ContactBook
from bot.features.outbox.preview import Preview
from bot.features.outbox.request import Request
from bot.policy.model import Appointments as Suggested
from bot.slack.checking import Checking, Told
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.forms import State
from bot.slack.kit import Block
from bot.slack.people import People
from bot.slack.visits import Visit
from bot.slack.writing import message as message_field
from bot.store.appointments import Appointment, Status
from bot.texting.clock import Clock
from bot.texting.sender_ids import Senders

LOOKING: Final = "Looking up the contact and the balance …"
ADDING: Final = "Adding the number to your contacts …"
BOOKING: Final = ":white_check_mark: Added. It is being booked; its message says how that goes."


@dataclass(frozen=True, slots=True)
class Confirming:
    """Takes the filled-in forms, shows what they mean, and hands over what was confirmed."""

    desk: Desk
    checking: Checking
    contacts: ContactBook
    booking: Booking
    moving: Moving
    changing: Changing
    adding: Adding
    people: People
    senders: Senders
    suggested: Suggested
    account_zone: ZoneInfo | None
    region: str | None
    clock: Clock

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.submission(Modal.BOOK, Role.SENDER, self.filled_in)
        entrances.submission(Modal.CONFIRM, Role.SENDER, self.confirmed)
        entrances.submission(Modal.MOVE, Role.SENDER, self.moved)
        entrances.submission(Modal.CONFIRM_MOVE, Role.SENDER, self.move_confirmed)
        entrances.submission(Modal.ADD, Role.SENDER, self.added)
        entrances.submission(Modal.NEW_CONTACT, Role.SENDER, self.add_contact)

    def filled_in(self, visit: Visit) -> None:
        """Answer what is wrong beside its field, or look up what the confirmation says and show it."""
        self.desk.leave(visit)
        zone = zone_of(self.account_zone)
        meta = visit.state(form.Meta)
        filled = form.drafted(visit.view, meta, self.suggested)
        asked = form.wanted(filled, senders=self.senders, region=self.region, zone=zone, now=self.clock())

        def find(key: str, _told: Told) -> Block:
            own = self.people.zone(visit.who.user_id)
            preview = self.booking.check(Request(asked, visit.who, meta.channel, key, own))
            return message_field.noted(self._shown(preview, meta.channel), filled.left_out)

        self.checking.push(visit, FEATURE, LOOKING, find)

    def add_contact(self, visit: Visit) -> None:
        """Add the number to the group chosen, in the same view, and go on to the confirmation."""
        meta = visit.state(confirm_view.Meta)
        state = State.of(visit.view)
        choice, name = state.chosen(Part.GROUP), state.text(Part.NAME)
        option = state.chosen_option(Part.GROUP)

        def find(_key: str, _told: Told) -> Block:
            number = self.booking.number(meta.draft_id, visit.who)
            try:
                self.adding.add(number, self._group(choice), name)
            except UserError as error:  # the same form again: what was filled in is not lost
                return contact_view.new_contact(meta, name, group=option, trouble=error.sentence)
            return self._shown(self.booking.check_again(meta.draft_id, Status(meta.status)), meta.channel)

        self.checking.turn(visit, FEATURE, ADDING, find)

    def confirmed(self, visit: Visit) -> None:
        """Record the appointment as confirmed, with its job, and close the modal."""
        meta = visit.state(confirm_view.Meta)
        self.booking.confirm(meta.draft_id, meta.status, visit.who)
        visit.ack(response_action="clear")

    def moved(self, visit: Visit) -> None:
        """Answer what is wrong with a move beside its field, or show what it means."""
        self.desk.leave(visit)
        zone = zone_of(self.account_zone)
        meta = visit.state(move_view.Meta)
        wanted = move_view.wanted(move_view.drafted(State.of(visit.view)), meta, zone, self.clock())

        def find(_key: str, _told: Told) -> Block:
            return confirm_view.confirm_move(self.moving.check(wanted), move_view.zone_of(meta), zone)

        self.checking.push(visit, FEATURE, LOOKING, find)

    def move_confirmed(self, visit: Visit) -> None:
        """Record the move as confirmed, with its job, and close the modal."""
        meta = visit.state(confirm_view.MoveMeta)
        self.changing.move(confirm_view.moved_to(meta, datetime.fromtimestamp(meta.at, UTC)), visit.who)
        visit.ack(response_action="clear")

    def added(self, visit: Visit) -> None:
        """Add the number of a refused booking to a group, and book it once more."""
        about = visit.state(About)
        state = State.of(visit.view)
        choice, name = state.chosen(Part.GROUP), state.text(Part.NAME)

        def find(_key: str, _told: Told) -> Block:
            return self._add_and_book(about, (choice, name), visit.who)

        self.checking.push(visit, FEATURE, ADDING, find)

    def _add_and_book(self, about: About, typed: tuple[str, str], who: Who) -> Block:
        choice, name = typed
        number = self.moving.look(about.appointment_id).known.number
        self.adding.add(number, self._group(choice), name)
        self.changing.again(about, who)
        return confirm_view.done(BOOKING)

    def _shown(self, preview: Preview[Appointment, Plan], channel: str | None) -> Block:
        if preview.own.card is None:
            meta = confirm_view.Meta(preview.draft.id, preview.own.status.value, channel)
            return contact_view.new_contact(meta)
        return confirm_view.confirmation(preview, zone_of(self.account_zone))

    def _group(self, choice: str) -> str:
        group = self.contacts.group_to_join(choice)
        if group is None:
            raise UserError(GROUP_GONE)
        return group
