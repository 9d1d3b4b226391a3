"""The column of numbers as a question: where a file leaves it open, nothing goes on before a person chose.

What was written meanwhile waits as a draft, so that it outlives this process; the file stays with Slack.
"""

from dataclasses import dataclass, field
from typing import Final

from bot.access import Who
from bot.errors import UserError
from bot.features.lists import drafts, faults, row_texts
from bot.features.lists.faults import About, ListError
from bot.features.lists.request import Request
from bot.features.sends.submission import Submission
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import SendKind
from bot.texting.clock import Clock
from bot.texting.tables import reasons, table
from bot.texting.tables.places import Places
from bot.texting.tables.reasons import OTHER_COLUMNS
from bot.texting.tables.sheet import Sheet
from bot.texting.tables.table import Table
from bot.texting.tables.uploads import SheetReader, UploadedFile
from bot.texting.words import zone_or_utc

GONE: Final = "That list is no longer available. Start again with `/sms list`."


@dataclass(frozen=True, slots=True)
class Question:
    """A file whose column of numbers is asked for: the draft it belongs to, and what it holds.

    ``numbers`` is what is chosen so far, and ``read`` the file as it is read by that.
    """

    send_id: str
    file: UploadedFile
    sheet: Sheet = field(repr=False)
    numbers: Places = ()
    read: Table | None = field(default=None, repr=False)


class ColumnQuestions:
    """Asks for the column of numbers, and takes the answer."""

    def __init__(self, database: Database, uploads: SheetReader, clock: Clock) -> None:
        self._database = database
        self._uploads = uploads
        self._clock = clock

    def question(self, submission: Submission[Request]) -> Question | None:
        """Return the question a list leaves open; none when it leaves none, or is pasted.

        Raises :exc:`ListError` when no column holds numbers, a field of the text is no column, or the file
        cannot be used.
        """
        file = submission.request.file
        if file is None:
            return None
        with faults.about(About.NUMBERS):
            found = self._uploads.read(file)
        if found.number is not None:
            return None
        if not found.candidates:
            raise ListError(reasons.undecided(found), About.NUMBERS)
        with faults.about(About.MESSAGE):
            row_texts.check_columns(submission.request.message, found.columns)
        with self._database.write() as conn:
            draft = sends.insert_draft(conn, drafts.new(submission), now=self._clock())
        return Question(draft.id, file, found)

    def again(self, send_id: str, file: UploadedFile, numbers: Places) -> Question:
        """Return the question with what is chosen by now. Raises :exc:`UserError`."""
        found = self._uploads.read(file)
        if not numbers:
            return Question(send_id, file, found)
        check_columns(numbers, found)
        return Question(send_id, file, found, numbers, table.read(found, numbers, self._uploads.region))

    def answered(
        self, send_id: str, file: UploadedFile, numbers: Places, *, who: Who, key: str
    ) -> Submission[Request]:
        """Return what is asked for by a draft and its file, now that the columns of numbers are chosen.

        ``key`` is that of the answer. Raises :exc:`UserError` when the draft is gone or another person's.
        """
        with self._database.read() as conn:
            draft = sends.get(conn, send_id)
        if draft is None or draft.kind is not SendKind.LIST or draft.user_id != who.user_id:
            raise UserError(GONE)
        request = drafts.request(draft, file, numbers)
        return Submission(request, who, draft.origin_channel, key, zone_or_utc(draft.zone))


def check_columns(numbers: Places, found: Sheet) -> None:
    """Make sure that a file has the columns that were chosen. Raises :exc:`UserError`."""
    if any(place >= len(found.columns) for place in numbers):
        raise UserError(OTHER_COLUMNS)
