"""SMS-iT's contact list in memory."""

import threading
from collections.abc import Iterator
from typing import Any

from bot.smsit import Contact, SmsItError


def row(name: str, number: str, group: str = "VIP", *, subscribed: bool = True) -> Contact:
    return Contact(
        "1", name, None, "", number, group, subscribed=subscribed, source="", carrier="", created=None
    )


ADA = row("Ada Lovelace", "14155550100")
ADA_TOO = row("Ada Lovelace", "14155550100", "Patients")
ADA_BYRON = row("Ada Byron", "14155550102")
MARY_ANN = row("Mary Ann Lee", "14155550103")
MARY = row("Mary", "14155550104")
ALEX, ALEX_TOO = row("Alex Kim", "14155550110"), row("alex  kim", "14155550111")
NAMELESS = row("", "14155550199")


class Directory:
    """SMS-iT's contact list: searches by parts of words, page by page, and remembers what it was asked."""

    def __init__(self, *rows: Contact) -> None:
        self.rows = rows
        self.asked: list[dict[str, Any]] = []
        self.trouble: SmsItError | None = None
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
            assert self._asking.wait_for(lambda: len(self.asked) >= times, timeout=10)

    def get_contacts(self, **filters: object) -> tuple[Contact, ...]:
        with self._asking:
            self.asked.append(filters)
            self._asking.notify_all()
        assert self._open.wait(10)
        if self.trouble is not None:
            raise self.trouble
        name, number = filters.get("name") or "", filters.get("number") or ""
        found = [each for each in self.rows if name.lower() in each.name.lower() and number in each.number]
        first = (filters.get("page", 1) - 1) * filters["limit"]
        return tuple(found[first : first + filters["limit"]])

    def iter_contacts(self, **_filters: object) -> Iterator[Contact]:
        if self.trouble is not None:
            raise self.trouble
        yield from self.rows
