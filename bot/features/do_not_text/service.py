"""The list of numbers that are never texted from Slack, on any path, whatever SMS-iT says.

SMS-iT keeps opt-outs of its own, but a contact who opted out of one group may still be reached through
another, and nothing can be opted out through its API. This list is ours alone.
"""

import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.store import broadcast_audiences, do_not_text, messages
from bot.store.database import Database
from bot.store.do_not_text import Entry
from bot.store.messages import Purpose
from bot.store.pages import Page
from bot.store.sends import Send, scheduled
from bot.store.states import SendState
from bot.texting import phones
from bot.texting.clock import Clock
from bot.texting.spellings import readings

log = logging.getLogger(__name__)

LONGEST_REASON: Final = 500
"""Characters of a reason that are kept."""
LISTED_SINCE: Final = "Cancel this in SMS-iT's own panel: someone it goes to is on the do-not-text list now."
PER_TRANSACTION: Final = 1000
"""Rows of an import written at a time, so that nobody else waits long for the database."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A number (digits) wanted on the list, and why."""

    number: str = field(repr=False)
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Counts:
    """What came of adding many: how many are new on the list, and how many stood there already."""

    new: int
    already: int


@dataclass(frozen=True, slots=True)
class Records:
    """A page of the list, the newest entries first.

    ``total`` counts the numbers on the list, ``erased`` those among them that nobody can read any more, found
    as whole numbers only. ``ending`` are the digits looked for; a search shows numbers
    taken off the list as well. ``now`` is when it was looked at.
    """

    entries: tuple[Entry, ...]
    total: int
    ending: str
    page: Page
    now: datetime
    erased: int = 0


def _nobody(_rows: int) -> None:
    """Tell nobody."""


class DoNotText:
    """Keeps the list, and answers who is on it, however a number is spelt.

    ``region`` is the two-letter default for digits that SMS-iT keeps without a country code.
    """

    def __init__(self, database: Database, clock: Clock, region: str | None = None) -> None:
        self._database = database
        self._clock = clock
        self._region = region

    def is_listed(self, *spellings: str) -> bool:
        """Tell whether a number is never to be texted: digits as it was typed, and as SMS-iT keeps it."""
        return bool(self.listed(spellings))

    def listed(self, numbers: Collection[str]) -> frozenset[str]:
        """Return those of the numbers (digits) that are never to be texted, as they are spelt there."""
        with self._database.read() as conn:
            return do_not_text.listed(conn, numbers, self._region)

    def stands_in(self, conn: Connection, *spellings: str) -> bool:
        """Tell the same within the caller's transaction."""
        return any(do_not_text.is_listed(conn, each, self._region) for each in dict.fromkeys(spellings))

    def stops(self, conn: Connection, text: Send) -> bool:
        """Tell within the caller's transaction whether a text to one number must not go.

        It goes to the number as SMS-iT keeps it. Without a country code that may be another phone than the
        one form says, so both are asked about.
        """
        return self.stands_in(conn, text.to_phone, text.to_number)

    def mark_left_with_smsit(self, number: str = "") -> tuple[Send, ...]:
        """Have messages warn of what SMS-iT keeps that somebody on the list gets, or this number; return it.

        The number is digits. The bot can't cancel it, so its messages say that from now on. Of a broadcast
        whoever was in the group at the hand-over counts. It goes through all of them: not for a listener.
        """
        meant = {number, *readings(number, self._region)} if number else None
        with self._database.read() as conn:
            kept = scheduled.of_smsit(conn, None, self._clock())
            found = tuple(each for each in kept if self._gets(conn, each, meant))
        if found:
            with self._database.write() as conn:
                messages.outdate(conn, [each.id for each in found], Purpose.SEND)
        return found

    def note(self, send: Send) -> str:
        """Return what the message of a send says (mrkdwn) that SMS-iT keeps for somebody on the list."""
        if send.state is not SendState.SCHEDULED_AT_SMSIT:
            return ""
        with self._database.read() as conn:
            return LISTED_SINCE if self._gets(conn, send, None) else ""

    def _gets(self, conn: Connection, send: Send, meant: Collection[str] | None) -> bool:
        """Tell whether one of these phones gets a send; of None, whether somebody on the list does."""
        parts = [(send.to_phone,)] if send.to_phone else broadcast_audiences.phones_of(conn, send.id)
        if meant is not None:
            return any(phone in meant for part in parts for phone in part)
        return any(do_not_text.listed(conn, part, self._region) for part in parts)

    def entry(self, number: str) -> Entry | None:
        """Return the record of a number (digits), on the list or taken off it; none when it never was."""
        with self._database.read() as conn:
            return do_not_text.get(conn, number)

    def add(self, number: str, reason: str, who: Who) -> bool:
        """Put a number (digits) on the list: one short transaction. False when it stands there already."""
        now = self._clock()
        kept = {number: _kept(reason)}
        new = self._database.write_with_others(lambda conn: do_not_text.add(conn, kept, who.user_id, now))
        if new:
            log.info("a number was put on the do-not-text list by %s", who.user_id)
        return bool(new)

    def add_many(self, rows: Iterable[Listing], who: Who, report: Callable[[int], None] = _nobody) -> Counts:
        """Put many numbers on the list, a thousand a transaction; ``report`` hears how many rows are done.

        Rows are kept as far as they were written when something fails; adding the same again does no harm.
        """
        new = done = 0
        part: dict[str, str] = {}
        for row in rows:
            done += 1
            part.setdefault(row.number, _kept(row.reason))
            if done % PER_TRANSACTION == 0:
                new += self._write(part, who)
                part.clear()
                report(done)
        new += self._write(part, who)
        log.info("%d of %d numbers were put on the do-not-text list by %s", new, done, who.user_id)
        return Counts(new, done - new)

    def remove(self, number: str, reason: str, who: Who) -> None:
        """Take a number (digits) off the list, keeping the record: one short transaction.

        Raises :exc:`UserError` when it is not on the list.
        """
        now = self._clock()
        removed = self._database.write_with_others(
            lambda conn: do_not_text.remove(conn, number, _kept(reason), who.user_id, now)
        )
        self._database.lost_listings.forget(number)
        if not removed:
            raise UserError("That number is no longer on the do-not-text list. Nothing was changed.")
        log.info("a number was taken off the do-not-text list by %s", who.user_id)

    def page(self, ending: str, number: int, size: int, *, full: bool = True) -> Records:
        """Return a page of so many records whose number ends with these digits.

        For people who do not see numbers in ``full``, more than the last digits are a whole number only.
        """
        whole = not full and len(ending) > phones.SHOWN_DIGITS
        shown = Page(max(0, number), size)
        with self._database.read() as conn:
            entries = do_not_text.page(conn, ending, offset=shown.offset, limit=size + 1, whole=whole)
            total, erased = do_not_text.count(conn), do_not_text.count_erased(conn)
        return Records(
            entries[:size], total, ending, replace(shown, more=len(entries) > size), self._clock(), erased
        )

    def _write(self, part: dict[str, str], who: Who) -> int:
        if not part:
            return 0
        with self._database.write() as conn:
            return do_not_text.add(conn, part, who.user_id, self._clock())


def _kept(reason: str) -> str:
    return reason[:LONGEST_REASON]
