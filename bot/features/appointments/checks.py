"""The last look at a text about an appointment, right before it goes: whether it is still right.

A reminder, and a notice that waits for its time, go long after they were asked for: they are also looked at
for whether they may come now.
"""

from collections.abc import Mapping
from typing import Final, Protocol

from sqlalchemy import Connection

from bot.engine.attempts import Refused
from bot.errors import UserError
from bot.features.appointments.waiting_list import NIGHT, is_free
from bot.features.contacts.service import ContactBook
from bot.features.sends.checks import Held, Look
from bot.features.sends.holds import Hold
from bot.features.sends.rules import SendRules
from bot.store import appointment_calls as calls
from bot.store import appointments, free_times
from bot.store.appointment_calls import PENDING, CallState
from bot.store.appointments import Appointment, Status
from bot.store.database import Database
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import AppointmentText, Send
from bot.texting import phones
from bot.texting.clock import Clock
from bot.texting.number_places import place
from bot.texting.quiet_hours import is_quiet

NOT_RIGHT: Final = "the appointment was cancelled or moved, so this text wasn't sent."
TAKEN: Final = "that time isn't offered any more, so this text wasn't sent."
OVER: Final = "the appointment is over, so this text wasn't sent."
OPTED_OUT: Final = "{masked} has opted out, so the {text} wasn't sent."
AT_NIGHT: Final = (
    "It's quiet hours for this number (estimated from its area code), so the {text} wasn't sent."
)
UNSETTLED: Final = (
    "We couldn't confirm whether the appointment was moved or cancelled, so the reminder wasn't sent. Settle "
    "that first, or send it anyway."
)


_CALLED: Final[Mapping[AppointmentText | None, str]] = {
    AppointmentText.REMINDER: "reminder",
    AppointmentText.NOTICE: "text about its change",
    AppointmentText.OFFER: "offer",
}


class HoldBack(Protocol):
    """Takes a queued send out of the queue."""

    def __call__(self, send_id: str, why: Hold, sentence: str, /) -> None:
        """Ask a person about a send instead of sending it."""


class ReminderChecks:
    """Looks at reminders, and at whether confirmations are still right; at no other text."""

    def __init__(
        self,
        database: Database,
        contacts: ContactBook,
        rules: SendRules,
        clock: Clock,
        *,
        hold_back: HoldBack,
    ) -> None:
        self._database = database
        self._clock = clock
        self._contacts = contacts
        self._rules = rules
        self._hold_back = hold_back

    def look(self, send: Send) -> Look:
        """Hold such a text back in quiet hours, a reminder while its appointment may have moved.

        Opt-outs are refused. A person who had it sent all the same has answered that. When SMS-iT cannot be
        asked about opt-outs it goes on: the sending itself tells.
        """
        if not _goes_late(send):
            return None
        text = _CALLED.get(send.appointment_text, "")
        if send.appointment_text is AppointmentText.REMINDER and self._may_have_moved(send):
            return self._held(send, Hold.UNCHECKED, UNSETTLED)
        if send.quiet_override is None and self._is_late(send):
            return self._held(send, Hold.QUIET, AT_NIGHT.format(text=text))
        try:
            card = self._contacts.lookup(send.to_phone)
        except UserError:
            return None
        if card is not None and not card.subscribed:
            return Refused(
                OutcomeCode.OPTED_OUT, OPTED_OUT.format(masked=phones.mask(send.to_number), text=text)
            )
        return None

    def stands_in(self, conn: Connection, send: Send) -> Refused | None:
        """Refuse a text whose appointment was cancelled or moved, or is over.

        In the transaction that claims it.
        """
        if send.appointment_text is None:
            return None
        if send.appointment_text is AppointmentText.OFFER:
            return None if self._is_offered(conn, send) else Refused(OutcomeCode.APPOINTMENT, TAKEN)
        known = appointments.get(conn, send.appointment_id or "")
        if known is None or not _is_right(conn, known, send):
            return Refused(OutcomeCode.APPOINTMENT, NOT_RIGHT)
        if known.at <= self._clock():
            return Refused(OutcomeCode.APPOINTMENT, OVER)
        return None

    def _is_offered(self, conn: Connection, send: Send) -> bool:
        """Tell whether the time that a text offers is still free."""
        own = (send.appointment_id, send.appointment_at)
        offered = (each for each in free_times.offered(conn) if (each.appointment_id, each.at) == own)
        return any(is_free(conn, each) and each.at > self._clock() for each in offered)

    def _may_have_moved(self, send: Send) -> bool:
        if send.decided_by is not None:
            return False
        with self._database.read() as conn:
            own = send.appointment_id or ""
            last = calls.newest(conn, (own,)).get(own)
        open_states = PENDING | {CallState.UNKNOWN}
        return last is not None and last.state in open_states and last.status is Status.RESCHEDULED

    def _is_late(self, send: Send) -> bool:
        """Tell whether it is quiet hours for a text; an offer comes at no night either."""
        night = NIGHT if send.appointment_text is AppointmentText.OFFER else None
        return is_quiet(place(send.to_phone), self._clock(), self._rules.windows, otherwise=night)

    def _held(self, send: Send, why: Hold, sentence: str) -> Held:
        self._hold_back(send.id, why, sentence)
        return Held()


def _goes_late(send: Send) -> bool:
    """Tell whether a text is one that goes long after it was asked for."""
    if send.appointment_text is AppointmentText.NOTICE:
        return send.send_at is not None
    return send.appointment_text in {AppointmentText.REMINDER, AppointmentText.OFFER}


def _is_right(conn: Connection, known: Appointment, send: Send) -> bool:
    """Tell whether a text still says what is true of an appointment."""
    if send.appointment_at != known.at:
        return False
    if send.appointment_text is AppointmentText.NOTICE:
        return _is_news(conn, known, send)
    return send.id in {*known.reminder_ids, known.confirmation_id} and not _is_off(conn, known)


def _is_news(conn: Connection, known: Appointment, send: Send) -> bool:
    """Tell whether a notice is of the newest move or cancellation, and no further one is wanted."""
    wanted = [
        each
        for each in calls.history(conn, known.id)
        if each.state is not CallState.REFUSED and each.status is not Status.CONFIRMED
    ]
    return bool(wanted) and wanted[-1].notice_id == send.id


def _is_off(conn: Connection, known: Appointment) -> bool:
    """Tell whether it is cancelled, or somebody wants it to be: a reminder would be worse than none."""
    last = calls.newest(conn, (known.id,))[known.id]
    wanted_off = last.status is Status.CANCELLED and last.state is not CallState.REFUSED
    return known.status is Status.CANCELLED or wanted_off
