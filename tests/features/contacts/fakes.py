"""SMS-iT's contact list as searches, additions and exports meet it, in memory."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from bot.smsit import Contact, ContactSource, SmsItError, SortBy, SortDirection
from bot.smsit.contacts import ContactCalls

SOURCES = {
    ContactSource.IMPORT: "Import",
    ContactSource.SMS: "SMS",
    ContactSource.WEB_WIDGET: "Web Widget",
    ContactSource.KIOSK: "Kiosk",
}
KEYS: dict[SortBy, Callable[[Contact], Any]] = {
    SortBy.NAME: lambda row: row.name.casefold(),
    SortBy.NUMBER: lambda row: row.number,
    SortBy.CREATED: lambda row: row.created,
}
DAY = datetime(2021, 3, 12, 11, 2)  # noqa: DTZ001 - as SMS-iT tells it, without a zone
BORN = date(1985, 12, 10)


def entry(
    number: str,
    name: str = "",
    group: str = "VIP",
    *,
    subscribed: bool = True,
    email: str = "",
    source: str = "SMS",
    birthday: date | None = None,
    created: datetime = DAY,
    carrier: str = "",
) -> Contact:
    return Contact(
        "1",
        name,
        birthday,
        email,
        number,
        group,
        subscribed=subscribed,
        source=source,
        carrier=carrier,
        created=created,
    )


ADA = "14155550100"
GRACE = "14155550101"
NORA = "14155550120"
PEOPLE = (
    entry(ADA, "Ada Lovelace", email="ada@example.com", birthday=BORN),
    entry(GRACE, "Grace Hopper", "VIP 2"),
    entry(ADA, "Ada Lovelace", "Newsletter", subscribed=False, email="ada@example.com", birthday=BORN),
    entry(NORA, "Nora Quiet", "Newsletter", subscribed=False, source="Kiosk"),
)


class Register(ContactCalls):
    """Answers page by page; ``trouble`` is raised by every read from now on, ``refusal`` by additions.

    ``adds_anyway`` lets an addition come about although it is raised.
    """

    def __init__(self, *rows: Contact) -> None:
        self.rows = list(rows)
        self.asked: list[dict[str, Any]] = []
        self.added: list[tuple[str, str, dict[str, Any]]] = []
        self.trouble: SmsItError | None = None
        self.refusal: SmsItError | None = None
        self.adds_anyway = False
        self.most_rows = 10_000

    @property
    def pages(self) -> list[int]:
        """The pages of the list that were asked for; not the questions about one number."""
        return [each["page"] for each in self.asked if each.get("sort_by")]

    def get_contacts(self, **asked: Any) -> tuple[Contact, ...]:  # type: ignore[override] # noqa: ANN401 - as the API
        self.asked.append(asked)
        if self.trouble is not None:
            raise self.trouble
        rows = [row for row in self.rows if _matches(row, asked)]
        if sort := asked.get("sort_by"):
            rows.sort(key=KEYS[sort], reverse=asked["sort_dir"] is SortDirection.DESCENDING)
        size = min(asked["limit"], self.most_rows)
        first = size * (asked.get("page", 1) - 1)
        return tuple(rows[first : first + size])

    def add_contact(self, number: str, group: str, **more: Any) -> None:  # noqa: ANN401 - as the API
        self.added.append((number, group, more))
        if self.refusal is None or self.adds_anyway:
            self.rows.append(entry(number, more["name"] or "", group))
        if self.refusal is not None:
            raise self.refusal


def _matches(row: Contact, asked: dict[str, Any]) -> bool:
    parts = {"name": row.name, "email": row.email, "number": row.number, "group": row.group}
    if any((asked.get(key) or "").casefold() not in value.casefold() for key, value in parts.items()):
        return False
    source, subscribed = asked.get("source"), asked.get("subscribed")
    if source is not None and row.source != SOURCES[source]:
        return False
    return subscribed is None or row.subscribed is subscribed
