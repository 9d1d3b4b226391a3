"""The result file of a list: every row with what became of it, as CSV.

Whole numbers go to a person, by direct message; what stands in a thread holds masked ones.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from bot.engine.port import JobArgs
from bot.features.lists.lanes import THREAD, Lanes, Result
from bot.slack import kit, state_words
from bot.slack.poster import Content, NotThere, Posted, PosterError
from bot.store import messages, sends
from bot.store.database import Database
from bot.store.sends import Send, rows
from bot.texting import phones
from bot.texting.tables import csv_out
from bot.texting.words import zone_or_utc

log = logging.getLogger(__name__)

MOST_TRIES: Final = 5
RETRY_SECONDS: Final = 60.0
LEFT_OUT: Final = "left out"
TITLES: Final = ("Line", "Number", "State", "Why", "Segments", "Sent at")


class Uploads(Protocol):
    """Where files are put."""

    def upload(
        self, channel: str, name: str, content: bytes, comment: str, *, thread_ts: str | None = None
    ) -> None:
        """Put a file into a channel or direct message, or into a thread there. Raises :exc:`PosterError`."""


class Results:
    """Hands out result files."""

    def __init__(
        self,
        database: Database,
        lanes: Lanes,
        files: Uploads,
        post: Callable[[str, Content], Posted],
    ) -> None:
        self._database = database
        self._lanes = lanes
        self._files = files
        self._post = post

    def run(self, args: JobArgs) -> None:
        """Hand out the result of the list ``send_id`` as ``to`` says; again where Slack refuses."""
        result = Result.of(args)
        with self._database.read() as conn:
            send = sends.get(conn, args["send_id"])
        if send is None:
            return
        try:
            if result.to == THREAD:
                self._to_thread(send)
            else:
                self._to_person(send, result.to)
        except NotThere:
            log.info("the result of list %s finds no way to %s", send.id, result.to)
        except PosterError as error:
            log.info("the result of list %s waits: %s", send.id, type(error).__name__)
            self._again(send, result)

    def _to_thread(self, send: Send) -> None:
        """Put the masked file into the list's thread; nowhere when its message is a person's own."""
        with self._database.read() as conn:
            main = messages.get(conn, send.id)
        if send.origin_channel is None or main is None or main.channel is None:
            return
        comment = (
            f"Result of the list, numbers masked. <@{send.user_id}> has the one with whole numbers by direct "
            "message."
        )
        content = csv_out.write(self._lines(send, masked=True))
        self._files.upload(main.channel, _name(send), content, comment, thread_ts=main.ts)

    def _to_person(self, send: Send, user_id: str) -> None:
        name = kit.escape(phones.mask_in(send.to_name or ""))
        told = f"The result of your list {name} (`{send.id[:8]}`), with whole numbers: handle it with care."
        posted = self._post(user_id, Content(told, (kit.section(told),)))
        content = csv_out.write(self._lines(send, masked=False))
        self._files.upload(posted.channel, _name(send), content, "", thread_ts=posted.ts)

    def _again(self, send: Send, result: Result) -> None:
        if result.tries + 1 >= MOST_TRIES:
            log.warning("the result of list %s was not taken by Slack", send.id)
            return
        with self._database.write() as conn:
            following = Result(result.to, result.why, result.tries + 1)
            self._lanes.result(conn, send.id, following, RETRY_SECONDS)

    def _lines(self, send: Send, *, masked: bool) -> Iterator[Sequence[str]]:
        """Make the lines of the file, reading a page of rows at a time."""
        yield TITLES
        zone = zone_or_utc(send.zone)
        with self._database.read() as conn:
            size = rows.size(conn, send.id)
        for first in range(1, size + 1, rows.PAGE):
            with self._database.read() as conn:
                page = rows.page(conn, send.id, first, min(first + rows.PAGE - 1, size))
            yield from (line(row, zone, masked=masked) for row in page)


def line(row: Send, zone: ZoneInfo, *, masked: bool) -> tuple[str, ...]:
    """Return the cells of one row. A row that was left out has no number, and a reason that is our own."""
    left_out = row.outcome_code == rows.REJECTED
    number = "" if not row.to_number else phones.mask(row.to_number) if masked else f"+{row.to_number}"
    why = row.outcome_sentence or row.report_error or ""
    return (
        str(row.line),
        number,
        LEFT_OUT if left_out else state_words.in_words(row.state),
        phones.mask_in(why) if masked and not left_out else why,
        str(row.segments or ""),
        _at(row.attempting_at, zone),
    )


def _at(moment: datetime | None, zone: ZoneInfo) -> str:
    return "" if moment is None else f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def _name(send: Send) -> str:
    return f"list-{send.id[:8]}.csv"
