"""The last look at a text about an appointment, right before it goes: whether it is still right.

A reminder, which goes long after it was asked for, is also looked at for whether it may come now.
"""

from typing import Final, Protocol

from sqlalchemy import Connection

from bot.engine.attempts import Refused
from bot.errors import UserError
from bot.features.contacts.service import ContactBook
from bot.features.sends.checks import Held, Look
from bot.features.sends.holds import Hold
from bot.features.sends.rules import SendRules
from bot.store import appointment_calls as calls
from bot.store import appointments
from bot.store.appointment_calls import PENDING, CallState
from bot.store.appointments import Appointment, Status
from bot.store.database import Database
from bot.store.sends import AppointmentText, Send
from bot.texting import phones
from bot.texting.clock import Clock
from bot.texting.number_places import place
from bot.texting.quiet_hours import is_quiet

NOT_RIGHT: Final = "the appointment was cancelled or moved, so this text wasn't sent."
OVER: Final = "the appointment is over, so this text wasn't sent."
OPTED_OUT: Final = "{masked} has opted out, so the reminder wasn't sent."
AT_NIGHT: Final = (
    "It is quiet hours for this number (estimated from its area code), so the reminder wasn't sent."
)
UNSETTLED: Final = (
    "We couldn't confirm whether the appointment was moved or cancelled, so the reminder wasn't sent. Settle "
    "that first, or send it anyway."
)


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
        self._quiet = rules.windows
        self._hold_back = hold_back

    def look(self, send: Send) -> Look:
        """Hold a reminder back in quiet hours, and while its appointment may have moved; refuse an opt-out.

        A person who had it sent all the same has answered that. When SMS-iT cannot be asked about opt-outs it
        goes on: the sending itself tells.
        """
        if send.appointment_text is not AppointmentText.REMINDER:
            return None
        if self._may_have_moved(send) and send.decided_by is None:
            return self._held(send, Hold.UNCHECKED, UNSETTLED)
        if send.quiet_override is None and is_quiet(place(send.to_phone), self._clock(), self._quiet):
            return self._held(send, Hold.QUIET, AT_NIGHT)
        try:
            card = self._contacts.lookup(send.to_phone)
        except UserError:
            return None
        if card is not None and not card.subscribed:
            return Refused("opted_out", OPTED_OUT.format(masked=phones.mask(send.to_number)))
        return None

    def stands_in(self, conn: Connection, send: Send) -> Refused | None:
        """Refuse a text whose appointment was cancelled or moved, or is over.

        In the transaction that claims it.
        """
        if send.appointment_text is None:
            return None
        known = appointments.get(conn, send.appointment_id or "")
        if known is None or not _is_its(known, send) or _is_off(conn, known):
            return Refused("appointment", NOT_RIGHT)
        if known.at <= self._clock():
            return Refused("appointment", OVER)
        return None

    def _may_have_moved(self, send: Send) -> bool:
        with self._database.read() as conn:
            own = send.appointment_id or ""
            last = calls.newest(conn, (own,)).get(own)
        open_states = PENDING | {CallState.UNKNOWN}
        return last is not None and last.state in open_states and last.status is Status.RESCHEDULED

    def _held(self, send: Send, why: Hold, sentence: str) -> Held:
        self._hold_back(send.id, why, sentence)
        return Held()


def _is_its(known: Appointment, send: Send) -> bool:
    """Tell whether a text is the one an appointment has now, and tells the time it is at."""
    return send.id in {known.reminder_id, known.confirmation_id} and send.appointment_at == known.at


def _is_off(conn: Connection, known: Appointment) -> bool:
    """Tell whether it is cancelled, or somebody wants it to be: a reminder would be worse than none."""
    last = calls.newest(conn, (known.id,))[known.id]
    wanted_off = last.status is Status.CANCELLED and last.state is not CallState.REFUSED
    return known.status is Status.CANCELLED or wanted_off
