"""From rows as they were uploaded to rows as they are sent: each text filled in, measured, or left out."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import merge as merged
from itertools import islice
from typing import Final

from bot.errors import UserError
from bot.store.sends.new_rows import NewRow
from bot.store.sends.rows import PAGE
from bot.texting import merge, number_places, placeholders, segments, sender_ids, words
from bot.texting.number_places import Place
from bot.texting.segments import LONGEST_BYTES
from bot.texting.tables import reasons
from bot.texting.tables.table import Rejected, Row, Table

NAME_COLUMN: Final = "name"
LISTED: Final = "This number is on the do-not-text list."
OPTED_OUT: Final = "This person has opted out of your texts."
BARE: Final = (
    "These numbers have no columns, so {asked} can't be filled in. Remove {them}, or use a CSV file with "
    "column names."
)
EMPTY: Final = "The text would be empty for this row."
_TOO_LONG: Final = "This row's text is too long"
TOO_LONG: Final = f"{_TOO_LONG}: {{over}} over the limit."
FAR_TOO_LONG: Final = f"{_TOO_LONG}: {{length:,}} characters."
_NO_VALUE: Final = "This row's values can't be used in a template"
NO_VALUE: Final = f"{_NO_VALUE}. {{wrong}}"
_NEVER_MADE: Final = 100_000
"""Characters. A text is made from what is at most so long: any blanks around it may still be taken off."""
NO_ALPHA: Final = "Phones in this country can't show a name as the sender."


@dataclass(frozen=True)  # without slots: what it asks for is found out once
class Template:
    """What every row's text is made of; ``alpha`` when it comes from a name instead of a number.

    With ``only_values`` what a row fills in has to be such as a person may fill into a template.
    """

    text: str = field(repr=False)
    alpha: bool = False
    with_names: bool = False
    only_values: bool = False

    @cached_property
    def fields(self) -> frozenset[str]:
        """The columns it asks for, folded; of one whose name may hold a bar, both ways to read it."""
        asked = merge.split(self.text)[1]
        return frozenset(
            merge.fold(name) for each in asked for name in (each.column, f"{each.column}|{each.instead}")
        )

    def mistake(self, values: Mapping[str, str]) -> str | None:
        """Return what is wrong with what a row would fill in, where that matters; none when nothing is."""
        if not self.only_values:
            return None
        used = (value for column, value in values.items() if merge.fold(column) in self.fields)
        return next((wrong for each in used if (wrong := placeholders.value_mistake(each))), None)


Page = tuple[tuple[NewRow, ...], tuple[Place, ...]]
"""Rows, and the places of those of them that can be sent."""


def kind(reason: str) -> str:
    """Return why a row is left out without what differs from row to row, to be counted."""
    begun = next((each for each in (_TOO_LONG, _NO_VALUE) if reason.startswith(each)), None)
    return f"{begun}." if begun else reasons.kind(reason)


def check_columns(text: str, columns: Sequence[str], *, bare: bool = False) -> None:
    """Make sure that every field of a text is a column; of ``bare`` numbers there is none.

    Raises :exc:`UserError` that names both.
    """
    missing = merge.missing(text, columns)
    if not missing:
        return
    asked = words.join_and([f"%%{column}%%" for column in missing])
    if bare:
        raise UserError(BARE.format(asked=asked, them="it" if len(missing) == 1 else "them"))
    known = f"Its columns are: {', '.join(columns)}."
    told = (f"The list has no column for {asked}.", merge.hint(missing, columns), known)
    raise UserError(" ".join(filter(None, told)))


def pages(
    table: Table,
    template: Template,
    barred: Callable[[Collection[Row]], Mapping[str, str]],
    look: Callable[[Row, str], None],
) -> Iterator[Page]:
    """Make the rows of a table, a page at a time, with the places of those that can be sent.

    ``barred`` says which numbers of some rows must not be texted, and why; ``look`` sees every row that gets
    a text, with that text. Places of rows go from 1 in the order of lines.
    """
    every: Iterator[Row | Rejected] = merged(table.rows, table.rejected, key=_line)
    in_order = enumerate(every, start=1)
    while part := tuple(islice(in_order, PAGE)):
        rows = {place: row for place, row in part if isinstance(row, Row)}
        forbidden = barred(tuple(rows.values()))
        where = {place: number_places.place(row.one_form) for place, row in rows.items()}
        made = tuple(_made(place, row, template, forbidden, where.get(place)) for place, row in part)
        for (_place, row), each in zip(part, made, strict=True):
            if isinstance(row, Row) and not each.rejected:
                look(row, each.body)
        yield made, tuple(where[row.place] for row in made if not row.rejected)


def _line(row: Row | Rejected) -> int:
    return row.line


def _made(
    place: int, row: Row | Rejected, template: Template, forbidden: Mapping[str, str], where: Place | None
) -> NewRow:
    if isinstance(row, Rejected):
        return NewRow(place, row.line, rejected=row.reason)
    length = merge.length(template.text, row.values)
    if length > _NEVER_MADE:
        return NewRow(place, row.line, rejected=FAR_TOO_LONG.format(length=length))
    body = merge.render(template.text, row.values).strip()
    wrong = template.mistake(row.values)
    reason = NO_VALUE.format(wrong=wrong) if wrong else _reason(row.number, body, template, forbidden, where)
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
        phone=row.phone,
    )


def _reason(
    number: str, body: str, template: Template, forbidden: Mapping[str, str], where: Place | None
) -> str:
    """Return why a row cannot be sent; nothing when it can."""
    if number in forbidden:
        return forbidden[number]
    if not body:
        return EMPTY
    over = _over(body)
    if over:
        return TOO_LONG.format(over=words.pluralize(over, "character"))
    region = where.region if where is not None else None
    if template.alpha and not sender_ids.allowed_for(region):
        return NO_ALPHA
    return ""


def _over(body: str) -> int:
    """Return how many characters a text is over the limit, which counts bytes."""
    written = body.encode(errors="replace")
    return 0 if len(written) <= LONGEST_BYTES else len(written[LONGEST_BYTES:].decode(errors="ignore")) or 1


def _name(row: Row) -> str | None:
    found = (value for column, value in row.values.items() if merge.fold(column) == NAME_COLUMN)
    return next(found, "").strip() or None
