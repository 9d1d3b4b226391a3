"""Handing out the numbers that texts do not reach: a file, by direct message, to whoever asked for it."""

import logging
import threading
from typing import Final

from bot.access import Who
from bot.errors import UserError
from bot.features.contacts.views.export import NOT_TAKEN
from bot.features.reach import views
from bot.features.reach.service import Reach
from bot.slack.outgoing.files import Files
from bot.slack.outgoing.poster import Poster
from bot.slack.outgoing.posting_errors import PosterError
from bot.texting.clock import Clock
from bot.texting.tables import csv_out

log = logging.getLogger(__name__)

BUSY: Final = "Press *Export* again in a minute: a file for someone else is being made."


class ReachFiles:
    """Makes the files, one at a time. For threads that may wait."""

    def __init__(self, reach: Reach, poster: Poster, files: Files, clock: Clock) -> None:
        self._reach = reach
        self._poster = poster
        self._files = files
        self._clock = clock
        self._busy = threading.Lock()

    def hand_out(self, who: Who, *, masked: bool) -> int:
        """Give a person the file, and return how many numbers it holds.

        Raises :exc:`UserError` when there are none, there are too many, a file for somebody else is being
        made, or Slack doesn't take it.
        """
        if not self._busy.acquire(blocking=False):
            raise UserError(BUSY)
        try:
            return self._hand_out(who, masked=masked)
        finally:
            self._busy.release()

    def _hand_out(self, who: Who, *, masked: bool) -> int:
        found = self._reach.everybody()
        content = csv_out.write(self._reach.lines(found, masked=masked))
        name = f"unreachable-{self._clock():%Y-%m-%d}.csv"
        try:
            posted = self._poster.post(who.user_id, views.message(len(found), masked=masked))
            self._files.upload(posted.channel, name, content, "", thread_ts=posted.ts)
        except PosterError as error:
            log.warning("unreachable numbers did not reach %s: %s", who.user_id, type(error).__name__)
            raise UserError(NOT_TAKEN) from None
        log.info("%d unreachable numbers were exported by %s", len(found), who.user_id)
        return len(found)
