"""SMS-iT in the same process: its texts, codes, appointments and reports."""

import itertools
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.engine.attempts import Accepted, Outcome
from bot.sandbox.smsit.account import Account
from bot.smsit import (
    AppointmentStatus,
    Contact,
    ContactReport,
    Endpoint,
    Otp,
    SmsItError,
    Unavailable,
    decode,
)
from bot.smsit.codes import refusal
from bot.store.sends import Send
from tests.clock import FakeClock
from tests.fakes.database import Crash
from tests.fakes.users import LOS_ANGELES

NO_REPORT = Unavailable(Endpoint.CONTACT_REPORT, "it did not answer in time")


class FakeCarrier:
    """Remembers whom it texted, and answers as it is told to."""

    def __init__(self) -> None:
        self.texted: list[str] = []
        self.replies: deque[Outcome | Crash] = deque()
        self.meanwhile: Callable[[], object] = list

    def __call__(self, send: Send) -> Outcome:
        answer = self.replies.popleft() if self.replies else Accepted()
        if isinstance(answer, Accepted | Crash):
            self.texted.append(send.to_number)
        meanwhile, self.meanwhile = self.meanwhile, list
        meanwhile()
        if isinstance(answer, Crash):
            raise answer
        return answer


@dataclass
class FakeCodeClient:
    """What codes need. ``fails`` is what calls raise, by their name; ``before`` what happens first.

    A code is good for anybody, as SMS-iT's are. Here it is no hexadecimal number, so that no id holds it.
    """

    contacts: list[Contact] = field(default_factory=list)
    balance: int = 100
    fails: dict[str, Exception] = field(default_factory=dict)
    before: dict[str, Callable[[], object]] = field(default_factory=dict)
    texts: list[tuple[str, str]] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    replies: bool = True
    codes: Any = field(default_factory=lambda: (f"{94 + nth}k87w" for nth in itertools.count()))

    def get_contacts(
        self, *, number: str | None = None, name: str | None = None, **_: object
    ) -> list[Contact]:
        self._call("get_contacts")
        request = [each for each in self.contacts if number is None or number in each.number]
        return [each for each in request if name is None or name.lower() in each.name.lower()]

    def credit_balance(self, *_kind: object) -> int:
        return self.balance

    def generate_otp(self) -> Otp:
        self._call("generate_otp")
        self.made.append(next(self.codes))
        return Otp(self.made[-1])

    def send_to_contact(self, _sender: str, to: str, message: str, *, alpha_sender: str | None) -> None:
        assert alpha_sender is None
        self._call("send_to_contact")
        self.texts.append((to, message))

    def validate_otp(self, code: str) -> bool:
        self._call("validate_otp")
        self.asked.append(code)
        return self.replies and code in self.made

    def _call(self, name: str) -> None:
        self.before.get(name, lambda: None)()
        if name in self.fails:
            raise self.fails[name]


class FakeAppointmentClient:
    """SMS-iT in the same process. ``trouble`` is raised instead of asking, or after it was asked."""

    def __init__(self, clock: FakeClock) -> None:
        self.account = Account(clock=clock, contacts=60)
        self.before: BaseException | None = None
        self.after: BaseException | None = None
        self.asked: list[tuple[str, datetime, AppointmentStatus]] = []
        self.texts: list[tuple[str, str]] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def add_appointment(self, number: str, at: datetime, status: AppointmentStatus) -> None:
        self.asked.append((number, at, status))
        if self.before is not None:
            raise self.before
        written = f"{at.astimezone(LOS_ANGELES):%d-%m-%Y %H:%M}"
        given = {"number": number, "apptdate": written, "status": str(status.value)}
        self._must(Endpoint.ADD_APPOINTMENT, self.account.call("addappointment", **given))
        self.meanwhile()
        if self.after is not None:
            raise self.after

    def add_contact(
        self,
        number: str,
        group: str,
        *,
        name: str | None = None,
        email: str | None = None,
        birthday: date | None = None,
    ) -> None:
        assert (email, birthday) == (None, None)
        if self.before is not None:
            raise self.before
        given = {"number": number, "group": group, "name": name or ""}
        self._must(Endpoint.ADD_CONTACT, self.account.call("addcontact", **given))

    def get_contacts(self, *, number: str, limit: int) -> tuple[Contact, ...]:
        answer = self.account.call("getcontacts", number=number, limit=str(limit))
        return decode.contacts(answer) or ()

    def send_to_contact(
        self, _sender: str, number: str, body: str, *, alpha_sender: str | None, schedule: object
    ) -> None:
        assert (alpha_sender, schedule) == (None, None)
        self.texts.append((number, body))

    def _must(self, endpoint: Endpoint, answer: Mapping[str, object]) -> None:
        code = int(str(answer["status"]))
        if code < 0:
            raise refusal(endpoint, code)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What SMS-iT has: wall-clock time and status."""
        return [(f"{each.at:%d %b %H:%M}", each.status) for each in self.account.appointments]


class FakeReports:
    """Answers what it is told to, or raises it; remembers what was asked, and that nobody asked twice."""

    def __init__(self) -> None:
        self.says: ContactReport | SmsItError = ContactReport(status="delivered", error="")
        self.silent_about: set[str] = set()
        self.silent_about_the_first = False
        self.has: int | SmsItError = 4999
        self.asked: list[str] = []

    def contact_report(self, number: str, *, retry: bool = True) -> ContactReport:
        assert not retry
        self.asked.append("report")
        if self.silent_about_the_first and not self.silent_about:
            self.silent_about.add(number)
        said = NO_REPORT if number in self.silent_about else self.says
        if isinstance(said, SmsItError):
            raise said
        return said

    def credit_balance(self, *, retry: bool = True) -> int:
        assert not retry
        self.asked.append("balance")
        if isinstance(self.has, SmsItError):
            raise self.has
        return self.has
