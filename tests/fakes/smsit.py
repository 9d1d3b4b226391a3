"""SMS-iT in the same process: its contacts, texts, codes, appointments and reports."""

import itertools
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.engine.attempts import Accepted, Outcome
from bot.sandbox.smsit.account import Account
from bot.smsit import (
    AlreadySubscribed,
    AppointmentStatus,
    Contact,
    ContactReport,
    ContactSource,
    Endpoint,
    Otp,
    OutcomeUnknown,
    SmsItError,
    SortBy,
    SortDirection,
    Unavailable,
    UnknownGroup,
)
from bot.smsit.codes import refusal
from bot.smsit.contacts import ContactCalls
from bot.store.sends import Send
from tests.clock import FakeClock
from tests.fakes.database import Crash
from tests.fakes.users import LOS_ANGELES
from tests.patience import PATIENCE_SECONDS

TIMEOUT = OutcomeUnknown(Endpoint.ADD_CONTACT, "no answer came in time")
DOWN = Unavailable(Endpoint.GET_CONTACTS, "it is down")
NO_REPORT = Unavailable(Endpoint.CONTACT_REPORT, "it did not answer in time")
UNKNOWN_GROUP = refusal(Endpoint.ADD_CONTACT, -5)
SUBSCRIBED = refusal(Endpoint.ADD_CONTACT, -7)
assert isinstance(UNKNOWN_GROUP, UnknownGroup)
assert isinstance(SUBSCRIBED, AlreadySubscribed)

ADDED_AT = datetime(2021, 3, 12, 11, 2)  # noqa: DTZ001 - as SMS-iT tells it, without a zone
SOURCES = {
    ContactSource.IMPORT: "Import",
    ContactSource.SMS: "SMS",
    ContactSource.WEB_WIDGET: "Web Widget",
    ContactSource.KIOSK: "Kiosk",
}
SORTED_BY: dict[SortBy, Callable[[Contact], Any]] = {
    SortBy.NAME: lambda row: row.name.casefold(),
    SortBy.NUMBER: lambda row: row.number,
    SortBy.CREATED: lambda row: row.created or datetime.min,  # noqa: DTZ901 - as SMS-iT tells it, without a zone
}


class FakeContactList(ContactCalls):
    """The contact list: searches by parts of words, page by page, and remembers what it was asked.

    ``trouble`` is raised by every search from now on; ``trouble_after`` counts how many more go well before.
    ``refusal`` is raised by additions; ``adds_anyway`` lets an addition come about although it is raised.
    """

    def __init__(self, *rows: Contact) -> None:
        self.rows: Iterable[Contact] = list(rows)
        self.asked: list[dict[str, Any]] = []
        self.added: list[tuple[str, str, dict[str, Any]]] = []
        self.trouble: SmsItError | None = None
        self.trouble_after = 0
        self.refusal: SmsItError | None = None
        self.adds_anyway = False
        self.sorts = True
        self.most_rows = 10_000
        self._asking = threading.Condition()
        self._open = threading.Event()
        self._open.set()

    def pause(self) -> None:
        """Let everybody who asks from now on wait for `resume`."""
        self._open.clear()

    def resume(self) -> None:
        """Answer those who wait."""
        self._open.set()

    def wait_until_asked(self, times: int) -> None:
        with self._asking:
            assert self._asking.wait_for(lambda: len(self.asked) >= times, timeout=PATIENCE_SECONDS)

    @property
    def pages(self) -> list[int]:
        """The pages of the list that were asked for; not the questions about one number."""
        return [each["page"] for each in self.asked if each.get("sort_by")]

    def get_contacts(self, **asked: Any) -> tuple[Contact, ...]:  # type: ignore[override] # noqa: ANN401 - as the API
        with self._asking:
            self.asked.append(asked)
            self._asking.notify_all()
        assert self._open.wait(PATIENCE_SECONDS)
        if self.trouble is not None:
            if self.trouble_after == 0:
                raise self.trouble
            self.trouble_after -= 1
        rows = [row for row in self.rows if _matches(row, asked)]
        sort = asked.get("sort_by")
        if sort is not None and self.sorts:
            rows.sort(key=SORTED_BY[sort], reverse=asked.get("sort_dir") is SortDirection.DESCENDING)
        size = min(asked["limit"], self.most_rows)
        first = size * (asked.get("page", 1) - 1)
        return tuple(rows[first : first + size])

    def add_contact(self, number: str, group: str, **more: Any) -> None:  # noqa: ANN401 - as the API
        self.added.append((number, group, more))
        if self.refusal is None or self.adds_anyway:
            name = more["name"] or ""
            self.rows = [
                *self.rows,
                Contact(
                    "1",
                    name,
                    None,
                    "",
                    number,
                    group,
                    subscribed=True,
                    source="SMS",
                    carrier="",
                    created=ADDED_AT,
                ),
            ]
        if self.refusal is not None:
            raise self.refusal


class FakeContactClient:
    """Keeps groups of contacts, counts how often each number was added, and answers as it is told to.

    What waits in ``replies`` happens at the next calls: an error, or a crash before or after the addition.
    """

    def __init__(self, *groups: str) -> None:
        self.groups: dict[str, dict[str, bool]] = {group: {} for group in groups}
        self.details: dict[str, tuple[str | None, str | None, date | None]] = {}
        self.asked: Counter[tuple[str, str]] = Counter()
        self.looked_up: list[str] = []
        self.replies: deque[SmsItError | Exception | str] = deque()
        self.down = False
        self.meanwhile: Callable[[], object] = list

    def add_contact(
        self,
        number: str,
        group: str,
        *,
        name: str | None = None,
        email: str | None = None,
        birthday: date | None = None,
    ) -> None:
        meanwhile, self.meanwhile = self.meanwhile, list
        meanwhile()
        answer = self.replies.popleft() if self.replies else None
        if isinstance(answer, Exception):
            raise answer
        if answer == "crash before":
            raise Crash
        self.asked[number, group] += 1
        members = self.groups.get(group)
        if members is None:
            raise UNKNOWN_GROUP
        if number in members:
            raise SUBSCRIBED
        members[number] = True
        self.details[number] = (name, email, birthday)
        if answer == "crash after":
            raise Crash
        if answer == "slow":
            raise TIMEOUT

    def get_contacts(self, *, number: str | None = None, limit: int = 50) -> tuple[Contact, ...]:
        assert number is not None
        assert limit == 100
        self.looked_up.append(number)
        if self.down:
            raise DOWN
        return tuple(
            Contact("1", "", None, "", each, group.upper(), members[each], "Import", "", None)
            for group, members in self.groups.items()
            for each in members
            if number in each
        )


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

    def add_contact(self, number: str, group: str, *, name: str | None = None) -> None:
        if self.before is not None:
            raise self.before
        given = {"number": number, "group": group, "name": name or ""}
        self._must(Endpoint.ADD_CONTACT, self.account.call("addcontact", **given))

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


def _matches(row: Contact, asked: dict[str, Any]) -> bool:
    parts = {"name": row.name, "email": row.email, "number": row.number, "group": row.group}
    if any((asked.get(key) or "").casefold() not in value.casefold() for key, value in parts.items()):
        return False
    source, subscribed = asked.get("source"), asked.get("subscribed")
    if source is not None and row.source != SOURCES[source]:
        return False
    return subscribed is None or row.subscribed is subscribed
