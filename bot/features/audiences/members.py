"""People from several places put together: each phone once, and nobody who is to be left out. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter

from bot.features.contacts.service import Person
from bot.texting.blind_order import BlindOrder
from bot.texting.spellings import canonical, identity, is_certain, read, readings
from bot.texting.tables.portions import in_portions


class Reason(StrEnum):
    """Why somebody is left out, in a sentence; what was chosen counts before what is found out."""

    HERE = "You chose to leave this person out."
    IN_GROUP = "In a group you chose to leave out."
    RECENT = "Texted recently."
    NOT_REACHED = "Didn't receive the last three texts."
    OPTED_OUT = "Opted out."
    UNREADABLE = "Can't read the phone number. Correct it in SMS-iT, with the country code."
    UNCLEAR = "May be the same phone as another contact here."


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is texted: as the contacts have them, and the one form of their number (digits)."""

    person: Person = field(repr=False)
    phone: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is texted, each phone once, and how many are left out for each reason, the most frequent first."""

    members: tuple[Member, ...] = field(repr=False)
    left_out: tuple[tuple[Reason, int], ...] = ()


class Members:
    """Takes people in, and those to be left out, in any order.

    ``region`` is the two-letter default for numbers without a country code. The contacts are read in the
    order of their numbers; nobody is given in that, but in a blind ``order``.
    """

    def __init__(self, region: str | None, order: BlindOrder) -> None:
        self._region = region
        self._order = order
        self._people: dict[str, Person] = {}
        self._unclear: set[str] = set()
        self._without: dict[str, Reason] = {}

    def __len__(self) -> int:
        """How many phones were met."""
        return len(self._people)

    @property
    def phones(self) -> tuple[str, ...]:
        """The phones that were met, in their one form."""
        return tuple(self._people)

    def meet(self, person: Person) -> None:
        """Take somebody in. Met again, in whatever spelling, they count by an entry that is subscribed."""
        phone = canonical(person.number, self._region)
        known = self._people.get(phone)
        if known is not None and not self._is_same(known, person):
            self._unclear.add(identity(person.number, self._region))
        elif known is None or (person.subscribed and not known.subscribed):
            self._people[phone] = person

    def leave_out(self, numbers: Iterable[str], reason: Reason) -> None:
        """Leave these numbers (digits) out, whatever phone they may mean; the first reason given stays."""
        for number in numbers:
            for phone in readings(number, self._region):
                self._without.setdefault(phone, reason)

    def audience(self) -> Audience:
        """Return who is texted, in an order that tells nothing of them."""
        members: list[Member] = []
        reasons: Counter[Reason] = Counter()
        for phone, person in in_portions(self._people.items()):
            reason = self._reason(phone, person)
            if reason is None:
                members.append(Member(person, phone))
            else:
                reasons[reason] += 1
        if self._unclear:
            reasons[Reason.UNCLEAR] += len(self._unclear)
        return Audience(self._order.of(members, attrgetter("phone")), tuple(reasons.most_common()))

    def _reason(self, phone: str, person: Person) -> Reason | None:
        meant = (phone, *readings(person.number, self._region))
        chosen = next((self._without[each] for each in meant if each in self._without), None)
        if chosen is not None:
            return chosen
        if not person.subscribed:
            return Reason.OPTED_OUT
        is_number = read(person.number, self._region) and is_certain(person.number, self._region)
        return None if is_number else Reason.UNREADABLE

    def _is_same(self, known: Person, person: Person) -> bool:
        return identity(known.number, self._region) == identity(person.number, self._region)
