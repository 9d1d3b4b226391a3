"""Which columns of a file hold what of a contact: guessed from their names, or chosen by a person."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Self

from bot.features.contact_import.ids import Field
from bot.features.contact_import.sheet import Sheet

Places = tuple[int, ...]
"""Columns, from 0, whose cells are put together with a blank between; empty when the file has none."""
NOWHERE: Final = "-"
PARTS: Final = (Field.NUMBER, Field.NAME, Field.EMAIL, Field.BIRTHDAY, Field.GROUP)
_WRITTEN: Final = re.compile(r"-|[0-9]{1,5}(?:\+[0-9]{1,5})?")
_NOT_LETTERS: Final = re.compile(r"[^a-z]+")
_NAMES: Final = frozenset(
    {
        *("name", "fullname", "contact", "contactname", "customer", "customername", "client", "clientname"),
        *("patient", "patientname", "displayname", "kunde", "nombre", "nombrecompleto", "nome", "nomcomplet"),
    }
)
_FIRST: Final = frozenset(
    {"first", "firstname", "fname", "givenname", "forename", "vorname", "prenom", "primernombre"}
)
_LAST: Final = frozenset(
    {"last", "lastname", "lname", "surname", "familyname", "nachname", "nom", "apellido", "apellidos"}
)
_EMAILS: Final = frozenset(
    {
        "email",
        "emailaddress",
        "mail",
        "mailaddress",
        "emailadresse",
        "correo",
        "correoelectronico",
        "courriel",
    }
)
_BIRTHDAYS: Final = frozenset(
    {
        *("birthday", "birthdate", "bday", "dob", "dateofbirth", "born", "geburtstag", "geburtsdatum"),
        *("fechadenacimiento", "cumpleanos", "datedenaissance", "anniversaire", "datadenascimento"),
    }
)
_GROUPS: Final = frozenset({"group", "groups", "groupname", "contactgroup", "gruppe", "grupo", "groupe"})


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of each part of a contact."""

    number: Places = ()
    name: Places = ()
    email: Places = ()
    birthday: Places = ()
    group: Places = ()

    def of(self, part: Field) -> Places:
        """Return the columns of one part."""
        found: Places = getattr(self, part.value)
        return found

    def put(self, part: Field, places: Places) -> Self:
        """Return them with other columns for one part."""
        return replace(self, **{part.value: places})

    @property
    def read(self) -> Places:
        """Every column that is read at all, in the order of the file."""
        return tuple(sorted({place for part in PARTS for place in self.of(part)}))

    def fits(self, width: int) -> bool:
        """Tell whether a file of so many columns has them all."""
        return all(place < width for place in self.read)


def guess(sheet: Sheet) -> Columns:
    """Return what the names of the columns say. A first and a last name are read together."""
    found = Columns(number=() if sheet.number is None else (sheet.number,))
    if not sheet.headed:
        return found
    names = {place: _folded(name) for place, name in enumerate(sheet.columns) if place != sheet.number}
    whole, first, last = _one(names, _NAMES), _one(names, _FIRST), _one(names, _LAST)
    return replace(
        found,
        name=whole or (*first, *last),
        email=_one(names, _EMAILS),
        birthday=_one(names, _BIRTHDAYS),
        group=_one(names, _GROUPS),
    )


def write(places: Places) -> str:
    """Return columns as the value of a choice."""
    return "+".join(map(str, places)) or NOWHERE


def read(text: str) -> Places:
    """Return the columns that :func:`write` wrote; none for anything else."""
    if not _WRITTEN.fullmatch(text) or text == NOWHERE:
        return ()
    return tuple(map(int, text.split("+")))


def _one(names: dict[int, str], wanted: Iterable[str]) -> Places:
    return next(((place,) for place, name in names.items() if name in wanted), ())


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NOT_LETTERS.sub("", plain)
