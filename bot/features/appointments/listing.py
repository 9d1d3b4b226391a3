"""What the bot booked, a page at a time."""

import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from bot.errors import UserError
from bot.features.appointments import timeline
from bot.features.appointments.timeline import Timeline
from bot.features.contacts.service import Kind, digits_of, kind_of, whole_number
from bot.store import appointments
from bot.store.appointments import Search, Status
from bot.store.database import Database
from bot.store.pages import Page
from bot.texting.clock import Clock

PAGE: Final = 8
LONGEST_SEARCH: Final = 60
LONG_SEARCH: Final = f"Shorten the name or number to {LONGEST_SEARCH} characters: a part of it is enough."


@dataclass(frozen=True, slots=True)
class Where:
    """What a person looks at: whose appointments, coming ones or (1) past ones, and which page, from 0."""

    text: str = ""
    past: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of appointments, out of how many were ``found``."""

    where: Where
    stories: tuple[Timeline, ...]
    found: int

    @property
    def page(self) -> Page:
        """Which page it is."""
        return Page.at(self.where.page, PAGE, self.found)


class Bookings:
    """Lists appointments. ``region`` is the two-letter default for numbers typed in local form."""

    def __init__(self, database: Database, clock: Clock, region: str | None = None) -> None:
        self._database = database
        self._clock = clock
        self._region = region

    def look(self, where: Where, *, full: bool = True) -> Listing:
        """Return what is there to see; a page beyond the last shows the last.

        Raises :exc:`UserError` for a part of a number, for people who do not see numbers in ``full``.
        """
        now, request = self._clock(), self._search(where, full=full)
        with self._database.read() as conn:
            count = appointments.count(conn, request, now)
            page = Page.at(where.page, PAGE, count)
            found = appointments.page(conn, request, now, offset=page.offset, limit=PAGE)
            stories = (timeline.read(conn, each.id) for each in found)
            kept = tuple(each for each in stories if each is not None)
        return Listing(Where(where.text, where.past, page.number), kept, count)

    def one(self, appointment_id: str) -> Timeline | None:
        """Return one of them; None when it is gone."""
        with self._database.read() as conn:
            return timeline.read(conn, appointment_id)

    def coming(self, conn: Connection, phone: str) -> Timeline | None:
        """Return the next appointment of a phone (its one form), booked or about to be; none without one."""
        found = appointments.page(conn, Search("", phone, whole=True), self._clock(), offset=0, limit=PAGE)
        stands = (each for each in found if each.status is not Status.CANCELLED)
        return next((told for each in stands if (told := timeline.read(conn, each.id))), None)

    def _search(self, where: Where, *, full: bool) -> Search:
        """Return what to look for: what may be a part of a number, read as the search for contacts does."""
        digits = ""
        if kind_of(where.text) is Kind.NUMBER and not full:
            digits = whole_number(where.text, self._region)
        elif kind_of(where.text) is Kind.NUMBER:
            try:
                digits = digits_of(where.text)
            except UserError:
                digits = re.sub(r"\D", "", where.text)
        return Search(where.text, digits, past=bool(where.past), whole=not full)
