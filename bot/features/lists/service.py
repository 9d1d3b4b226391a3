"""A list before anybody confirms it: read, filled in, recorded row by row as drafts, and reckoned.

It asks Slack for the file and SMS-iT for the balance and may take a minute. Nothing is sent by it, and a
list that is never confirmed is deleted with its rows by the daily retention.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from bot.errors import UserError
from bot.features.lists import drafts, faults, quiet_hours, row_texts
from bot.features.lists.contents import Contents, Source
from bot.features.lists.faults import About, ListError
from bot.features.lists.findings import Findings
from bot.features.lists.opt_outs import OptedOut, OptOuts
from bot.features.lists.reading import ListReader, ReadList, Told
from bot.features.lists.request import Request
from bot.features.lists.row_texts import Template
from bot.features.sends import quiet, weekly
from bot.features.sends.preview import Funds, Preview
from bot.features.sends.refusals import require_covered
from bot.features.sends.rules import SendRules
from bot.features.sends.safeguards import Safeguards
from bot.features.sends.series import Dates
from bot.features.sends.service import GONE
from bot.features.sends.submission import Submission
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import Send, SendKind, duplicates, lists, reach, rows
from bot.store.states import SendState
from bot.texting import words
from bot.texting.clock import Clock
from bot.texting.number_places import Place
from bot.texting.spellings import canonical
from bot.texting.tables.uploads import UploadedFile

SAMPLES: Final = 3
FIRST_REJECTED: Final = 10
TWICE: Final = (
    "Send it only if {people} should get this text twice: they get the same text within an hour of this one."
)
TESTABLE: Final = 50
"""Rows of which a test may show one."""


@dataclass(frozen=True, slots=True)
class _Recorded:
    """Where the numbers that are texted may be, and why rows are left out."""

    places: Counter[Place] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)


class ListService:
    """Makes drafts of lists."""

    def __init__(
        self,
        database: Database,
        reader: ListReader,
        opt_outs: OptOuts,
        safeguards: Safeguards,
        rules: SendRules,
        clock: Clock,
    ) -> None:
        self._database = database
        self._reader = reader
        self._opt_outs = opt_outs
        self._safeguards = safeguards
        self._rules = rules
        self._clock = clock

    def check(self, submission: Submission[Request], report: Told) -> Preview[Send, Contents]:
        """Read a list, record it with its rows as a draft, and return what it comes to.

        The same request again gives the same draft. Raises :exc:`UserError` when it cannot be sent as it
        stands, :exc:`ListError` where that is about a field of the form.
        """
        report("Reading the list …")
        with faults.about(About.MESSAGE), self._database.read() as conn:
            wording = self._safeguards.wording
            wording.require(conn, SendKind.LIST, submission.request.message, submission.channel)
        source = self._reader.read(submission.request, submission.who, report)
        found = source.table
        with self._database.write() as conn:
            draft = sends.insert_draft(conn, drafts.new(submission), now=self._clock())
        if draft.state is not SendState.DRAFT:
            raise UserError("This list has already been confirmed. See its message.")
        opted_out = self._opted_out(source, report)
        findings = Findings(source.text)
        pages = self._pages(source, draft, submission.request, opted_out, findings)
        recorded = self._record(draft, pages, len(found.rows) + len(found.rejected), report)
        report("Checking the balance …")
        found_out = self._reckoned(draft.id, recorded, submission, of_people=source.of_people)
        own = replace(
            found_out.own,
            blanks=findings.blanks,
            unicode=findings.unicode,
            all_opt_outs=opted_out.is_complete,
            source=_source(source, submission.request.file),
        )
        return replace(found_out, own=own, warnings=(*found.notes, *self._twice(draft)))

    def require_textable(self, request: Request) -> None:
        """Look at a pasted list as far as that asks nobody else: numbers, columns, the do-not-text list.

        Raises :exc:`ListError` when nobody in it can be texted. A file is looked at when it was fetched.
        """
        if not request.pasted:
            return
        found = self._reader.read_pasted(request).table
        listed = self._safeguards.do_not_text.listed([row.number for row in found.rows])
        if all(row.number in listed for row in found.rows):
            barred = [(row.line, row_texts.LISTED) for row in found.rows]
            left_out = [*barred, *((each.line, each.reason) for each in found.rejected)]
            raise _nobody(min(left_out, default=None))

    def body_at(self, draft: Send, place: str, _words: str) -> str:
        """Return the text of the row at a place of a draft; of the first one where none was picked.

        Raises :exc:`UserError` when there is none.
        """
        with self._database.read() as conn:
            first = rows.first_drafts(conn, draft.id, TESTABLE)
        by_place = {str(rows.place_of(row.key)): row for row in first}
        found = by_place.get(place, first[0] if first else None)
        if found is None or not found.body:
            raise UserError(GONE)
        return found.body

    def _twice(self, draft: Send) -> tuple[str, ...]:
        """Return what there is to say of people who get these very words within an hour anyway."""
        with self._database.read() as conn:
            twice = duplicates.in_list(conn, draft.id, draft.send_at or self._clock())
        return (TWICE.format(people=words.pluralize(twice, "person", "people")),) if twice else ()

    def _opted_out(self, source: ReadList, report: Told) -> OptedOut:
        if source.is_checked:
            return OptedOut()
        report("Looking for opt-outs …")
        return self._opt_outs.among([row.number for row in source.table.rows])

    def _pages(
        self, source: ReadList, draft: Send, request: Request, opted_out: OptedOut, findings: Findings
    ) -> Iterator[row_texts.Page]:
        template = Template(
            source.text,
            alpha=request.alpha_sender is not None,
            with_names=bool(request.group),
            only_values=self._safeguards.wording.only_values and not source.is_reviewed,
        )

        def barred(numbers: Collection[str]) -> Mapping[str, str]:
            gone = opted_out.numbers.intersection(numbers)
            listed = self._safeguards.do_not_text.listed(numbers)
            return (
                dict.fromkeys(self._over(numbers, draft), weekly.ROW)
                | dict.fromkeys(gone, row_texts.OPTED_OUT)
                | dict.fromkeys(listed, row_texts.LISTED)
            )

        return row_texts.pages(source.table, template, barred, findings.look)

    def _over(self, numbers: Collection[str], draft: Send) -> Iterator[str]:
        """Give those of some numbers that have reached the limit of a week when the list goes."""
        phones = {number: canonical(number) for number in numbers}
        at = draft.send_at or self._clock()
        with self._database.read() as conn:
            over = self._safeguards.weekly.over(conn, phones.values(), at)
        return (number for number, phone in phones.items() if phone in over)

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
        self, list_id: str, recorded: _Recorded, submission: Submission[Request], *, of_people: bool
    ) -> Preview[Send, Contents]:
        credit = self._safeguards.credits
        balance, reserved = credit.sms_balance(), credit.reserved()
        with self._database.write() as conn:
            rows.leave_out_repeated(conn, list_id, self._clock())
            rows.describe(conn, list_id, rows.totals(conn, list_id), balance, self._clock())
        with self._database.read() as conn:
            draft = sends.get(conn, list_id)
            first = lists.rejected(conn, list_id, FIRST_REJECTED)
            if draft is None or not draft.people:
                raise _no_people(recorded.reasons) if of_people else _nobody(first[0] if first else None)
            begins = draft.send_at or self._clock()
            rejected = lists.rejected_count(conn, list_id)
            shown = rows.first_drafts(conn, list_id, TESTABLE)
            not_reached = reach.of_list(conn, list_id)
            budgets = self._safeguards.budgets.left(conn, submission.who, submission.channel, begins)
        require_covered(draft.credits, balance, reserved)
        dates = drafts.dates_of(submission.request, submission.zone) or Dates((begins,))
        times = len(dates.series)
        lasts = quiet_hours.duration(draft.people, self._rules.limits.list_per_second)
        return Preview(
            draft,
            Contents(
                rejected,
                first,
                shown[:SAMPLES],
                lasts,
                tuple(recorded.reasons.most_common()),
                of_people=of_people,
                rows=shown,
                not_reached=not_reached,
            ),
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


def _no_people(reasons: Counter[str]) -> ListError:
    """Return that nobody is left to be texted, and why most of them aren't."""
    why = "No contacts were found."
    for reason, count in reasons.most_common(1):
        why = f"{words.pluralize(count, 'person', 'people')} skipped: {reason}"
    return ListError(f"There's no one to text. {why}", About.NUMBERS)


def _source(read: ReadList, file: UploadedFile | None) -> Source:
    columns = tuple(read.table.columns[place] for place in read.numbers)
    return Source(columns, read.numbers, read.table.refused, file)
