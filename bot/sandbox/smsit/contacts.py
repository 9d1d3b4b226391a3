"""Contacts in groups: one row for each (contact, group), searched by substring."""

from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any

SEARCHES_KEPT = 32


@dataclass(slots=True, eq=False)
class Contact:
    """One person, known by the number. `birthday` is YYYY-MM-DD or ""."""

    id: int
    number: str
    name: str = ""
    email: str = ""
    birthday: str = ""
    carrier: str = ""
    rows: list["Membership"] = field(default_factory=list, repr=False)
    folded_name: str = field(init=False, repr=False)
    folded_email: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.describe()

    def describe(self, *, name: str = "", email: str = "", birthday: str = "") -> None:
        """Note what became known; "" leaves what was."""
        self.name = name or self.name
        self.email = email or self.email
        self.birthday = birthday or self.birthday
        self.folded_name = self.name.casefold()
        self.folded_email = self.email.casefold()

    @property
    def subscribed(self) -> bool:
        """Tell whether at least one group may still write to this contact."""
        return any(row.subscribed for row in self.rows)


@dataclass(slots=True, eq=False)
class Membership:
    """One contact in one group. `created` is wall-clock time in the account's zone."""

    contact: Contact
    group: str
    created: datetime
    subscribed: bool = True
    source: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What getcontacts may ask for; "" and None ask for nothing."""

    name: str = ""
    email: str = ""
    number: str = ""
    group: str = ""
    source: int | None = None
    subscribed: bool | None = None
    sort_by: str = "created"
    descending: bool = True


SORT_KEYS: dict[str, Callable[[Membership], Any]] = {  # a text or a time, each compared with its like
    "name": attrgetter("contact.folded_name"),
    "phone_number": attrgetter("contact.number"),
    "created": attrgetter("created"),
}


@dataclass(slots=True)
class ContactBook:
    """The contact list. Orders and results are kept until something changes, so paging is quick."""

    _members: dict[str, list[Membership]] = field(default_factory=dict)
    _contacts: dict[str, Contact] = field(default_factory=dict)
    _orders: dict[str, list[Membership]] = field(default_factory=dict)
    _found: dict[Search, list[Membership]] = field(default_factory=dict)

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of all groups, in the order they were made."""
        return tuple(self._members)

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Every contact once, oldest first."""
        return tuple(self._contacts.values())

    def add_group(self, name: str) -> None:
        """Make an empty group; nothing happens when it exists."""
        self._members.setdefault(name, [])

    def group(self, name: str) -> str | None:
        """Find a group by its name, whatever the case, as its database does."""
        if name in self._members:
            return name
        folded = name.casefold()
        return next((group for group in self._members if group.casefold() == folded), None)

    def members(self, group: str) -> tuple[Membership, ...]:
        """Give everybody in the group, opted out or not."""
        return tuple(self._members[group])

    def find(self, number: str) -> Contact | None:
        """Find a contact by the exact number."""
        return self._contacts.get(number)

    def make(self, contact: Contact) -> Contact:
        """Take in a new contact, who is in no group yet."""
        self._contacts[contact.number] = contact
        return contact

    def next_id(self) -> int:
        """Give the id for a new contact."""
        return len(self._contacts) + 1

    def join(self, row: Membership) -> None:
        """Put a contact into a group."""
        self.add_group(row.group)
        self._members[row.group].append(row)
        row.contact.rows.append(row)
        for sort_by, order in self._orders.items():
            insort(order, row, key=SORT_KEYS[sort_by])
        self._found.clear()

    def opt_out(self, number: str, group: str | None = None) -> None:
        """Unsubscribe a number from one group, or from all, as its STOP would. KeyError: no such contact."""
        for row in self._contacts[number].rows:
            if group is None or row.group == group:
                row.subscribed = False
        self.changed()

    def delete(self, number: str) -> None:
        """Remove a contact from every group, as staff can in the panel. KeyError: no such contact."""
        contact = self._contacts.pop(number)
        for rows in self._members.values():
            rows[:] = [row for row in rows if row.contact is not contact]
        self.changed()

    def changed(self) -> None:
        """Forget kept orders and results; call it after changing a contact by hand."""
        self._orders.clear()
        self._found.clear()

    def search(self, search: Search) -> list[Membership]:
        """Give all rows that match, in order. The list is kept: do not change it."""
        known = self._found.get(search)
        if known is None:
            if len(self._found) >= SEARCHES_KEPT:
                self._found.clear()
            known = self._found[search] = self._matching(search)
        return known

    def _matching(self, search: Search) -> list[Membership]:
        rows = self._ordered(search.sort_by, descending=search.descending)
        if search.group:
            part = search.group.casefold()
            groups = {group for group in self._members if part in group.casefold()}
            rows = [row for row in rows if row.group in groups]
        if search.number:
            rows = [row for row in rows if search.number in row.contact.number]
        if search.name:
            part = search.name.casefold()
            rows = [row for row in rows if part in row.contact.folded_name]
        if search.email:
            part = search.email.casefold()
            rows = [row for row in rows if part in row.contact.folded_email]
        if search.source is not None:
            rows = [row for row in rows if row.source == search.source]
        if search.subscribed is not None:
            rows = [row for row in rows if row.subscribed is search.subscribed]
        return rows

    def _ordered(self, sort_by: str, *, descending: bool) -> list[Membership]:
        order = self._orders.get(sort_by)
        if order is None:
            order = [row for rows in self._members.values() for row in rows]
            order.sort(key=SORT_KEYS[sort_by])
            self._orders[sort_by] = order
        return order[:: -1 if descending else 1]
