"""The front office of a clinic: everything about appointments, on a real database and a pretend SMS-iT."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.appointments.attempts import CallAttempts, enqueue_call
from bot.features.appointments.checks import ReminderChecks
from bot.features.appointments.day_off import DaysOff
from bot.features.appointments.day_rows import Rows
from bot.features.appointments.day_sheet import DaySheets
from bot.features.appointments.decisions import Decisions, Move
from bot.features.appointments.effects import Effects
from bot.features.appointments.free_times import FreeTimes
from bot.features.appointments.ids import AppointmentRef
from bot.features.appointments.listing import Bookings
from bot.features.appointments.move_preview import Moves
from bot.features.appointments.next_calls import NextCalls
from bot.features.appointments.offers import Offers
from bot.features.appointments.request import Request
from bot.features.appointments.service import AppointmentService, Plan
from bot.features.appointments.timeline import Timeline, read
from bot.features.appointments.upkeep import DayOffUpkeep
from bot.features.approvals import snapshot
from bot.features.do_not_text.service import DoNotText
from bot.features.groups.audience import first_name
from bot.features.groups.service import Audience
from bot.features.sends.attempts import TextAttempts
from bot.features.sends.preview import Preview
from bot.features.sends.submission import Submission
from bot.features.sends.upkeep import Upkeep
from bot.policy.model import Appointments as Suggested
from bot.policy.model import Approval
from bot.smsit import AlreadySubscribed, Endpoint, SmsItError
from bot.smsit.codes import refusal
from bot.store import appointment_calls as calls
from bot.store import appointments, sends
from bot.store.appointment_calls import Call
from bot.store.appointments import Appointment, Status
from bot.store.database import Database
from bot.store.sends import Send, SendKind
from bot.texting import phones
from bot.texting.quiet_hours import Window, Windows
from bot.texting.sender_ids import Senders
from bot.texting.spellings import canonical
from tests.clock import START, FakeClock
from tests.fakes.contacts import FakeContactBook
from tests.fakes.credits import FakeCredits
from tests.fakes.engine import FakeEngine
from tests.fakes.people import ANYBODY
from tests.fakes.smsit import FakeAppointmentClient
from tests.features.rules import safeguards, send_rules
from tests.features.sends.harness import MAYA, TOM
from tests.features.sends.harness import Harness as Room

__all__ = ["ACCOUNT", "ADA", "DAY", "MAYA", "NEXT_DAY", "TOM", "Harness"]

ADA, GRACE = "14155550100", "14155550101"
ACCOUNT = ZoneInfo("America/Los_Angeles")
LONDON = ZoneInfo("Europe/London")
DAY = START + timedelta(days=3)
NEXT_DAY = DAY + timedelta(days=1)
QUIET: Windows = {None: Window(time(21), time(8))}
LATEST = timedelta(minutes=15)
SENDERS = Senders(("14155550190", "14155550191"), ("HarbourSt",))


class Harness:
    def __init__(self, database: Database, clock: FakeClock, zone: ZoneInfo | None = ACCOUNT) -> None:
        self.database, self.clock = database, clock
        self.room = Room(database, clock)
        self.engine, self.client = FakeEngine("texts"), FakeAppointmentClient(clock)
        self.account = self.client.account
        self.contacts, self.credit = FakeContactBook(self.account), FakeCredits()
        self.do_not_text = DoNotText(database, clock)
        self.shown: list[str] = []
        database.on_outdated(self.shown.append)
        self.approval = Approval(channel="C0APPROVE", people=20)
        self.quiet: dict[str | None, Window | None] = {}
        rules = send_rules(windows=self.quiet, account_zone=zone, latest=LATEST)
        effects = Effects(self.room.send_service, clock, SENDERS, zone=zone)
        self.appointment_service = AppointmentService(
            database,
            self.contacts,
            safeguards(credits=self.credit, do_not_text=self.do_not_text),
            rules,
            clock,
            queue=self.queue,
        )
        self.moves = Moves(
            database,
            self.appointment_service,
            ANYBODY,
            clock,
            account_zone=zone,
            suggested=Suggested(),
        )
        self.next_calls = NextCalls(clock, ANYBODY, self.queue)
        self.decisions = Decisions(database, effects, clock, self.next_calls)
        self.bookings = Bookings(database, clock)
        self.day_sheets = DaySheets(database, clock, zone)
        rows = Rows(database, self.appointment_service, ANYBODY, rules, clock)
        self.days_off = DaysOff(
            database, self.appointment_service, rows, self.next_calls, effects, clock, over=self.over
        )
        self.free_times = FreeTimes(
            database,
            self.appointment_service,
            self.moves,
            ANYBODY,
            clock,
            count=self.count,
            over=self.over,
        )
        self.offering = Offers(
            database, self.room.send_service, rules, SENDERS, clock, count=self.count, over=self.over
        )
        self.day_off_upkeep = DayOffUpkeep(database, clock, timedelta(hours=72))
        self.call_attempts = CallAttempts(
            database,
            self.engine,
            self.client,
            effects,
            clock,
            latest=LATEST,
            request_seconds=35,
        )
        self.reminders = ReminderChecks(
            database,
            self.contacts,
            rules,
            clock,
            hold_back=self.room.send_service.hold_back,
        )
        self.attempts = TextAttempts(
            database,
            self.engine,
            self.client,
            self.do_not_text,
            rules,
            clock,
            check=self.reminders,
        )
        self.waiting = Upkeep(database, self.room.send_service, rules, clock)

    def over(self, people: int, credits_upper: int) -> tuple[str, ...]:
        return snapshot.over(self.approval, people, credits_upper)

    def count(self, group: str, _report: object = None) -> Audience:
        """The people of a group, read straight from the pretend account."""
        if self.contacts.is_down:
            raise UserError("SMS-iT does not answer.")
        rows = [each for each in self.account.book.members(group) if each.subscribed]
        names = {each.contact.number: first_name(each.contact.name) for each in rows}
        phones = tuple(canonical(each, "US") for each in names)
        return Audience(group, tuple(names), names, 0, 0, {}, phones=phones)

    def queue(self, conn: Connection, call_id: str, attempt: int) -> None:
        enqueue_call(self.engine, conn, call_id, attempt)

    # --- what people do

    def request(self, **changes: object) -> Request:
        usual: dict[str, object] = {
            "to": phones.from_digits(ADA),
            "at": DAY,
            "status": Status.UNCONFIRMED,
            "sender": "14155550190",
            "confirmation": None,
            "reminder": None,
            "hours": (),
        }
        return Request(**(usual | changes))

    def check(
        self, key: str = "key", *, channel: str | None = "C0FRONT", **changes: object
    ) -> Preview[Appointment, Plan]:
        return self.appointment_service.check(Submission(self.request(**changes), MAYA, channel, key, LONDON))

    def ask(self, key: str = "key", **changes: object) -> str:
        """Have an appointment booked; SMS-iT has not been told yet."""
        ready = self.check(key, **changes)
        self.appointment_service.confirm(ready.draft.id, ready.own.status, MAYA)
        return ready.draft.id

    def book(self, key: str = "key", **changes: object) -> str:
        appointment_id = self.ask(key, **changes)
        self.run()
        return appointment_id

    def with_texts(self, key: str = "key", **changes: object) -> str:
        both = {"confirmation": "See you %%Date%%, %%Name%%", "reminder": "Tomorrow %%Time%%", "hours": (24,)}
        return self.book(key, **(both | changes))

    def move(
        self,
        appointment_id: str,
        at: datetime,
        *,
        hours: int | None = 24,
        notice: str | None = None,
        who: Who = MAYA,
    ) -> None:
        before = () if hours is None else (hours,)
        self.decisions.move(Move(self.about(appointment_id), at, before, notice), who)

    def about(self, appointment_id: str) -> AppointmentRef:
        return self.timeline(appointment_id).about

    # --- what the engine and the clock do

    def run(self) -> None:
        """Run every job that was enqueued, once."""
        while waiting := [key for key in self.engine.jobs if key not in self.engine.done]:
            for key in waiting:
                self.engine.done.add(key)
                job = self.engine.jobs[key]
                (self.call_attempts.run if job.name == "appointments.call" else self.attempts.run)(job.args)

    def send_texts(self) -> None:
        """Run the attempts of the texts that were handed over."""
        jobs, self.room.jobs = self.room.jobs, []
        for kind, send_id, _attempt in jobs:
            assert kind is SendKind.CONTACT
            self.attempts.run({"send_id": send_id})

    def strike(self) -> None:
        """Let the clock strike, and what it fires go."""
        self.waiting.fire()
        self.send_texts()

    # --- what is true

    def timeline(self, appointment_id: str) -> Timeline:
        with self.database.read() as conn:
            found = read(conn, appointment_id)
        assert found is not None
        return found

    def the(self, appointment_id: str) -> Appointment:
        with self.database.read() as conn:
            found = appointments.get(conn, appointment_id)
        assert found is not None
        return found

    def last(self, appointment_id: str) -> Call:
        return self.timeline(appointment_id).last

    def calls(self, appointment_id: str) -> tuple[Call, ...]:
        with self.database.read() as conn:
            return calls.history(conn, appointment_id)

    def send(self, send_id: str | None) -> Send:
        with self.database.read() as conn:
            found = sends.get(conn, send_id or "")
        assert found is not None
        return found

    def reminder(self, appointment_id: str) -> Send:
        [reminder] = self.the(appointment_id).reminder_ids
        return self.send(reminder)


def refused(code: int) -> SmsItError:
    return refusal(Endpoint.ADD_APPOINTMENT, code)


def already() -> SmsItError:
    found = refusal(Endpoint.ADD_CONTACT, -7)
    assert isinstance(found, AlreadySubscribed)
    return found
