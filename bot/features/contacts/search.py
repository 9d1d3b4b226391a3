"""What contacts are looked for by, and how a typed line says it. Pure.

``ada`` looks for a name, ``5550100`` for a number, ``ada@example.com`` for an address; ``group:VIP``,
``source:kiosk``, ``subscribed:no`` and ``sort:newest`` may stand anywhere in the line. The name of a group
may be of several words; quotation marks are needed only where the bot does not know it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from bot.features.contacts import groups
from bot.slack import metadata
from bot.slack.errors import UserError
from bot.slack.metadata import MetadataError
from bot.slack.unformat import unformat
from bot.slack.words import listed
from bot.texting import phones
from bot.texting.phones import PhoneError

FEWEST_DIGITS: Final = 3
MOST_DIGITS: Final = 15
"""No phone number is longer (ITU-T E.164)."""
LONGEST_TEXT: Final = 100
DIGITS: Final = f"Type {FEWEST_DIGITS} to {MOST_DIGITS} digits of the number, without the 0 in front."


class Kind(StrEnum):
    """What the text is a part of."""

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
    {"kind": Kind, "source": Source, "subscribed": Subscribed, "sort": Sort, "order": Order}
)
"""The fields of a search that hold one of a few words."""
TYPED: Final = ("source", "subscribed", "sort")
"""Those of them that can be typed; what is typed may name a group besides."""
_FILTER: Final = re.compile(
    r'(?<!\S)(?P<key>group|source|subscribed|sort):(?:["“”](?P<quoted>[^"“”]*)["“”]|(?P<bare>\S*))',
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, and which page of it is shown, from 0; it travels in the modal that shows it.

    ``group`` is the name of a group as it was typed, or the value of its choice.
    """

    text: str = field(default="", repr=False)
    kind: str = Kind.NAME.value
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
    def is_reversed(self) -> bool:
        """Tell whether the order goes the other way round."""
        return self.order == Order.REVERSED


def load(text: str) -> Search:
    """Return the search a modal carries. Raises :exc:`MetadataError` when this version did not write it."""
    found = metadata.load(Search, text)
    if any(getattr(found, name) not in set(words) for name, words in CHOICES.items()) or found.page < 0:
        raise MetadataError("a search is not what this version writes")
    return found


def _nothing(_text: str) -> Iterable[str]:
    return ()


def typed(line: str, known: Callable[[str], Iterable[str]] = _nothing) -> Search:
    """Return the search that a typed line means; ``known`` gives the names of groups that hold a text.

    Raises :exc:`UserError` for a word behind ``source:``, ``subscribed:`` or ``sort:`` that is none of those
    there are.
    """
    line = _quoted(unformat(line), known)
    chosen: dict[str, Any] = {}
    for match in _FILTER.finditer(line):
        key = match["key"].lower()
        value = (match["quoted"] or match["bare"] or "").strip()
        if key in TYPED:
            value = value.lower()
            offered = [str(word) for word in CHOICES[key]]
            if value not in offered:
                raise UserError(f"Behind {key}: stands one of {listed(offered)}.")
        chosen[key] = value if key in TYPED else groups.value(value)
    text = " ".join(_FILTER.sub(" ", line).split())[:LONGEST_TEXT]
    return Search(text=text, kind=kind_of(text), **chosen)


def _quoted(line: str, known: Callable[[str], Iterable[str]]) -> str:
    """Put the longest known name of a group that stands behind ``group:`` into quotation marks."""
    for match in _FILTER.finditer(line):
        if match["key"].lower() != "group" or not match["bare"]:
            continue
        begin = match.start("bare")
        found = [
            re.match(rf"{re.escape(name)}(?!\S)", line[begin:], re.IGNORECASE)
            for name in known(match["bare"])
            if '"' not in name
        ]
        length = max((each.end() for each in found if each), default=0)
        if length > len(match["bare"]):
            return f'{line[:begin]}"{line[begin : begin + length]}"{line[begin + length :]}'
    return line


def kind_of(text: str) -> Kind:
    """Return what a text most likely is a part of."""
    if "@" in text:
        return Kind.EMAIL
    digits = sum(character.isdecimal() for character in text)
    if digits >= FEWEST_DIGITS and not any(character.isalpha() for character in text):
        return Kind.NUMBER
    return Kind.NAME


def digits_of(text: str) -> str:
    """Return the digits SMS-iT is asked for: it keeps numbers with country code and looks for a part of them.

    So the 0 that local numbers begin with is left out. Raises :exc:`UserError` for too few or too many.
    """
    text = text[:LONGEST_TEXT].strip()
    if text.startswith("+"):
        try:
            return phones.parse(text, None).digits
        except PhoneError:
            pass  # the beginning of a number, perhaps
    digits = "".join(str(int(character)) for character in text if character.isdecimal()).lstrip("0")
    if not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        raise UserError(DIGITS)
    return digits
