"""Handing out the result file of a batch: into a direct message, or beneath the message everybody follows."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.slack.blocks import kit
from bot.slack.outgoing.files import Files
from bot.slack.outgoing.poster import Content, Posted
from bot.slack.outgoing.posting_errors import NotThere, PosterError
from bot.texting.tables import csv_out

log = logging.getLogger(__name__)

MOST_TRIES: Final = 5
RETRY_SECONDS: Final = 60.0

Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class ResultFile:
    """A result file and whom it is for: a person, by their id, or everybody in the thread of a message.

    ``comment`` (mrkdwn) stands above it. ``batch`` names in the log what it is about.
    """

    batch: str
    to: str | Posted
    name: str
    comment: str = field(repr=False)
    lines: Callable[[], Iterable[Cells]] = field(repr=False)


class Results:
    """Hands out result files. ``post`` writes a message to a person and returns where it stands."""

    def __init__(self, files: Files, post: Callable[[str, Content], Posted]) -> None:
        self._files = files
        self._post = post

    def hand_out(self, file: ResultFile, tries: int, again: Callable[[int, float], None]) -> None:
        """Hand a file out that was refused ``tries`` times so far.

        Where Slack refuses it again, ``again`` is told the new count and the seconds to wait, a few times.
        """
        try:
            self._give(file)
        except NotThere:
            log.info("the result of %s finds no way to %s", file.batch, file.to)
        except PosterError as error:
            log.info("the result of %s waits: %s", file.batch, type(error).__name__)
            if tries + 1 < MOST_TRIES:
                again(tries + 1, RETRY_SECONDS)
            else:
                log.warning("the result of %s was not taken by Slack", file.batch)

    def _give(self, file: ResultFile) -> None:
        place, comment = file.to, file.comment
        if not isinstance(place, Posted):
            place = self._post(place, Content(file.comment, (kit.section(file.comment),)))
            comment = ""
        content = csv_out.write(file.lines())
        self._files.upload(place.channel, file.name, content, comment, thread_ts=place.ts)
