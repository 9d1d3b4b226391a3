"""A list before anybody confirms it: read, filled in, recorded row by row as drafts, and reckoned.

It asks Slack for the file and SMS-iT for the balance and may take a minute. Nothing is sent by it, and a
list that is never confirmed is deleted with its rows by the daily retention.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from bot.errors import UserError
from bot.features.lists import column_question, drafts, faults, quiet_hours, row_texts
from bot.features.lists.faults import About, ListError
from bot.features.lists.findings import BlankRows, Findings, UnicodeRows
from bot.features.lists.opt_outs import OptedOut, OptOuts
from bot.features.lists.request import Request
from bot.features.lists.row_texts import Template
from bot.features.sends import quiet
from bot.features.sends.preview import Funds, Preview
from bot.features.sends.refusals import require_covered
from bot.features.sends.rules import SendRules
from bot.features.sends.safeguards import Safeguards
from bot.features.sends.series import Dates
from bot.features.sends.submission import Submission
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import Send, SendKind, lists, rows
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
    sent, ``blanks`` what rows get that leave a field empty, ``unicode`` which texts are. ``reasons`` count
    the rows left out by why, the most frequent first; ``all_opt_outs`` is false where more people may have
    opted out. ``lasts`` is an estimate.
    """

    rejected: int
    first_rejected: tuple[tuple[int, str], ...]
    samples: tuple[Send, ...] = field(repr=False)
    lasts: timedelta
    reasons: tuple[tuple[str, int], ...] = ()
    blanks: tuple[BlankRows, ...] = ()
    unicode: UnicodeRows | None = None
    all_opt_outs: bool = True
    source: Source | None = None


