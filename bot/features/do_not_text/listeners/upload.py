"""How Slack reaches the import of many numbers to the do-not-text list."""

from dataclasses import dataclass
from typing import Final

from bot.access import Role
from bot.errors import UserError
from bot.features.do_not_text import form, views
from bot.features.do_not_text.form import Source
from bot.features.do_not_text.ids import Action, Modal
from bot.features.do_not_text.listeners.entries import EntryListeners, from_list
from bot.features.do_not_text.service import DoNotText, Listing
from bot.features.do_not_text.views import ListingState
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView, key_of
from bot.slack.outgoing.replies import words
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.uploads import Uploads, uploaded
from bot.texting.tables import table
from bot.texting.tables.table import Table, TableError

SHOWN_EVERY: Final = 10_000
"""Rows between two signs of progress: Slack takes about a hundred edits of views a minute."""


@dataclass(frozen=True, slots=True)
class UploadListeners:
    """Puts many numbers on the list."""

    responder: Responder
    loading: LoadingView
    do_not_text: DoNotText
    entry_listeners: EntryListeners
    uploads: Uploads

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("upload to the do-not-text list")
        registry.action(Action.IMPORT, Role.ADMIN, self.ask)
        registry.submission(Modal.IMPORT, Role.ADMIN, self.submitted)

    def ask(self, interaction: Interaction) -> None:
        """Open the form."""
        self.responder.open(interaction, lambda: views.import_form(from_list(interaction)))
        interaction.ack()

    def submitted(self, interaction: Interaction) -> None:
        """Read and write what was handed in, behind the listener's back; the modal shows how far it is.

        What is wrong with it stands beside its field, in the form as it was filled in.
        """
        state = interaction.state(ListingState)
        source = form.source(interaction.view)
        external_id = key_of("do-not-text", interaction.trigger_id)
        self.responder.later(interaction, lambda: self._run(interaction, state, source, external_id))
        interaction.ack(response_action="update", view=views.progress(0, 0) | {"external_id": external_id})

    def _run(self, interaction: Interaction, state: ListingState, source: Source, external_id: str) -> None:
        def report(rows: int) -> None:
            if rows % SHOWN_EVERY == 0:
                self.loading.show(views.progress(rows, total), external_id)

        try:
            found = self._read(source, interaction.who.user_id)
        except UserError as error:
            view, said = views.not_imported(state, source, error.sentence), error.sentence
        else:
            total = len(found.rows)
            rows = (Listing(row.number, source.reason) for row in found.rows)
            counts = self.do_not_text.add_many(rows, interaction.who, report)
            kept = self.do_not_text.mark_left_with_smsit()
            notes = (views.left_with_smsit(kept), *found.notes) if kept else found.notes
            view = views.imported(counts, found.rejected, notes)
            said = views.summary(counts, len(found.rejected))
        self.entry_listeners.redraw(interaction, state)
        if not self.loading.insist(lambda: self.loading.show(view, external_id)):
            self.responder.replies.send(interaction, words(said))

    def _read(self, source: Source, user_id: str) -> Table:
        """Read every number, also of people who say no to texts: they belong here more than others."""
        if source.file is not None:
            found = self.uploads.read(uploaded(source.file, "numbers.csv", user_id))
        else:
            found = self.uploads.read_pasted(source.pasted)
        try:
            return table.read(found, table.certain(found), self.uploads.region, anybody=True)
        except TableError as error:
            raise UserError(error.sentence) from None
