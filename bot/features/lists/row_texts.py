"""From rows as they were uploaded to rows as they are sent: each text filled in, measured, or left out."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from heapq import merge as merged
from itertools import islice
from typing import Final

from bot.errors import UserError
from bot.store.sends.rows import PAGE, NewRow
from bot.texting import merge, number_places, segments, sender_ids
from bot.texting.number_places import Place
from bot.texting.segments import LONGEST_BYTES
from bot.texting.tables import reasons
from bot.texting.tables.table import Rejected, Row, Table

NAME_COLUMN: Final = "name"
LISTED: Final = "The number is on the do-not-text list."
EMPTY: Final = "The text would be empty in this row."
_TOO_LONG: Final = "The text would be too long in this row"
TOO_LONG: Final = f"{_TOO_LONG}: {{bytes:,}} of {{most:,}} bytes."
FAR_TOO_LONG: Final = f"{_TOO_LONG}: {{length:,}} characters, and it has room for {{most:,}} bytes."
_NEVER_MADE: Final = 100_000
"""Characters. A text is made from what is at most so long: any blanks around it may still be taken off."""
NO_ALPHA: Final = "Phones in that country do not show a name as the sender."


@dataclass(frozen=True, slots=True)
class Template:
    """What every row's text is made of; ``alpha`` when it comes from a name instead of a number."""

    text: str = field(repr=False)
    alpha: bool = False
    with_names: bool = False


def kind(reason: str) -> str:
    """Return why a row is left out without what differs from row to row, to be counted."""
    return f"{_TOO_LONG}." if reason.startswith(_TOO_LONG) else reasons.kind(reason)


def check_columns(text: str, table: Table) -> None:
    """Make sure that every field of a text is a column. Raises :exc:`UserError` that names both."""
    missing = merge.missing(text, table.columns)
    if missing:
        asked = ", ".join(f"%%{column}%%" for column in missing)
        raise UserError(
            f"The text asks for {asked}, and the list has no such column. It has: {', '.join(table.columns)}."
        )


def pages(
    table: Table,
    template: Template,
    listed: Callable[[Collection[str]], Collection[str]],
    look: Callable[[Row, str], None],
) -> Iterator[tuple[tuple[NewRow, ...], tuple[Place, ...]]]:
    """Make the rows of a table, a page at a time, with the places of those that can be sent.

    ``listed`` says which of some numbers must not be texted; ``look`` sees every row that gets a text, with
    that text. Places of rows go from 1 in the order of lines.
    """
    every: Iterator[Row | Rejected] = merged(table.rows, table.rejected, key=_line)
    in_order = enumerate(every, start=1)
    while part := tuple(islice(in_order, PAGE)):
        forbidden = listed([row.number for _place, row in part if isinstance(row, Row)])
        where = {place: number_places.place(row.number) for place, row in part if isinstance(row, Row)}
        made = tuple(_made(place, row, template, forbidden, where.get(place)) for place, row in part)
        for (_place, row), each in zip(part, made, strict=True):
            if isinstance(row, Row) and not each.rejected:
                look(row, each.body)
        yield made, tuple(where[row.place] for row in made if not row.rejected)


def _line(row: Row | Rejected) -> int:
    return row.line


def _made(
    place: int, row: Row | Rejected, template: Template, forbidden: Collection[str], where: Place | None
) -> NewRow:
    if isinstance(row, Rejected):
        return NewRow(place, row.line, rejected=row.reason)
    length = merge.length(template.text, row.values)
    if length > _NEVER_MADE:
        return NewRow(place, row.line, rejected=FAR_TOO_LONG.format(length=length, most=LONGEST_BYTES))
    body = merge.render(template.text, row.values).strip()
    reason = _reason(row.number, body, template, forbidden, where)
    if reason:
        return NewRow(place, row.line, rejected=reason)
    measure = segments.measure(body)
    return NewRow(
        place=place,
        line=row.line,
        number=row.number,
        body=body,
        segments=measure.segments,
        credits_upper=measure.upper_bound,
        name=_name(row) if template.with_names else None,
    )


def _reason(
    number: str, body: str, template: Template, forbidden: Collection[str], where: Place | None
) -> str:
    """Return why a row cannot be sent; nothing when it can."""
    if number in forbidden:
        return LISTED
    if not body:
        return EMPTY
    size = len(body.encode(errors="replace"))
    if size > LONGEST_BYTES:
        return TOO_LONG.format(bytes=size, most=LONGEST_BYTES)
    region = where.region if where is not None else None
    if template.alpha and not sender_ids.allowed_for(region):
        return NO_ALPHA
    return ""


def _name(row: Row) -> str | None:
    found = (value for column, value in row.values.items() if merge.fold(column) == NAME_COLUMN)
    return next(found, "").strip() or None
