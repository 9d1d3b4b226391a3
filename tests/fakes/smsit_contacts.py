"""SMS-iT's contacts in memory: those that are searched, and those an import adds."""

import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from bot.smsit import (
    AlreadySubscribed,
    Contact,
    ContactSource,
    Endpoint,
    OutcomeUnknown,
    SmsItError,
    SortBy,
    SortDirection,
    Unavailable,
    UnknownGroup,
)
from bot.smsit.codes import refusal
from bot.smsit.contacts import ContactCalls
from tests.fakes.database import Crash
from tests.patience import PATIENCE_SECONDS

TIMEOUT = OutcomeUnknown(Endpoint.ADD_CONTACT, "it didn't answer in time")
DOWN = Unavailable(Endpoint.GET_CONTACTS, "it is down")
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


def _matches(row: Contact, asked: dict[str, Any]) -> bool:
    parts = {"name": row.name, "email": row.email, "number": row.number, "group": row.group}
    if any((asked.get(key) or "").casefold() not in value.casefold() for key, value in parts.items()):
        return False
    source, subscribed = asked.get("source"), asked.get("subscribed")
    if source is not None and row.source != SOURCES[source]:
        return False
    return subscribed is None or row.subscribed is subscribed
