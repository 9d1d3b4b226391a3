"""A list before anybody confirms it: read, filled in, recorded row by row as drafts, and reckoned.

It asks Slack for the file and SMS-iT for the balance and may take a minute. Nothing is sent by it, and a
list that is never confirmed is deleted with its rows by the daily retention.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from bot.errors import UserError
from bot.features.lists import asking, drafts, hours, reading
from bot.features.lists.blanks import BlankRows, Blanks
from bot.features.lists.reading import Template
from bot.features.lists.request import Wanted
from bot.features.outbox.preview import Funds, Preview
from bot.features.outbox.refusals import require_covered
from bot.features.outbox.request import Request
from bot.features.outbox.rules import SendRules
from bot.features.outbox.safeguards import Safeguards
from bot.features.outbox.series import Dates
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import Send, lists, rows
from bot.store.states import SendState
from bot.texting.clock import Clock
from bot.texting.number_places import Place
from bot.texting.tables import table
from bot.texting.tables.places import Places
from bot.texting.tables.table import Table, TableError
from bot.texting.tables.uploads import SheetReader, UploadedFile

SAMPLES: Final = 3
FIRST_REJECTED: Final = 10

Told = Callable[[str], None]
"""Hears how far the work has come, in a few words."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the numbers of a list come from: the names and places of their columns, and the file.

    ``refused`` of its people said no to texts. ``file`` is none for a pasted list.
    """

    columns: tuple[str, ...]
    numbers: Places
    refused: int = 0
    file: UploadedFile | None = None


@dataclass(frozen=True, slots=True)
class _Recorded:
    """Where the numbers that are texted may be, and why rows are left out."""

    places: Counter[Place] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a list holds, and who is left out.

    ``first_rejected`` holds line and reason of the first rows left out, ``samples`` the first rows to be
    sent, ``blanks`` what rows get that leave a field empty. ``reasons`` count the rows left out by why, the
    most frequent first. ``lasts`` is an estimate.
    """

    rejected: int
    first_rejected: tuple[tuple[int, str], ...]
    samples: tuple[Send, ...] = field(repr=False)
    lasts: timedelta
    reasons: tuple[tuple[str, int], ...] = ()
    blanks: tuple[BlankRows, ...] = ()
    source: Source | None = None


class Preparing:
    """Makes drafts of lists."""

    def __init__(
        self, database: Database, sheets: SheetReader, safeguards: Safeguards, rules: SendRules, clock: Clock
    ) -> None:
        self._database = database
        self._sheets = sheets
        self._safeguards = safeguards
        self._rules = rules
        self._clock = clock

    def check(self, request: Request[Wanted], told: Told) -> Preview[Send, Contents]:
        """Read a list, record it with its rows as a draft, and return what it comes to.

        The same request again gives the same draft. Raises :exc:`UserError` when it cannot be sent as it
        stands.
        """
        told("Reading …")
        found, numbers = self._read(request.wanted)
        reading.check_columns(request.wanted.message, found)
        with self._database.write() as conn:
            draft = sends.insert_draft(conn, drafts.new(request), now=self._clock())
        if draft.state is not SendState.DRAFT:
            raise UserError("This list has been confirmed already. Look at its message.")
        blanks = Blanks(request.wanted.message)
        recorded = self._record(draft, found, request.wanted, told, blanks)
        told("Asking for the balance …")
        found_out = self._reckoned(draft.id, recorded, request)
        source = _source(found, numbers, request.wanted.file)
        own = replace(found_out.own, blanks=blanks.found, source=source)
        return replace(found_out, own=own, warnings=found.notes)

    def _read(self, wanted: Wanted) -> tuple[Table, Places]:
        if wanted.file is None:
            found = self._sheets.read_pasted(wanted.pasted)
        else:
            found = self._sheets.read(wanted.file)
        asking.check_columns(wanted.numbers, found)
        try:
            numbers = wanted.numbers or table.certain(found)
        except TableError as error:
            raise UserError(error.sentence) from None
        return table.read(found, numbers, self._sheets.region), numbers

    def _record(self, draft: Send, found: Table, wanted: Wanted, told: Told, blanks: Blanks) -> _Recorded:
        """Record every row, a page a transaction."""
        template = Template(
            wanted.message, alpha=wanted.alpha_sender is not None, with_names=bool(wanted.group)
        )
        in_all = len(found.rows) + len(found.rejected)
        recorded = _Recorded()
        for page, where in reading.pages(found, template, self._safeguards.do_not_text.listed, blanks.look):
            with self._database.write() as conn:
                rows.insert(conn, draft, page, self._clock())
            recorded.places.update(where)
            recorded.reasons.update(reading.kind(row.rejected) for row in page if row.rejected)
            told(f"{page[-1].place:,} of {in_all:,} rows prepared …")
        return recorded

    def _reckoned(
        self, list_id: str, recorded: _Recorded, request: Request[Wanted]
    ) -> Preview[Send, Contents]:
        credit = self._safeguards.credits
        balance, reserved = credit.sms_balance(), credit.reserved()
        with self._database.write() as conn:
            rows.describe(conn, list_id, rows.totals(conn, list_id), balance, self._clock())
        with self._database.read() as conn:
            draft = sends.get(conn, list_id)
            first = lists.rejected(conn, list_id, FIRST_REJECTED)
            if draft is None or not draft.people:
                reason = f" Line {first[0][0]}: {first[0][1]}" if first else ""
                raise UserError(f"No row of this list can be sent.{reason}")
            begins = draft.send_at or self._clock()
            rejected = lists.rejected_count(conn, list_id)
            samples = rows.first_drafts(conn, list_id, SAMPLES)
            budgets = self._safeguards.budgets.left(conn, request.who, request.channel, begins)
        require_covered(draft.credits, balance, reserved)
        lasts = hours.duration(draft.people, self._rules.limits.list_per_second)
        return Preview(
            draft,
            Contents(rejected, first, samples, lasts, tuple(recorded.reasons.most_common())),
            Funds(draft.credits, draft.credits_upper, balance, reserved),
            Dates((begins,)),
            quiet=hours.judged(recorded.places, begins, lasts, self._rules.windows),
            approval=self._safeguards.approvals.reasons(draft),
            budgets=budgets,
        )


def _source(found: Table, numbers: Places, file: UploadedFile | None) -> Source:
    columns = tuple(found.columns[place] for place in numbers)
    return Source(columns, numbers, found.refused, file)
