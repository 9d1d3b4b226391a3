"""Who a choice of people comes to, looked up now: SMS-iT's contacts, and the bot's own record of texts.

It reads whole groups, so it is for threads that may wait, and it is bounded: by how many contacts are read,
and by how many people one list may hold.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final

from bot.access import Who
from bot.errors import UserError
from bot.features.audiences.choice import MOST_DAYS, Choice, dump, in_group, load
from bot.features.audiences.fields import FIELDS, of_member, require_shown
from bot.features.audiences.fields import shown as shown_fields
from bot.features.audiences.members import Audience, Member, Members, Reason
from bot.features.contacts.service import Person, Search
from bot.policy.model import Limits
from bot.store.database import Database
from bot.store.sends import reach, texted
from bot.texting.clock import Clock
from bot.texting.tables.portions import in_portions

__all__ = [
    "FIELDS",
    "MOST_DAYS",
    "Audience",
    "AudienceService",
    "Choice",
    "ContactReader",
    "Everybody",
    "Member",
    "Members",
    "Reason",
    "Told",
    "dump",
    "load",
    "of_member",
    "require_shown",
    "shown_fields",
]

MOST_READ: Final = 100_000
"""Contacts that are read for one audience, those who are left out among them."""
TOLD_EVERY: Final = 500
TOO_MUCH: Final = (
    f"This means reading more than {MOST_READ:,} contacts. Choose fewer groups or narrow the search."
)
TOO_MANY: Final = "This is {people:,} people, and the limit is {most:,} per list. Choose fewer groups."

Everybody = Callable[[Search, Who], Iterator[Person]]
"""Gives everybody a search finds, as far as a person may look. Raises :exc:`UserError`."""
Told = Callable[[int], None]
"""Hears how many contacts were read so far."""


class AudienceService:
    """Looks up who is texted, by the ``limits`` of one list.

    ``region`` is the two-letter default for numbers without a country code.
    """

    def __init__(
        self,
        everybody: Everybody,
        database: Database,
        clock: Clock,
        *,
        limits: Limits,
        region: str | None,
    ) -> None:
        self._everybody = everybody
        self._database = database
        self._clock = clock
        self._limits = limits
        self._region = region

    def of(self, choice: Choice, who: Who, report: Told) -> Audience:
        """Return who a choice means now, and who is left out.

        Raises :exc:`UserError` when those are too many, and when SMS-iT does not answer.
        """
        members = Members(self._region, self._database.blind_order)
        reading = ContactReader(self._everybody, who, report)
        members.leave_out(choice.without, Reason.HERE)
        for group in choice.without_groups:
            for person in reading.of(in_group(group)):
                members.leave_out((person.number,), Reason.IN_GROUP)
        for search in choice.searches():
            for person in reading.of(search):
                members.meet(person)
        if choice.texted_days:
            self._leave_out_texted(members, reading, choice.texted_days)
        if choice.only_reached:
            with self._database.read() as conn:
                members.leave_out(reach.among(conn, members.phones), Reason.NOT_REACHED)
        audience = members.audience()
        most = self._limits.list_rows
        if len(audience.members) > most:
            raise UserError(TOO_MANY.format(people=len(audience.members), most=most))
        return audience

    def _leave_out_texted(self, members: Members, reading: "ContactReader", days: int) -> None:
        """Leave out whoever got a text from here since: by its number, or as one of a group now."""
        since: datetime = self._clock() - timedelta(days=days)
        with self._database.read() as conn:
            members.leave_out(texted.since(conn, members.phones, since), Reason.RECENT)
            groups = texted.groups_since(conn, since)
        for group in groups:
            numbers = (person.number for person in reading.of(in_group(group)) if person.subscribed)
            members.leave_out(numbers, Reason.RECENT)


class ContactReader:
    """Reads contacts for one audience, and counts them."""

    def __init__(self, everybody: Everybody, who: Who, report: Told) -> None:
        self._everybody = everybody
        self._who = who
        self._report = report
        self._read = 0

    def of(self, search: Search) -> Iterator[Person]:
        """Give everybody a search finds. Raises :exc:`UserError` when too many were read."""
        for person in in_portions(self._everybody(search, self._who)):
            self._read += 1
            if self._read > MOST_READ:
                raise UserError(TOO_MUCH)
            if self._read % TOLD_EVERY == 0:
                self._report(self._read)
            yield person
