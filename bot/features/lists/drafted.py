"""The people of a list that an assistant drafted, as the table any list is made of. Pure."""

from bot.features.assistant.service import Listed
from bot.texting.spellings import canonical
from bot.texting.tables.table import Row, Table

NUMBER = "Number"


def table(listed: Listed, *, full: bool) -> Table:
    """Return the rows an assistant gave; each number once, a further row of it is left out by the list.

    A text may hold the number only for people who see numbers in ``full``: it need not be one they gave.
    """
    columns = (*listed.columns, NUMBER) if full else listed.columns
    rows = tuple(
        Row(
            line,
            number,
            dict(zip(columns, (*values, f"+{number}"), strict=full)),
            canonical(number),
        )
        for line, (number, values) in enumerate(listed.rows, start=1)
    )
    return Table(columns, rows, (), NUMBER)
