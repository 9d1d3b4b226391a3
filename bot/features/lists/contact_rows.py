"""People of the contacts as the rows of a list: who is texted with their fields, who is left out without."""

from itertools import chain, repeat
from typing import Final

from bot.features.audiences.service import FIELDS, Audience, Member, of_member
from bot.store.sends.rows import NO_LINE
from bot.texting.tables.table import Rejected, Row, Table

_NUMBER: Final = FIELDS[-1]


def table(audience: Audience) -> Table:
    """Return an audience as a table; nobody in it stands in a line."""
    left_out = chain.from_iterable(repeat(str(reason), count) for reason, count in audience.left_out)
    return Table(
        columns=FIELDS,
        rows=tuple(map(_row, audience.members)),
        rejected=tuple(Rejected(NO_LINE, reason) for reason in left_out),
        number_column=_NUMBER,
    )


def _row(member: Member) -> Row:
    return Row(NO_LINE, member.person.number, of_member(member), member.phone)
