"""People of the contacts as the rows of a list: who is texted with their fields, who is left out without."""

from itertools import chain, repeat
from typing import Final

from bot.features.audiences.service import Audience, Member
from bot.features.groups.service import first_name
from bot.store.sends.rows import NO_LINE
from bot.texting.tables.table import Rejected, Row, Table

COLUMNS: Final = ("Name", "Full name", "Email", "Birthday", "Number")
"""The fields a text may have. As in a broadcast, the name is the first name."""
_NUMBER: Final = COLUMNS[-1]


def table(audience: Audience) -> Table:
    """Return an audience as a table; nobody in it stands in a line."""
    left_out = chain.from_iterable(repeat(str(reason), count) for reason, count in audience.left_out)
    return Table(
        columns=COLUMNS,
        rows=tuple(map(_row, audience.members)),
        rejected=tuple(Rejected(NO_LINE, reason) for reason in left_out),
        number_column=_NUMBER,
    )


def _row(member: Member) -> Row:
    person = member.person
    born = person.birthday
    values = (
        first_name(person.name),
        person.name,
        person.email,
        "" if born is None else f"{born.day} {born:%B}",
        f"+{member.phone}",
    )
    return Row(NO_LINE, person.number, dict(zip(COLUMNS, values, strict=True)), member.phone)
