"""The rows of a list written down as drafts: each person's text filled in, or why they are left out."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from bot.features.lists import row_texts
from bot.features.lists.opt_outs import OptedOut, OptOuts
from bot.features.lists.reader import ReadList, Told
from bot.features.lists.request import Request
from bot.features.lists.row_texts import Template
from bot.features.lists.row_warnings import RowWarnings
from bot.features.sends import weekly
from bot.features.sends.safeguards import Safeguards
from bot.store.database import Database
from bot.store.sends import Send, new_rows
from bot.texting.clock import Clock
from bot.texting.number_places import Place
from bot.texting.tables.table import Row

Held = Callable[[Connection], None]
"""Makes sure, in the transaction of a page, that it may be written. Raises what its caller knows of."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of the rows: where the numbers that are texted may be, and why others are left out.

    ``findings`` are what deserves a look, ``opted_out`` who said no to texts.
    """

    findings: RowWarnings
    opted_out: OptedOut
    places: Counter[Place] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)


def _anybody(_conn: Connection) -> None:
    """Let every page be written."""


class RowDrafts:
    """Writes the rows of lists down."""

    def __init__(self, database: Database, opt_outs: OptOuts, safeguards: Safeguards, clock: Clock) -> None:
        self._database = database
        self._opt_outs = opt_outs
        self._do_not_text = safeguards.do_not_text
        self._wording = safeguards.wording
        self._weekly = safeguards.weekly
        self._clock = clock

    def record(
        self, draft: Send, source: ReadList, request: Request, report: Told, held: Held = _anybody
    ) -> Recorded:
        """Record every row of a list, a page a transaction; each person once, whoever is read twice."""
        found = Recorded(RowWarnings(source.text), self._opted_out(source, report))
        in_all = len(source.table.rows) + len(source.table.rejected)
        for page, where in self._pages(source, draft, request, found):
            with self._database.write() as conn:
                held(conn)
                new_rows.insert(conn, draft, page, self._clock())
            found.places.update(where)
            found.reasons.update(row_texts.kind(row.rejected) for row in page if row.rejected)
            report(f"{page[-1].place:,} of {in_all:,} rows ready…")
        return found

    def _opted_out(self, source: ReadList, report: Told) -> OptedOut:
        if source.is_checked:
            return OptedOut()
        report("Looking for opt-outs …")
        return self._opt_outs.among([row.number for row in source.table.rows])

    def _pages(
        self, source: ReadList, draft: Send, request: Request, found: Recorded
    ) -> Iterator[row_texts.Page]:
        template = Template(
            source.text,
            alpha=request.alpha_sender is not None,
            with_names=bool(request.group),
            only_values=self._wording.only_values and not source.is_reviewed,
        )

        def barred(rows: Collection[Row]) -> Mapping[str, str]:
            numbers = [row.number for row in rows]
            gone = found.opted_out.numbers.intersection(numbers)
            listed = self._do_not_text.listed(numbers)
            return (
                dict.fromkeys(self._over(rows, draft), weekly.ROW)
                | dict.fromkeys(gone, row_texts.OPTED_OUT)
                | dict.fromkeys(listed, row_texts.LISTED)
            )

        return row_texts.pages(source.table, template, barred, found.findings.look)

    def _over(self, rows: Collection[Row], draft: Send) -> Iterator[str]:
        """Give those numbers of some rows that have reached the limit of a week when the list goes."""
        phones = {row.number: row.one_form for row in rows}
        at = draft.send_at or self._clock()
        with self._database.read() as conn:
            over = self._weekly.over(conn, phones.values(), at)
        return (number for number, phone in phones.items() if phone in over)
