"""The people of a list that an assistant drafted, as the table any list is made of. Pure."""

from bot.features.assistant.service import Listed
from bot.texting.spellings import canonical
from bot.texting.tables.table import Row, Table

NUMBER = "Number"


def table(listed: Listed, region: str | None) -> Table:
    """Return the rows an assistant gave; each number once, a further row of it is left out by the list."""
    rows = tuple(
        Row(
            line,
            number,
            {**dict(zip(listed.columns, values, strict=True)), NUMBER: f"+{number}"},
            canonical(number, region),
        )
        for line, (number, values) in enumerate(listed.rows, start=1)
    )
    return Table((*listed.columns, NUMBER), rows, (), NUMBER)
