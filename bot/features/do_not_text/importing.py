"""How Slack reaches the import of many numbers to the do-not-text list."""

from dataclasses import dataclass
from typing import Final

from bot.access import Role
from bot.errors import UserError
from bot.features.do_not_text import form, views
from bot.features.do_not_text.form import Source
from bot.features.do_not_text.ids import Action, Modal
from bot.features.do_not_text.listeners import Keeping, from_list
from bot.features.do_not_text.service import DoNotText, Listing
from bot.features.do_not_text.views import Meta
from bot.slack.answers import words
from bot.slack.checking import Checking, key_of
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.sheets import Sheets, uploaded
from bot.slack.visits import Visit
from bot.texting.tables import table
from bot.texting.tables.table import Table, TableError

SHOWN_EVERY: Final = 10_000
"""Rows between two signs of progress: Slack takes about a hundred edits of views a minute."""


@dataclass(frozen=True, slots=True)
class Importing:
    """Puts many numbers on the list."""

    desk: Desk
    checking: Checking
    numbers: DoNotText
    keeping: Keeping
    sheets: Sheets

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.action(Action.IMPORT, Role.ADMIN, self.ask)
        entrances.submission(Modal.IMPORT, Role.ADMIN, self.submitted)

    def ask(self, visit: Visit) -> None:
        """Open the form."""
        self.desk.open(visit, lambda: views.import_form(from_list(visit)))
        visit.ack()

    def submitted(self, visit: Visit) -> None:
        """Read and write what was handed in, behind the listener's back; the modal shows how far it is."""
        meta = visit.state(Meta)
        source = form.source(visit.view)
        external_id = key_of("do-not-text", visit.trigger_id)
        self.desk.later(visit, lambda: self._run(visit, meta, source, external_id))
        visit.ack(response_action="update", view=views.progress(0, 0) | {"external_id": external_id})

    def _run(self, visit: Visit, meta: Meta, source: Source, external_id: str) -> None:
        def told(rows: int) -> None:
            if rows % SHOWN_EVERY == 0:
                self.checking.show(views.progress(rows, total), external_id)

        try:
            found = self._read(source)
        except UserError as error:
            view, said = views.not_imported(error.sentence), error.sentence
        else:
            total = len(found.rows)
            rows = (Listing(row.number, source.reason) for row in found.rows)
            counts = self.numbers.add_many(rows, visit.who, told)
            view = views.imported(counts, found.rejected, found.notes)
            said = views.summary(counts, len(found.rejected))
        self.keeping.redraw(visit, meta)
        if not self.checking.insist(lambda: self.checking.show(view, external_id)):
            self.desk.answers.send(visit, words(said))

    def _read(self, source: Source) -> Table:
        """Read every number, also of people who say no to texts: they belong here more than others."""
        if source.file is not None:
            found = self.sheets.read(uploaded(source.file, "numbers.csv"))
        else:
            found = self.sheets.read_pasted(source.pasted)
        try:
            return table.read(found, table.certain(found), self.sheets.region, anybody=True)
        except TableError as error:
            raise UserError(error.sentence) from None
