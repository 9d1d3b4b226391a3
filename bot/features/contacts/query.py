"""How a search is put to SMS-iT, and what of its answer is not what was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Protocol

from bot.errors import UserError
from bot.features.contacts.person import is_somebody
from bot.features.contacts.search import Search, Sort, Source, Subscribed, digits_of
from bot.features.permissions import WHOLE_ONLY
from bot.smsit import Contact, ContactSource, SmsItClient, SortBy
from bot.texting import names, phones, spellings
from bot.texting.phones import PhoneError

FEWEST_WHOLE: Final = 11
"""Digits from which on a number is looked for as a whole; fewer may be a part of one."""
PAGE_ROWS: Final = 200
GROUP_ROWS: Final = 1000
"""Rows a request of a group: those of others whose name holds this one's come as well, and are left out."""
PATIENCE_SECONDS: Final = 8.0
"""For one request: somebody sits and waits, and can ask again."""
OF_ONE: Final = 100
"""Rows of one number that are asked for; nobody is in as many groups."""
SORTS: Final[Mapping[str, SortBy]] = MappingProxyType(
    {Sort.NAME: SortBy.NAME, Sort.NUMBER: SortBy.NUMBER, Sort.NEWEST: SortBy.CREATED}
)
SOURCES: Final[Mapping[str, ContactSource]] = MappingProxyType(
    {
        Source.IMPORT: ContactSource.IMPORT,
        Source.SMS: ContactSource.SMS,
        Source.WEB: ContactSource.WEB_WIDGET,
        Source.KIOSK: ContactSource.KIOSK,
    }
)


@dataclass(frozen=True, slots=True)
class Part:
    """One way to ask SMS-iT for what is looked for: the filters, and which of the rows it finds were meant.

    ``number`` is a whole number that is looked for, in all its spellings; ``region`` the two-letter default
    for numbers without a country code. A part that ``is_wide`` finds many who were not meant; in one that
    ``is_exact`` a number counts as a whole only. ``email`` is a whole address that is looked for.
    """

    filters: Mapping[str, str] = field(repr=False)
    name: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    region: str | None = None
    is_wide: bool = False
    is_exact: bool = False
    email: str = field(default="", repr=False)

    def fits(self, row: Contact) -> bool:
        """Tell whether a row is what was meant: SMS-iT may be asked for a part of a name or number only."""
        return (
            (not self.name or names.holds(row.name, self.name))
            and (not self.email or row.email.casefold() == self.email.casefold())
            and (not self.number or self._has_number(row))
        )

    def _has_number(self, row: Contact) -> bool:
        is_part = not self.is_exact and self.number in row.number
        return is_part or spellings.is_same(row.number, self.number, self.region)


def parts(search: Search, region: str | None, *, full: bool = True) -> tuple[Part, ...]:
    """Return what to ask, one after the other until somebody is found; ``region`` reads local numbers.

    Everybody who looks for contacts reads what was typed here: the type-ahead and ``/sms contacts``. For
    people who do not see numbers in ``full``, they and addresses are looked for as a whole only: whoever
    asks for parts of a number, digit by digit, soon knows it. Raises :exc:`UserError` for too few digits.
    """
    filters, whole = {}, ""
    if search.email:
        filters["email"] = search.email
    if search.number and not full:
        whole = whole_number(search.number, region)
        filters["number"] = spellings.common(whole)
    elif search.number:
        digits = digits_of(search.number, region)
        whole = digits if len(digits) >= FEWEST_WHOLE and spellings.read(digits) else ""
        filters["number"] = spellings.common(digits) if whole else digits
    email = "" if full else search.email
    if not search.name:
        return (Part(filters, number=whole, region=region, is_exact=not full, email=email),)
    asked = names.parts_to_ask_for(search.name) or (search.name,)
    return tuple(
        Part({**filters, "name": each}, search.name, whole, region, nth > 0, is_exact=not full, email=email)
        for nth, each in enumerate(asked)
    )


def whole_number(text: str, region: str | None) -> str:
    """Return the digits of a whole number. Raises :exc:`UserError` for anything less."""
    try:
        return phones.parse(text, region).digits
    except PhoneError:
        pass
    try:
        return phones.parse(f"+{text.lstrip('+')}", None).digits
    except PhoneError:
        raise UserError(WHOLE_ONLY) from None


@dataclass(frozen=True, slots=True)
class Question:
    """A search in SMS-iT's own terms: the filters, and the group's name if one is wanted.

    The name of a group nobody knows here ``is_typed``: SMS-iT finds it in any case of its letters.
    """

    filters: Mapping[str, Any] = field(repr=False)
    group: str | None = field(repr=False)
    part: Part = field(repr=False)
    is_typed: bool = False

    @classmethod
    def of(cls, search: Search, part: Part, group: str | None, *, is_typed: bool = False) -> "Question":
        """Return what to ask for a part of what is looked for; ``group`` is the name."""
        filters: dict[str, Any] = dict(part.filters)
        if group is not None:
            filters["group"] = group
        if search.source != Source.ANY:
            filters["source"] = SOURCES[search.source]
        if search.subscribed != Subscribed.ALL:
            filters["subscribed"] = search.subscribed == Subscribed.YES
        return cls(filters, group, part, is_typed)

    @property
    def rows_a_page(self) -> int:
        """Return how many rows a page of SMS-iT is to hold; it may give fewer."""
        return PAGE_ROWS if self.group is None and not self.part.is_wide else GROUP_ROWS

    def fits(self, row: Contact) -> bool:
        """Tell whether a row is what was asked for: SMS-iT finds groups by a part of their names."""
        return (
            is_somebody(row) and self.part.fits(row) and (self.group is None or self._is_in(row, self.group))
        )

    def _is_in(self, row: Contact, group: str) -> bool:
        return row.group == group or (self.is_typed and row.group.casefold() == group.casefold())


class ContactPages(Protocol):
    """Where contacts are looked up: the client, as far as this needs it."""

    def get_contacts(self, *, number: str | None = None, limit: int = 50) -> tuple[Contact, ...]:
        """Return the rows whose number holds these digits. Raises :exc:`SmsItError`."""


def rows_of(
    client: SmsItClient | ContactPages,
    number: str,
    region: str | None = None,
    *,
    kept: bool = False,
    hurry: bool = False,
) -> list[Contact]:
    """Return the rows of this number (digits) in all its spellings; none when there are none.

    Those spelt exactly so come first. SMS-iT finds numbers by a part, so it is asked for the digits that all
    spellings share. ``region`` is the two-letter default for numbers it keeps without a country code. The
    number asked for has one, unless it is such as SMS-iT has ``kept`` it: a number of Singapore is nobody in
    the United States. ``hurry`` asks once and with little patience, else a request that fails is repeated.
    Raises :exc:`SmsItError`.
    """
    wait: dict[str, Any] = {"timeout": PATIENCE_SECONDS, "retry": False} if hurry else {}
    own_region = region if kept else None
    asked = spellings.common(number, own_region)
    rows = client.get_contacts(number=asked, limit=OF_ONE, **wait)
    if len(rows) >= OF_ONE and asked != number:  # too many share these digits to be sure of this one
        rows += tuple(
            row for row in client.get_contacts(number=number, limit=OF_ONE, **wait) if row not in rows
        )
    own = spellings.identity(number, own_region)
    same = (row for row in rows if row.number == number or spellings.identity(row.number, region) == own)
    return sorted(same, key=lambda row: row.number != number)
