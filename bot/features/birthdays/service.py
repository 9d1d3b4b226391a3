"""Whose birthday it is within a week, looked up in SMS-iT's contacts now.

SMS-iT searches by no birthday, so all contacts are read: for threads that may wait.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import attrgetter
from typing import Final, Protocol

from bot.access import Who
from bot.features.audiences.service import ContactReader, Everybody, Told
from bot.features.birthdays.announcement import Announcement
from bot.features.contacts.service import Person, Search
from bot.texting import birthdays
from bot.texting.blind_order import BlindOrder

DAYS: Final = 7


class DoNotText(Protocol):
    """Knows which numbers are never texted."""

    def listed(self, numbers: Collection[str]) -> frozenset[str]:
        """Return those of some numbers (digits) that are on the list."""


@dataclass(frozen=True, slots=True)
class Birthday:
    """Somebody's birthday on a day of this or the next year; ``number`` is digits."""

    on: date
    name: str = field(repr=False)
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Week:
    """The birthdays from ``first`` on for seven days, the soonest first.

    ``left_out`` counts the people with a birthday who may not be texted. ``announcement`` is what goes out by
    itself; None where nothing does.
    """

    first: date
    birthdays: tuple[Birthday, ...]
    left_out: int
    announcement: Announcement | None = None


class Birthdays:
    """Looks birthdays up, and what the bot sends by itself (``announcement``).

    ``order`` is that of people of one name.
    """

    def __init__(
        self,
        everybody: Everybody,
        do_not_text: DoNotText,
        announcement: Callable[[], Announcement | None] = lambda: None,
        *,
        order: BlindOrder,
    ) -> None:
        self._order = order
        self._everybody = everybody
        self._announcement = announcement
        self._do_not_text = do_not_text

    def from_day(self, first: date, who: Who, report: Told) -> Week:
        """Return the birthdays of seven days. ``report`` hears how many contacts were read.

        Raises :exc:`UserError` when there are too many contacts, and when SMS-iT does not answer.
        """
        found: list[tuple[Birthday, Person]] = []
        for person in ContactReader(self._everybody, who, report).of(Search()):
            if person.birthday is None:
                continue
            on = birthdays.coming(person.birthday, first)
            if on - first < timedelta(days=DAYS):
                found.append((Birthday(on, person.name, person.number), person))
        listed = self._do_not_text.listed([each.number for each, _person in found])
        textable = [each for each, person in found if person.subscribed and each.number not in listed]
        coming = self._order.of(
            textable, attrgetter("number"), first=lambda each: (each.on, each.name.casefold())
        )
        return Week(first, coming, len(found) - len(textable), self._announcement())
