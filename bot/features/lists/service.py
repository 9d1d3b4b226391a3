"""A list before anybody confirms it: read, filled in, recorded row by row as drafts, and its cost calculated.

It asks Slack for the file and SMS-iT for the balance and may take a minute. Nothing is sent by it, and a
list that is never confirmed is deleted with its rows by the daily retention.
"""

from collections import Counter
from dataclasses import replace
from typing import Final

from bot.access import Who
from bot.errors import UserError
from bot.features.audiences.service import dump
from bot.features.lists import drafts, faults, quiet_hours, row_duplicates, row_texts
from bot.features.lists.contents import Contents, Source
from bot.features.lists.faults import About, ListError
from bot.features.lists.reader import ListReader, ReadList, Told
from bot.features.lists.request import Request
from bot.features.lists.row_drafts import Recorded, RowDrafts
from bot.features.lists.series_people import Members
from bot.features.sends import quiet
from bot.features.sends.preview import Funds, Preview
from bot.features.sends.refusals import require_covered
from bot.features.sends.rules import SendRules
from bot.features.sends.safeguards import Safeguards
from bot.features.sends.series import Dates
from bot.features.sends.service import GONE
from bot.features.sends.submission import Submission
from bot.store import audience_choices, sends
from bot.store.database import Database
from bot.store.sends import Send, SendKind, lists, new_rows, reach, rows
from bot.store.states import SendState
from bot.texting import words
from bot.texting.clock import Clock
from bot.texting.tables.uploads import UploadedFile

SAMPLES: Final = 3
FIRST_REJECTED: Final = 10
TESTABLE: Final = 50
"""Rows of which a test may show one."""


class ListService:
    """Makes drafts of lists. ``members`` is a keyed hash of who is on one."""

    def __init__(
        self,
        database: Database,
        reader: ListReader,
        row_drafts: RowDrafts,
        safeguards: Safeguards,
        rules: SendRules,
        clock: Clock,
        *,
        members: Members,
    ) -> None:
        self._database = database
        self._members = members
        self._reader = reader
        self._row_drafts = row_drafts
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
        draft = self._draft(submission)
        if draft.state is not SendState.DRAFT:
            raise UserError("This list has already been confirmed. See its message.")
        recorded = self._row_drafts.record(draft, source, submission.request, report)
        report("Checking the balance …")
        found_out = self._costed(draft.id, recorded, submission, of_people=source.of_people)
        with self._database.read() as conn:
            found_twice = row_duplicates.of(conn, draft, self._clock())
        own = replace(
            found_out.own,
            told=found_twice.fingerprint,
            blanks=recorded.findings.blanks,
            unicode=recorded.findings.unicode,
            all_opt_outs=recorded.opted_out.is_complete,
            source=_source(source, submission.request.file),
        )
        warnings = (*source.table.notes, *row_duplicates.question(found_twice))
        return replace(found_out, own=own, warnings=warnings)

    def _draft(self, submission: Submission[Request]) -> Send:
        """Record the list itself; of one that repeats, whom somebody chose for each of its dates."""
        new, people = drafts.new(submission), submission.request.people
        with self._database.write() as conn:
            draft = sends.insert_draft(conn, new, now=self._clock())
            if people is not None and new.recurrence is not None and draft.state is SendState.DRAFT:
                audience_choices.put(conn, draft.id, dump(people))
        return draft

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
        return self._reader.as_read_by(Who(draft.user_id, draft.team_id), found).body or ""

    def _costed(
        self, list_id: str, recorded: Recorded, submission: Submission[Request], *, of_people: bool
    ) -> Preview[Send, Contents]:
        credit = self._safeguards.credits
        balance, reserved = credit.sms_balance(), credit.reserved()
        repeats = submission.request.people is not None and submission.request.rule is not None
        with self._database.write() as conn:
            new_rows.leave_out_repeated(conn, list_id, self._clock())
            members = self._members(rows.phones(conn, list_id)) if repeats else None
            totals = rows.totals(conn, list_id)
            rows.describe(conn, list_id, totals, balance, self._clock(), members=members)
        with self._database.read() as conn:
            draft = sends.get(conn, list_id)
            first = lists.rejected(conn, list_id, FIRST_REJECTED)
            if draft is None or not draft.people:
                raise _no_people(recorded.reasons) if of_people else _nobody(first[0] if first else None)
            begins = draft.send_at or self._clock()
            rejected = lists.rejected_count(conn, list_id)
            first_rows = rows.first_drafts(conn, list_id, TESTABLE)
            shown = tuple(self._reader.as_read_by(submission.who, row) for row in first_rows)
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
