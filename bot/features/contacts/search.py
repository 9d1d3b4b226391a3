"""What contacts are looked for by, and what a text most likely is a part of. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from bot.errors import UserError
from bot.texting import phones
from bot.texting.phones import MAX_E164_DIGITS, PhoneError

FEWEST_DIGITS: Final = 3
LONGEST_TEXT: Final = 100
LONGEST_LINE: Final = 3000
"""Characters of a line that are read: what is looked for, and a group with a name as long as names get."""
DIGITS: Final = f"Enter {FEWEST_DIGITS} to {MAX_E164_DIGITS} digits of the number, without the leading 0."


class Kind(StrEnum):
    """What can be looked for by a part of it; named as SMS-iT's filters, and as the fields of a search."""

    NAME = "name"
    NUMBER = "number"
    EMAIL = "email"


class Source(StrEnum):
    """How a contact signed up, as people type it."""

    ANY = "any"
    IMPORT = "import"
    SMS = "sms"
    WEB = "web"
    KIOSK = "kiosk"


class Subscribed(StrEnum):
    """Whether entries are wanted that may be texted."""

    ALL = "all"
    YES = "yes"
    NO = "no"


class Sort(StrEnum):
    """What people are in the order of: names and numbers rising, the newest first."""

    NAME = "name"
    NUMBER = "number"
    NEWEST = "newest"


class Order(StrEnum):
    """Which way the order goes."""

    USUAL = "usual"
    REVERSED = "reversed"


CHOICES: Final[Mapping[str, type[StrEnum]]] = MappingProxyType(
    {"source": Source, "subscribed": Subscribed, "sort": Sort, "order": Order}
)
"""The fields of a search that hold one of a few words."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, and which page of it is shown, from 0; it travels in the modal that shows it.

    ``name``, ``number`` and ``email`` are parts of them, as typed. ``group`` is the name of a group as it was
    typed, or the value of its choice.
    """

    name: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    group: str = field(default="", repr=False)
    source: str = Source.ANY.value
    subscribed: str = Subscribed.ALL.value
    sort: str = Sort.NAME.value
    order: str = Order.USUAL.value
    page: int = 0

    @property
    def is_narrow(self) -> bool:
        """Tell whether SMS-iT leaves out other entries of the people it finds: other groups, other states."""
        return bool(self.group) or self.source != Source.ANY or self.subscribed != Subscribed.ALL

    @property
    def looks_for_something(self) -> bool:
        """Tell whether it leaves anyone out."""
        return self.is_narrow or any(getattr(self, kind) for kind in Kind)

    @property
    def is_sound(self) -> bool:
        """Tell whether it is one that the bot made: words where words are chosen, and a page there may be."""
        return self.page >= 0 and all(getattr(self, key) in set(words) for key, words in CHOICES.items())

    @property
    def is_reversed(self) -> bool:
        """Tell whether the order goes the other way round."""
        return self.order == Order.REVERSED


def free(text: str) -> Search:
    """Return the search for a text that may be a part of a name, a number or an address."""
    text = " ".join(text[:LONGEST_LINE].split())[:LONGEST_TEXT]
    chosen: dict[str, Any] = {kind_of(text): text}
    return Search(**chosen)


def kind_of(text: str) -> Kind:
    """Return what a text most likely is a part of."""
    text = text[:LONGEST_TEXT]
    if "@" in text:
        return Kind.EMAIL
    digits = sum(character.isdecimal() for character in text)
    if digits >= FEWEST_DIGITS and not any(character.isalpha() for character in text):
        return Kind.NUMBER
    return Kind.NAME


def digits_of(text: str, region: str | None = None) -> str:
    """Return the digits SMS-iT is asked for: it keeps numbers with country code and looks for a part of them.

    So a number in local form is turned into that, if ``region`` tells how, and else the 0 in front is left
    out. Raises :exc:`UserError` for too few or too many.
    """
    text = text[:LONGEST_TEXT]
    digits = "".join(str(int(character)) for character in text if character.isdecimal())
    if text.lstrip().startswith("+") or digits.startswith("0"):
        try:
            return phones.parse(text, region).digits
        except PhoneError:
            pass  # the beginning of a number, perhaps
    digits = digits.lstrip("0")
    if not FEWEST_DIGITS <= len(digits) <= MAX_E164_DIGITS:
        raise UserError(DIGITS)
    return digits
