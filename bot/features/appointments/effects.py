"""What follows when SMS-iT took a call: the appointment is as it says, and its texts are on their way.

All in the transaction that records it. A text that may not go does not undo the booking: it is said.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.errors import UserError
from bot.features.appointments import texts
from bot.features.appointments.texts import Planned
from bot.features.sends.decisions import end
from bot.features.sends.service import SendService
from bot.store import appointment_calls as calls
from bot.store import appointments, messages, sends
from bot.store.appointment_calls import Call
from bot.store.appointments import Appointment, Status
from bot.store.messages import Purpose
from bot.store.sends import AppointmentText, HeldBy, NewSend
from bot.store.states import WAITING
from bot.texting import words
from bot.texting.clock import Clock
from bot.texting.segments import LONGEST_BYTES
from bot.texting.sender_ids import Senders

GONE: Final = "That appointment no longer exists. Book it again."
TOO_LONG: Final = "A text is too long once the name and time are filled in. Go back and shorten it."
EMPTY: Final = "A text is empty once the name and time are filled in. Go back and write something."
KEYS: Final[Mapping[AppointmentText, str]] = MappingProxyType(
    {each: f"appointment-{each}:" for each in AppointmentText}
)
"""What the keys of these sends begin with; the id of the call follows, so that none is made twice."""
_LABELS: Final[Mapping[AppointmentText, str]] = MappingProxyType(
    {
        AppointmentText.CONFIRMATION: "The confirmation text",
        AppointmentText.REMINDER: "The reminder",
        AppointmentText.NOTICE: "The text about it",
        AppointmentText.OFFER: "The offer",
    }
)


class Effects:
    """Writes down what SMS-iT took. ``zone`` is the account's, in which texts name times.

    ``senders`` are those its texts may come from.
    """

    def __init__(
        self, send_service: SendService, clock: Clock, senders: Senders, *, zone: ZoneInfo | None
    ) -> None:
        self._send_service = send_service
        self._senders = senders
        self._clock = clock
        self._zone = zone or ZoneInfo("UTC")  # without one nothing can be booked

    def take(self, conn: Connection, call: Call, sentence: str = "") -> None:
        """Write down a call that was taken, and plan, move or call off its texts.

        ``sentence`` is what there is to say of the call already.
        """
        known = found(appointments.get(conn, call.appointment_id, lock=True))
        values: dict[str, Any] = {"at": call.at, "status": call.status.value}
        said = [sentence]
        if known.status is None:
            values["confirmation_id"] = self._confirm(conn, known, call, said)
            values["reminder_ids"] = self._remind(conn, known, call, said)
        elif call.status is Status.RESCHEDULED:
            self.call_off(conn, known, call.user_id)
            values["reminder_ids"] = self._remind(conn, known, call, said)
        elif call.status is Status.CANCELLED:
            self.call_off(conn, known, call.user_id)
        self._tell(conn, known, call, said)
        appointments.write(conn, known.id, now=self._clock(), **values)
        if any(said):
            calls.note(conn, call.id, " ".join(filter(None, said)))

    def call_off(self, conn: Connection, known: Appointment, who: str) -> None:
        """Cancel the texts that wait; one that went out, or is going this moment, cannot be.

        A confirmation waits while SMS-iT cannot be reached, or somebody is to approve it. One that was sent
        before with an unclear outcome is not called cancelled: it may have gone out.
        """
        notices = (each.notice_id for each in calls.history(conn, known.id))
        theirs = [each for each in (known.confirmation_id, *known.reminder_ids, *notices) if each]
        for text in sends.get_many(conn, theirs):
            if text.state in WAITING:
                end(conn, text, who, self._clock())

    def _confirm(self, conn: Connection, known: Appointment, call: Call, said: list[str]) -> str | None:
        planned = confirmation(known, call.at, self._zone)
        if planned is None:
            return None
        if call.at <= self._clock():
            said.append("The appointment is over, so no confirmation text was sent.")
            return None
        return self._hand_over(conn, known, call, planned, AppointmentText.CONFIRMATION, said)

    def _remind(self, conn: Connection, known: Appointment, call: Call, said: list[str]) -> list[str]:
        planned, now = reminders(known, call.at, self._zone), self._clock()
        ahead = [each for each in planned if each.at is not None and each.at > now]
        if planned and not ahead:
            said.append("The reminder's time has passed, so none will be sent.")
        elif len(ahead) < len(planned):
            left = words.pluralize(len(ahead), "reminder")
            said.append(f"Some of the reminders' times have passed, so only {left} will be sent.")
        made = [
            self._hand_over(conn, known, call, each, AppointmentText.REMINDER, said, nth)
            for nth, each in enumerate(ahead)
        ]
        return [each for each in made if each]

    def _tell(self, conn: Connection, known: Appointment, call: Call, said: list[str]) -> None:
        """Tell the customer of a change, where somebody wanted that."""
        planned = notice(known, call, self._zone)
        if planned is None:
            return
        if call.at <= self._clock():
            said.append("The appointment is over, so the customer wasn't told.")
            return
        if planned.at is not None and planned.at <= self._clock():
            planned = Planned(planned.body, None)
        told = self._hand_over(conn, known, call, planned, AppointmentText.NOTICE, said)
        if told is not None:
            calls.told(conn, call.id, told)

    def _hand_over(
        self,
        conn: Connection,
        known: Appointment,
        call: Call,
        planned: Planned,
        what: AppointmentText,
        said: list[str],
        nth: int = 0,
    ) -> str | None:
        number, alpha = self._senders.behind(known.sender)
        new = NewSend(
            key=f"{KEYS[what]}{call.id}" + (f":{nth}" if nth else ""),
            user_id=call.user_id,
            sender=number,
            alpha_sender=alpha,
            appointment_id=known.id,
            appointment_text=what,
            appointment_at=call.at,
            **_columns(known, planned),
        )
        draft = sends.insert_draft(conn, new, now=self._clock())
        try:
            self._send_service.hand_over(conn, draft)
        except UserError as error:
            said.append(f"{_LABELS[what]} won't be sent: {error.sentence}")
            return None
        messages.put_under(conn, draft.id, known.id, Purpose.APPOINTMENT)
        return draft.id


def confirmation(known: Appointment, at: datetime, zone: ZoneInfo) -> Planned | None:
    """Return the confirmation text as it would arrive; none when none is wanted."""
    if known.confirmation_text is None:
        return None
    return Planned(texts.rendered(known.confirmation_text, known.name, at, zone), None)


def reminders(
    known: Appointment, at: datetime, zone: ZoneInfo, hours: Sequence[int] | None = None
) -> tuple[Planned, ...]:
    """Return the reminders of an appointment at that time (aware) as they would arrive, the first first.

    So many ``hours`` before it; None for those it has.
    """
    if known.reminder_text is None:
        return ()
    body = texts.rendered(known.reminder_text, known.name, at, zone)
    before = known.hours_before if hours is None else hours
    return tuple(Planned(body, texts.reminder_at(at, each)) for each in before)


def notice(known: Appointment, call: Call, zone: ZoneInfo) -> Planned | None:
    """Return what the customer is told of a call as it would arrive; none when nothing is."""
    if call.notice is None:
        return None
    return Planned(texts.rendered(call.notice, known.name, call.at, zone), call.notice_at)


def sendable(body: str, *, empty: bool = False) -> str:
    """Return a text as it would arrive. Raises :exc:`UserError` when it is too long, or empty unasked."""
    if len(body.encode()) > LONGEST_BYTES:
        raise UserError(TOO_LONG)
    if not (empty or body.strip()):
        raise UserError(EMPTY)
    return body


def found(known: Appointment | None) -> Appointment:
    """Return the appointment. Raises :exc:`UserError` when there is none any more."""
    if known is None:
        raise UserError(GONE)
    return known


def _columns(known: Appointment, planned: Planned) -> Mapping[str, Any]:
    measure = planned.measure
    return {
        "team_id": known.team_id,
        "to_number": known.number,
        "to_phone": known.phone,
        "to_name": known.name,
        "body": planned.body,
        "segments": measure.segments,
        "credits": measure.segments,
        "credits_upper": measure.upper_bound,
        "origin_channel": known.origin_channel,
        "held_by": HeldBy.NONE if planned.at is None else HeldBy.BOT,
        "send_at": planned.at,
        "zone": known.zone,
    }
