"""People of the contacts as the rows of a list: who is texted with their fields, who is left out without."""

from collections.abc import Collection
from itertools import chain, repeat
from typing import Final

from bot.features.audiences.service import FIELDS, Audience, Member, of_member, shown_fields
from bot.store.sends.rows import NO_LINE
from bot.texting.tables.table import Rejected, Row, Table

_NUMBER: Final = FIELDS[-1]


def table(audience: Audience, *, full: bool) -> Table:
    """Return an audience as a table; nobody in it stands in a line.

    It has the fields that may be used by whoever writes to it; ``full`` for people who see numbers in full.
    """
    columns = shown_fields(full=full)
    left_out = chain.from_iterable(repeat(str(reason), count) for reason, count in audience.left_out)
    return Table(
        columns=columns,
        rows=tuple(_row(each, columns) for each in audience.members),
        rejected=tuple(Rejected(NO_LINE, reason) for reason in left_out),
        number_column=_NUMBER,
    )


def _row(member: Member, columns: Collection[str]) -> Row:
    values = {name: value for name, value in of_member(member).items() if name in columns}
    return Row(NO_LINE, member.person.number, values, member.phone)
