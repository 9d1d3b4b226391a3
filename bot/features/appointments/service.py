"""Booking an appointment: checked, written down, confirmed, and handed to the job that tells SMS-iT.

Checking asks SMS-iT and takes its time; confirming is one short transaction, because Slack waits for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.appointments.effects import confirmation, found, reminders, sendable
from bot.features.appointments.ids import Action
from bot.features.appointments.listing import Bookings
from bot.features.appointments.next_calls import Queue
from bot.features.appointments.request import Request
from bot.features.appointments.texts import Planned
from bot.features.appointments.timeline import Timeline
from bot.features.appointments.validation import zone_of
from bot.features.contacts.service import Card, ContactBook
from bot.features.sends.preview import Funds, Preview
from bot.features.sends.refusals import PASSED
from bot.features.sends.rules import SendRules
from bot.features.sends.safeguards import Safeguards
from bot.features.sends.submission import Submission
from bot.store import appointment_calls as calls
from bot.store import appointments, messages
from bot.store.appointment_calls import NewCall
from bot.store.appointments import Appointment, NewAppointment, Status
from bot.store.change_plans import Silent
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.texting import phones
from bot.texting.clock import Clock
from bot.texting.spellings import canonical

__all__ = ["MOVING_ACTIONS", "NO_TEXTS", "WHY_SILENT", "AppointmentService", "Bookings", "Plan", "Timeline"]

MOVING_ACTIONS: Final = frozenset({Action.MOVE, Action.CANCEL})
"""What of the buttons of an appointment a verified code may open."""
NOT_YOURS: Final = "Someone else started this booking. Book the appointment yourself: `/sms appointment`."
WHY_SILENT: Final[Mapping[Silent, str]] = {
    Silent.LISTED: "is on the do-not-text list",
    Silent.OPTED_OUT: "has opted out",
}
NO_TEXTS: Final = "{masked} {why}, so no texts will be sent. You can still book the appointment."


@dataclass(frozen=True, slots=True)
class Plan:
    """What an appointment is booked as, and what goes with it.

    ``card`` is None when the number is no contact yet. ``existing`` is one the bot booked at the same time.
    """

    status: Status
    card: Card | None = field(repr=False)
    texts: tuple[Planned, ...] = ()
    existing: Appointment | None = None


class AppointmentService:
    """Checks and books appointments."""

    def __init__(
        self,
        database: Database,
        contacts: ContactBook,
        safeguards: Safeguards,
        rules: SendRules,
        clock: Clock,
        *,
        queue: Queue,
    ) -> None:
        self._database = database
        self._contacts = contacts
        self._credits = safeguards.credits
        self.is_closed = safeguards.is_closed
        self._do_not_text = safeguards.do_not_text
        self._clock = clock
        self._queue = queue
        self._account_zone = rules.account_zone
        self._night = rules.night_sentence

    def check(self, submission: Submission[Request]) -> Preview[Appointment, Plan]:
        """Look everything up and write the appointment down; asking twice writes it down once.

        Raises :exc:`UserError` when it cannot be booked as it stands, or SMS-iT does not answer.
        """
        request = submission.request
        card = self._contacts.lookup(request.to.digits)
        new = NewAppointment(
            key=submission.key,
            team_id=submission.who.team_id,
            user_id=submission.who.user_id,
            origin_channel=submission.channel,
            number=card.number if card else request.to.digits,
            phone=canonical(request.to.digits),
            name=card.name or None if card else None,
            at=request.at,
            zone=submission.zone.key,
            sender=request.sender,
            confirmation_text=request.confirmation,
            reminder_text=request.reminder,
            hours_before=request.hours,
        )
        with self._database.write() as conn:
            draft = appointments.insert_draft(conn, new, now=self._clock())
        full = request.is_typed or self._contacts.sees_numbers(submission.who)
        return replace(self._preview(draft, request.status, card), full=full)

    def sees_numbers(self, who: Who) -> bool:
        """Tell whether a person sees numbers in full."""
        return self._contacts.sees_numbers(who)

    def check_again(self, draft_id: str, status: Status, who: Who) -> Preview[Appointment, Plan]:
        """Look at a draft once more, whose number has been added to the contacts. As :meth:`check`.

        Raises :exc:`UserError` too when it is somebody else's.
        """
        with self._database.read() as conn:
            draft = _own(appointments.get(conn, draft_id), who)
        card = self._contacts.lookup(draft.phone)
        if card is not None and card.name:
            with self._database.write() as conn:
                appointments.write(conn, draft.id, now=self._clock(), name=card.name)
                draft = found(appointments.get(conn, draft_id))
        return replace(self._preview(draft, status, card), full=True)  # no contact's: it was typed

    def number(self, draft_id: str, who: Who) -> str:
        """Return the number (digits) of a person's own draft. Raises :exc:`UserError` when there is none."""
        with self._database.read() as conn:
            return _own(appointments.get(conn, draft_id), who).number

    def confirm(self, draft_id: str, status: Status, who: Who) -> None:
        """Book it: one short transaction, durable when it returns. A second confirmation changes nothing.

        Raises :exc:`UserError` when the draft is gone or somebody else's, or its time has passed.
        """

        def book(conn: Connection) -> None:
            now = self._clock()
            draft = _own(appointments.get(conn, draft_id, lock=True), who)
            if draft.created_at < draft.at <= now:  # what was over before is recorded knowingly
                raise UserError(PASSED)
            new = NewCall(draft.id, None, who.user_id, draft.at, status)
            call = calls.insert(conn, new, now=now)
            if call is not None:
                appointments.write(conn, draft.id, now=now)
                messages.open_another(conn, draft.id, Purpose.APPOINTMENT)
                self._queue(conn, call.id, 0)

        self._database.write_with_others(book)

    def funds(self, planned: tuple[Planned, ...], *, released: int = 0) -> Funds | None:
        """Return what texts take, and the balance; None for no texts.

        ``released`` are the credits reserved for texts that these take the place of. Raises :exc:`UserError`
        when SMS-iT gives no balance.
        """
        if not planned:
            return None
        measures = [each.measure for each in planned]
        takes = sum(each.segments for each in measures), sum(each.upper_bound for each in measures)
        balance, reserved = self._credits.sms_balance(), self._credits.reserved()
        return Funds(*takes, balance, max(0, reserved - released))

    def nights(
        self, number: str, planned: tuple[Planned, ...], now: str = "The confirmation text"
    ) -> tuple[str, ...]:
        """Return remarks about those texts to a number (digits) that would come in quiet hours.

        ``now`` is what the one is called that goes at once.
        """
        said = (self._night(number, each.at or self._clock()) for each in planned)
        kinds = ("The reminder" if each.at else now for each in planned)
        found = (f"{kind}: {sentence}" for kind, sentence in zip(kinds, said, strict=True) if sentence)
        return tuple(dict.fromkeys(found))

    def _preview(self, draft: Appointment, status: Status, card: Card | None) -> Preview[Appointment, Plan]:
        zone = zone_of(self._account_zone)
        texted = draft.confirmation_text or draft.reminder_text
        why = self._silence(draft.phone, card) if texted else None
        silent = NO_TEXTS.format(masked=phones.mask(draft.phone), why=WHY_SILENT[why]) if why else ""
        if silent:
            with self._database.write() as conn:
                none = {"confirmation_text": None, "reminder_text": None, "hours_before": None}
                appointments.write(conn, draft.id, now=self._clock(), **none)
                draft = found(appointments.get(conn, draft.id))
        first = confirmation(draft, draft.at, zone)
        planned = (*([first] if first else []), *reminders(draft, draft.at, zone))
        for each in planned:
            sendable(each.body, empty=card is None)
        with self._database.read() as conn:
            existing = appointments.at_that_time(conn, draft.phone, draft.at, without=draft.id)
        nights = self.nights(draft.phone, planned)
        return Preview(
            draft,
            Plan(status, card, planned, existing),
            None if card is None else self.funds(planned),
            warnings=(*([silent] if silent else ()), *nights),
            is_aside=self.is_closed(draft.origin_channel),
        )

    def silent(self, number: str) -> Silent | None:
        """Return why a number (digits) must not be texted; None when it may be.

        Raises :exc:`UserError` when SMS-iT does not answer.
        """
        return self._silence(number, self._contacts.lookup(number))

    def _silence(self, number: str, card: Card | None) -> Silent | None:
        if self._do_not_text.is_listed(number, *((card.number,) if card is not None else ())):
            return Silent.LISTED
        return Silent.OPTED_OUT if card is not None and not card.subscribed else None


def _own(draft: Appointment | None, who: Who) -> Appointment:
    known = found(draft)
    if known.user_id != who.user_id:
        raise UserError(NOT_YOURS)
    return known