class ListService:
    """Makes drafts of lists."""

    def __init__(
        self,
        database: Database,
        uploads: SheetReader,
        opt_outs: OptOuts,
        safeguards: Safeguards,
        rules: SendRules,
        clock: Clock,
    ) -> None:
        self._database = database
        self._uploads = uploads
        self._opt_outs = opt_outs
        self._safeguards = safeguards
        self._rules = rules
        self._clock = clock

    def check(self, submission: Submission[Request], report: Told) -> Preview[Send, Contents]:
        """Read a list, record it with its rows as a draft, and return what it comes to.

        The same request again gives the same draft. Raises :exc:`UserError` when it cannot be sent as it
        stands, :exc:`ListError` where that is about a field of the form.
        """
        report("Reading the list…")
        with faults.about(About.MESSAGE), self._database.read() as conn:
            wording = self._safeguards.wording
            wording.require(conn, SendKind.LIST, submission.request.message, submission.channel)
        with faults.about(About.NUMBERS):
            found, numbers = self._read(submission.request)
        with faults.about(About.MESSAGE):
            row_texts.check_columns(submission.request.message, found.columns, bare=found.bare)
        with self._database.write() as conn:
            draft = sends.insert_draft(conn, drafts.new(submission), now=self._clock())
        if draft.state is not SendState.DRAFT:
            raise UserError("This list has already been confirmed. See its message.")
        report("Looking for opt-outs…")
        opted_out = self._opt_outs.among([row.number for row in found.rows])
        findings = Findings(submission.request.message)
        pages = self._pages(found, submission.request, opted_out, findings)
        recorded = self._record(draft, pages, len(found.rows) + len(found.rejected), report)
        report("Checking the balance…")
        found_out = self._reckoned(draft.id, recorded, submission)
        source = _source(found, numbers, submission.request.file)
        own = replace(
            found_out.own,
            blanks=findings.blanks,
            unicode=findings.unicode,
            all_opt_outs=opted_out.is_complete,
            source=source,
        )
        return replace(found_out, own=own, warnings=found.notes)

    def require_textable(self, request: Request) -> None:
        """Look at a pasted list as far as that asks nobody else: numbers, columns, the do-not-text list.

        Raises :exc:`ListError` when nobody in it can be texted. A file is looked at when it was fetched.
        """
        if request.file is not None:
            return
        with faults.about(About.NUMBERS):
            found, _numbers = self._read(request)
        with faults.about(About.MESSAGE):
            row_texts.check_columns(request.message, found.columns, bare=found.bare)
        listed = self._safeguards.do_not_text.listed([row.number for row in found.rows])
        if all(row.number in listed for row in found.rows):
            barred = [(row.line, row_texts.LISTED) for row in found.rows]
            left_out = [*barred, *((each.line, each.reason) for each in found.rejected)]
            raise _nobody(min(left_out, default=None))

    def _read(self, request: Request) -> tuple[Table, Places]:
        if request.file is None:
            found = self._uploads.read_pasted(request.pasted)
        else:
            found = self._uploads.read(request.file)
        column_question.check_columns(request.numbers, found)
        try:
            numbers = request.numbers or table.certain(found)
        except TableError as error:
            raise UserError(error.sentence) from None
        return table.read(found, numbers, self._uploads.region), numbers

    def _pages(
        self, found: Table, request: Request, opted_out: OptedOut, findings: Findings
    ) -> Iterator[row_texts.Page]:
        template = Template(
            request.message, alpha=request.alpha_sender is not None, with_names=bool(request.group)
        )

        def barred(numbers: Collection[str]) -> Mapping[str, str]:
            gone = opted_out.numbers.intersection(numbers)
            listed = self._safeguards.do_not_text.listed(numbers)
            return dict.fromkeys(gone, row_texts.OPTED_OUT) | dict.fromkeys(listed, row_texts.LISTED)

        return row_texts.pages(found, template, barred, findings.look)

    def _record(self, draft: Send, pages: Iterable[row_texts.Page], in_all: int, report: Told) -> _Recorded:
        """Record every row, a page a transaction."""
        recorded = _Recorded()
        for page, where in pages:
            with self._database.write() as conn:
                rows.insert(conn, draft, page, self._clock())
            recorded.places.update(where)
            recorded.reasons.update(row_texts.kind(row.rejected) for row in page if row.rejected)
            report(f"{page[-1].place:,} of {in_all:,} rows ready…")
        return recorded

    def _reckoned(
        self, list_id: str, recorded: _Recorded, submission: Submission[Request]
    ) -> Preview[Send, Contents]:
        credit = self._safeguards.credits
        balance, reserved = credit.sms_balance(), credit.reserved()
        with self._database.write() as conn:
            rows.describe(conn, list_id, rows.totals(conn, list_id), balance, self._clock())
        with self._database.read() as conn:
            draft = sends.get(conn, list_id)
            first = lists.rejected(conn, list_id, FIRST_REJECTED)
            if draft is None or not draft.people:
                raise _nobody(first[0] if first else None)
            begins = draft.send_at or self._clock()
            rejected = lists.rejected_count(conn, list_id)
            samples = rows.first_drafts(conn, list_id, SAMPLES)
            budgets = self._safeguards.budgets.left(conn, submission.who, submission.channel, begins)
        require_covered(draft.credits, balance, reserved)
        dates = drafts.dates_of(submission.request, submission.zone) or Dates((begins,))
        times = len(dates.series)
        lasts = quiet_hours.duration(draft.people, self._rules.limits.list_per_second)
        return Preview(
            draft,
            Contents(rejected, first, samples, lasts, tuple(recorded.reasons.most_common())),
            Funds(draft.credits * times, draft.credits_upper * times, balance, reserved),
            dates,
            quiet=quiet.judged(recorded.places, dates.series, lasts, self._rules.windows),
            approval=self._safeguards.approvals.reasons(draft),
            budgets=budgets,
            is_aside=self._safeguards.is_closed(submission.channel),
        )


def _nobody(first: tuple[int, str] | None) -> ListError:
    """Return that no row can be texted, and why the first one can't."""
    reason = f" Line {first[0]}: {first[1]}" if first else ""
    return ListError(f"None of these rows can be texted.{reason}", About.NUMBERS)


def _source(found: Table, numbers: Places, file: UploadedFile | None) -> Source:
    columns = tuple(found.columns[place] for place in numbers)
    return Source(columns, numbers, found.refused, file)
