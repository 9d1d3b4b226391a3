"""One pretend SMS-iT account: its state, its ten endpoints, and the windows tests look through."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.sandbox.smsit import contact_calls, seed_people
from bot.sandbox.smsit.appointments import Appointment, AppointmentBook
from bot.sandbox.smsit.calendar import Calendar, Pending
from bot.sandbox.smsit.contacts import ContactBook
from bot.sandbox.smsit.credits import Purse
from bot.sandbox.smsit.delivery import Carrier, Outcome
from bot.sandbox.smsit.faults import FaultPlan, Trouble
from bot.sandbox.smsit.otp import OtpBook
from bot.sandbox.smsit.outbox import Outbox, TextOut
from bot.sandbox.smsit.quirks import Quirks
from bot.sandbox.smsit.refusals import BAD_KEY, NO_API_ACCESS, Params, Payload, RefusalError, text
from bot.sandbox.smsit.reports import Reports
from bot.sandbox.smsit.seed import fill
from bot.sandbox.smsit.send_calls import SendDesk

DEMO_KEY = "harbour-street-demo-key"

Steps = Generator[float, None, Payload]


@dataclass(frozen=True, slots=True)
class RequestSeen:
    """One call that came in: no parameters, no bodies."""

    endpoint: str
    method: str
    at: datetime
    trouble: Trouble


def utc_now() -> datetime:
    """Tell the time, in UTC."""
    return datetime.now(UTC)


class Account:
    """State of one account, worked out lazily from `clock`; every method may be called from any thread.

    `clock` gives aware UTC times and `sleep` waits on the server's event loop: tests pass fakes of both,
    and then nothing takes real time. `delivery_seconds` is the usual time until a text is delivered.
    `timezone` is the zone dates are read in, which the API never tells. `quirks` are the switches for
    what nobody knows about the real service.
    """

    def __init__(  # noqa: PLR0913 - an account is described by what it holds; all have defaults
        self,
        *,
        clock: Callable[[], datetime] = utc_now,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        contacts: int = 300,
        seed: int = 1,
        delivery_seconds: float = 6.0,
        timezone: str = "America/Los_Angeles",
        api_key: str = DEMO_KEY,
        credits: int = 5000,  # noqa: A002 - the service's own word
        voice_credits: int = 250,
        quirks: Quirks | None = None,
    ) -> None:
        self.clock = clock
        self.sleep = sleep
        self.api_key = api_key
        self.timezone = ZoneInfo(timezone)
        self.quirks = quirks or Quirks()
        self.sender_numbers = seed_people.SENDERS
        self.faults = FaultPlan()
        self.lock = threading.RLock()
        self._requests: list[RequestSeen] = []

        self._book = ContactBook()
        fill(self._book, contacts, seed, self.local_now())
        self._purse = Purse(self.quirks, credits, voice_credits)
        self._outbox = Outbox()
        self._calendar = Calendar()
        self._appointments = AppointmentBook(self._book, self.quirks)
        self._otps = OtpBook(self.quirks, self._purse, seed)
        carrier = Carrier(seed, delivery_seconds, seed_people.OUTCOMES, self.quirks)
        self._reports = Reports(self.quirks, self._outbox, carrier)
        self._desk = SendDesk(
            clock,
            self.timezone,
            seed,
            self.sender_numbers,
            self.quirks,
            self._book,
            self._purse,
            self._outbox,
            self._calendar,
        )

    def work(self, endpoint: str, params: Params) -> Steps:
        """Do one call; yields the pauses, in seconds, that a group send makes between texts.

        Gives the answer's fields, a refusal's too. KeyError: there is no such endpoint.
        """
        steps = self._steps(endpoint, params)
        while True:
            with self.lock:
                self._desk.settle()
                try:
                    pause = next(steps)
                except StopIteration as end:
                    payload: Payload = end.value
                    return payload
                except RefusalError as refusal:
                    return refusal.payload()
            yield pause

    def call(self, endpoint: str, **params: str) -> Payload:
        """Do one call with this account's key and without its pauses: for tests and the page."""
        steps = self.work(endpoint, {"apikey": self.api_key, **params})
        while True:
            try:
                next(steps)
            except StopIteration as end:
                payload: Payload = end.value
                return payload

    def _steps(self, endpoint: str, params: Params) -> Steps:
        if text(params, "apikey") != self.api_key:
            raise RefusalError(BAD_KEY, "Invalid API key.")
        if not self.quirks.api_access:
            raise RefusalError(NO_API_ACCESS, "Your plan has no API access.")
        if endpoint == "smsgroup":
            return (yield from self._desk.to_group(params))
        return self._at_once(endpoint)(params)

    def _at_once(self, endpoint: str) -> Callable[[Params], Payload]:
        now = self.clock()
        return {
            "addcontact": lambda params: contact_calls.add_contact(self._book, params, self.local_now()),
            "getcontacts": lambda params: contact_calls.get_contacts(self._book, params),
            "getbulksmsdeliveryreport": lambda params: self._reports.group(params, now),
            "smscontact": self._desk.to_contact,
            "getcontactsmsdeliveryreport": lambda params: self._reports.contact(params, now),
            "getcreditbalance": lambda params: self._purse.balance(params, now),
            "addappointment": self._appointments.add,
            "generateOTP": lambda _: self._otps.generate(now),
            "validateOtp": lambda params: self._otps.validate(params, now),
        }[endpoint]

    def local_now(self) -> datetime:
        """Tell the wall-clock time in the account's zone."""
        return self.clock().astimezone(self.timezone).replace(tzinfo=None)

    def saw(self, endpoint: str, method: str, trouble: Trouble) -> None:
        """Record that a call came in."""
        with self.lock:
            self._requests.append(RequestSeen(endpoint, method, self.clock(), trouble))

    @property
    def requests(self) -> tuple[RequestSeen, ...]:
        """Every call over HTTP so far."""
        with self.lock:
            return tuple(self._requests)

    @property
    def ledger(self) -> tuple[TextOut, ...]:
        """Every text that has left by now, in order."""
        with self.lock:
            self._desk.settle()
            return tuple(self._outbox.texts)

    @property
    def scheduled(self) -> tuple[Pending, ...]:
        """Every text the service holds for later, soonest first: what the API shows to nobody."""
        with self.lock:
            self._desk.settle()
            return self._calendar.waiting()

    @property
    def appointments(self) -> tuple[Appointment, ...]:
        """Every appointment made."""
        with self.lock:
            return self._appointments.appointments

    @property
    def codes(self) -> tuple[str, ...]:
        """Every one-time code ever made, used up or not: for whoever must know where one shows."""
        with self.lock:
            return tuple(self._otps.made)

    @property
    def book(self) -> ContactBook:
        """The contacts; hold `lock` while changing them."""
        return self._book

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of all groups."""
        with self.lock:
            return self._book.groups

    @property
    def credits(self) -> int:
        """The true SMS balance, without the lag of the API's answer."""
        with self.lock:
            self._desk.settle()
            return self._purse.sms

    def set_credits(self, amount: int) -> None:
        """Set the SMS balance."""
        with self.lock:
            self._purse.sms = amount

    def opt_out(self, number: str, group: str | None = None) -> None:
        """Let a contact opt out of one group, or of all. KeyError: there is no such contact."""
        with self.lock:
            self._book.opt_out(number, group)

    def delete_contact(self, number: str) -> None:
        """Remove a contact altogether. KeyError: there is no such contact."""
        with self.lock:
            self._book.delete(number)

    def outcome(self, text_out: TextOut) -> Outcome:
        """Tell what a report would say now of one text that left."""
        with self.lock:
            return self._reports.outcome(text_out, self.clock())
