"""SMS-iT's contact list in memory."""

import threading
from datetime import datetime
from typing import Any

from bot.smsit import Contact, SmsItError, SortBy, SortDirection
from tests.patience import PATIENCE_SECONDS

LONG_AGO = datetime(2020, 1, 1)  # noqa: DTZ001 - as SMS-iT tells it, without a zone


def row(
    name: str,
    number: str,
    group: str = "VIP",
    *,
    subscribed: bool = True,
    created: datetime | None = None,
    id_: str = "1",
) -> Contact:
    return Contact(
        id_, name, None, "", number, group, subscribed=subscribed, source="", carrier="", created=created
    )


ADA = row("Ada Lovelace", "14155550100")
ADA_TOO = row("Ada Lovelace", "14155550100", "Patients")
ADA_BYRON = row("Ada Byron", "14155550102")
MARY_ANN = row("Mary Ann Lee", "14155550103")
MARY = row("Mary", "14155550104")
ALEX, ALEX_TOO = row("Alex Kim", "14155550110"), row("alex  kim", "14155550111")
NAMELESS = row("", "14155550199")


class FakeDirectory:
    """SMS-iT's contact list: searches by parts of words, page by page, and remembers what it was asked.

    ``trouble`` is raised from now on; ``trouble_after`` counts how many more requests go well before.
    """

    def __init__(self, *rows: Contact) -> None:
        self.rows = rows
        self.asked: list[dict[str, Any]] = []
        self.trouble: SmsItError | None = None
        self.trouble_after = 0
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

    def get_contacts(self, **filters: Any) -> tuple[Contact, ...]:  # noqa: ANN401 - the API's own filters
        with self._asking:
            self.asked.append(filters)
            self._asking.notify_all()
        assert self._open.wait(PATIENCE_SECONDS)
        if self.trouble is not None:
            if self.trouble_after == 0:
                raise self.trouble
            self.trouble_after -= 1
        request = {key: filters.get(key) or "" for key in ("name", "number", "group")}
        found = [
            each
            for each in self._sorted(filters.get("sort_by"), filters.get("sort_dir"))
            if request["name"].lower() in each.name.lower()
            and request["number"] in each.number
            and request["group"].lower() in each.group.lower()
        ]
        size = min(filters["limit"], self.most_rows)
        first = (filters.get("page", 1) - 1) * size
        return tuple(found[first : first + size])

    def _sorted(self, sort_by: SortBy | None, sort_dir: SortDirection | None) -> list[Contact]:
        if sort_by is None or not self.sorts:
            return list(self.rows)
        keys = {
            SortBy.NUMBER: lambda each: each.number,
            SortBy.CREATED: lambda each: each.created or datetime.min,  # noqa: DTZ901 - as LONG_AGO
        }
        return sorted(self.rows, key=keys[sort_by], reverse=sort_dir is SortDirection.DESCENDING)
