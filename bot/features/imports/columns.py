"""Which columns of a file hold what of a contact: guessed from their names, or chosen by a person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, unique
from typing import Final, Self

from bot.texting.tables import headings
from bot.texting.tables.places import Places
from bot.texting.tables.sheet import Sheet

_SAMPLE: Final = 200


@unique
class Part(StrEnum):
    """What a contact consists of. The values are stored as keys: never rename one."""

    NUMBER = "number"
    NAME = "name"
    EMAIL = "email"
    BIRTHDAY = "birthday"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of each part of a contact, whose cells are put together with a blank between.

    Those of the number are not: the second one counts where the first is empty.
    """

    number: Places = ()
    name: Places = ()
    email: Places = ()
    birthday: Places = ()
    group: Places = ()

    def of(self, part: Part) -> Places:
        """Return the columns of one part."""
        found: Places = getattr(self, part.value)
        return found

    def put(self, part: Part, places: Places) -> Self:
        """Return them with other columns for one part."""
        return replace(self, **{part.value: places})

    @property
    def read(self) -> Places:
        """Every column that is read at all, in the order of the file."""
        return tuple(sorted({place for part in Part for place in self.of(part)}))

    def fits(self, width: int) -> bool:
        """Tell whether a file of so many columns has them all."""
        return all(place < width for place in self.read)


def guess(sheet: Sheet) -> Columns:
    """Return what the names of the columns say. A first and a last name are read together."""
    found = Columns(number=() if sheet.number is None else (sheet.number,))
    if not sheet.headed:
        return found
    names = tuple("" if place == sheet.number else name for place, name in enumerate(sheet.columns))
    return replace(
        found,
        name=_name(sheet, names),
        email=_fullest(sheet, headings.emails(names), "@"),
        birthday=_fullest(sheet, headings.birthdays(names)),
        group=headings.groups(names)[:1],
    )


def _name(sheet: Sheet, names: Sequence[str]) -> Places:
    """Return the columns of a name: a first and a last one, a whole one, or a half that is called Name."""
    whole = headings.whole_names(names)[:1]
    first, last = headings.first_names(names)[:1], headings.last_names(names)[:1]
    if first and last:
        return (*first, *last)
    half = first or last
    if not (whole and half and headings.is_plain_name(names[whole[0]])) or _holds(sheet, whole[0], half[0]):
        return whole or half
    return (*first, *whole) if first else (*whole, *last)


def _holds(sheet: Sheet, whole: int, half: int) -> bool:
    """Tell whether the cells of one column hold those of another: it is the whole name then."""
    rows = [row for row in sheet.rows[:_SAMPLE] if row.cell(half).strip()]
    held = sum(row.cell(half).strip().casefold() in row.cell(whole).casefold() for row in rows)
    return bool(rows) and 2 * held >= len(rows)


def _fullest(sheet: Sheet, places: Places, sign: str = "") -> Places:
    """Return the one of some columns that has the most cells with this sign, of equals the first."""
    rows = sheet.rows[:_SAMPLE]
    counts = {
        place: sum(sign in cell for row in rows if (cell := row.cell(place).strip())) for place in places
    }
    return tuple(sorted(places, key=lambda place: -counts[place])[:1])
