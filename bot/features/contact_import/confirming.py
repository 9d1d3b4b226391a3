"""How Slack reaches the two steps of an import: the file that was uploaded, the columns that were chosen."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.access import Role
from bot.features.contact_import import form
from bot.features.contact_import.composing import Composing
from bot.features.contact_import.form import ColumnsMeta, Meta
from bot.features.contact_import.ids import FEATURE, Modal
from bot.features.contact_import.service import Imports, Wanted
from bot.slack.checking import Checking, Told, key_of
from bot.slack.entrances import Entrances
from bot.slack.kit import Block
from bot.slack.visits import Visit


@dataclass(frozen=True, slots=True)
class Confirming:
    """Reads what was uploaded, and hands over what was confirmed.

    ``drop`` forgets the edits that wait for a view: it was submitted, and its errors must stay.
    """

    checking: Checking
    composing: Composing
    imports: Imports
    drop: Callable[[str], None]

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.submission(Modal.UPLOAD, Role.BROADCASTER, self.uploaded)
        entrances.submission(Modal.COLUMNS, Role.BROADCASTER, self.confirmed)

    def uploaded(self, visit: Visit) -> None:
        """Read the file and show what its columns seem to hold."""
        meta = visit.state(Meta)
        file = form.uploaded(visit.view)
        start = ColumnsMeta(file.url, file.name, file.size, meta.channel)

        def find(_key: str, _told: Told) -> Block:
            return self.composing.columns_form(start, None)

        self.checking.push(visit, FEATURE, "Reading …", find)

    def confirmed(self, visit: Visit) -> None:
        """Record the import with its job, and close the modal."""
        view_id = str(visit.view.get("id", ""))
        self.drop(view_id)
        meta = visit.state(ColumnsMeta)
        chosen = form.chosen(visit.view)
        form.check(chosen, meta)
        wanted = Wanted(
            file=meta.file,
            choice=self.composing.choice(chosen),
            good=meta.good,
            rejected=meta.rejected,
            channel=meta.channel,
            key=key_of(FEATURE, view_id),
        )
        self.imports.confirm(wanted, visit.who)
        visit.ack(response_action="clear")
