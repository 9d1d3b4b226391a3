"""Whom a list is for, read from wherever it comes: a file, pasted text, the contacts, or an earlier list."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from bot.access import Who
from bot.errors import UserError
from bot.features.audiences.service import Audience, Choice, require_shown, shown_fields
from bot.features.lists import again, column_question, contact_rows, drafted, faults, row_texts
from bot.features.lists.faults import About
from bot.features.lists.request import Request
from bot.store.sends import Send
from bot.texting import words
from bot.texting.tables import table
from bot.texting.tables.places import Places
from bot.texting.tables.table import Table, TableError
from bot.texting.tables.uploads import SheetReader

Told = Callable[[str], None]
"""Hears how far the work has come, in a few words."""


class Audiences(Protocol):
    """Looks up people of the contacts."""

    def of(self, choice: Choice, who: Who, report: Callable[[int], None]) -> Audience:
        """Return who a choice means now. Raises :exc:`UserError`."""


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list as it was read: its rows, what their texts are made of, and the columns of the numbers.

    Who of ``is_checked`` people opted out is known. ``is_reviewed`` is a list of which the texts were made
    and looked at before.
    """

    table: Table = field(repr=False)
    text: str = field(repr=False)
    numbers: Places = ()
    is_checked: bool = False
    is_reviewed: bool = False

    @property
    def of_people(self) -> bool:
        """Whether nobody in it stands in a line, because they are contacts."""
        found = self.table
        return not any(row.line for row in found.rows) and not any(row.line for row in found.rejected)


class Rows(Protocol):
    """Knows rows of another list: those that did not arrive, or those of a draft that are reached."""

    def table(self, list_id: str) -> Table:
        """Return that as a table. Raises :exc:`UserError` when there is nothing."""


class ListReader:
    """Reads lists. ``as_read_by`` gives a row of one with its words as a person may read them."""

    def __init__(
        self,
        uploads: SheetReader,
        audiences: Audiences,
        failures: Rows,
        reached: Rows,
        *,
        sees_numbers: Callable[[Who], bool],
        as_read_by: Callable[[Who, Send], Send],
    ) -> None:
        self.as_read_by = as_read_by
        self._uploads = uploads
        self._failures = failures
        self._reached = reached
        self._audiences = audiences
        self._sees_numbers = sees_numbers

    def read(self, request: Request, who: Who, report: Told) -> ReadList:
        """Return a list as it stands now. Raises :exc:`ListError` when it cannot be used."""
        full = self._sees_numbers(who)
        with faults.about(About.MESSAGE):
            _require_shown(request, full=full)
        with faults.about(About.NUMBERS):
            source = (
                self._reviewed(request)
                or self._people(request, who, report, full=full)
                or self._failed(request)
                or self._drafted(request, full=full)
                or self._rows(request)
            )
        found = source.table
        with faults.about(About.MESSAGE):
            row_texts.check_columns(source.text, found.columns, bare=found.bare)
        return source

    def read_pasted(self, request: Request) -> ReadList:
        """Return a pasted list, which needs nobody to be asked. Raises :exc:`ListError`."""
        return self.read(request, Who("", ""), lambda _said: None)

    def _reviewed(self, request: Request) -> ReadList | None:
        if not request.reached_of:
            return None
        found = self._reached.table(request.reached_of)
        return ReadList(found, again.TEXT, is_checked=True, is_reviewed=True)

    def _people(self, request: Request, who: Who, report: Told, *, full: bool) -> ReadList | None:
        choice = request.people
        if choice is None:
            return None
        found = self._audiences.of(
            choice, who, lambda read: report(f"{words.pluralize(read, 'contact')} read …")
        )
        return ReadList(contact_rows.table(found, full=full), request.message, is_checked=True)

    def _failed(self, request: Request) -> ReadList | None:
        return ReadList(self._failures.table(request.again_of), again.TEXT) if request.again_of else None

    def _drafted(self, request: Request, *, full: bool) -> ReadList | None:
        if request.drafted is None:
            return None
        return ReadList(drafted.table(request.drafted, full=full), request.message)

    def _rows(self, request: Request) -> ReadList:
        if request.file is None:
            found = self._uploads.read_pasted(request.pasted)
        else:
            found = self._uploads.read(request.file)
        column_question.check_columns(request.numbers, found)
        try:
            numbers = request.numbers or table.certain(found)
        except TableError as error:
            raise UserError(error.sentence) from None
        return ReadList(table.read(found, numbers, self._uploads.region), request.message, numbers)


def _require_shown(request: Request, *, full: bool) -> None:
    """Make sure that nothing hidden is filled into a text to people whose numbers its writer did not give."""
    if request.people is not None:
        require_shown(request.message, shown_fields(full=full))
    elif request.drafted is not None and not full:
        require_shown(request.message, request.drafted.columns)
