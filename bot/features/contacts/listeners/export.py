"""How Slack reaches the export of contacts: the file goes to one person, never into a channel."""

import logging
from dataclasses import dataclass

from bot.access import Who
from bot.errors import UserError
from bot.features.contacts.export import Export, Exports
from bot.features.contacts.form import filters
from bot.features.contacts.ids import FEATURE, Action
from bot.features.contacts.search import Search
from bot.features.contacts.views import export as export_view
from bot.policy.model import Contacts
from bot.slack.blocks.kit import Block
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.files import Files
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.slack.outgoing.poster import Poster
from bot.slack.outgoing.posting_errors import PosterError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ExportListeners:
    """Hands contacts out as a file, to people with the role the policy names."""

    loading: LoadingView
    exports: Exports
    poster: Poster
    files: Files
    policy: Contacts

    def register(self, registry: Registry) -> None:
        """Register the listener."""
        registry = registry.to("export contacts")
        registry.action(Action.EXPORT, lambda: self.policy.export, self.export)

    def export(self, interaction: Interaction) -> None:
        """Make the file behind the listener's back; the modal shows how far it is."""
        request = filters.load(interaction.private_metadata)

        def find(_key: str, report: ReportProgress) -> Block:
            try:
                made = self.exports.write(request, lambda people: report(export_view.how_far(people)))
                self._hand_out(made, request, interaction.who)
            except UserError as error:
                return export_view.trouble(request, error.sentence)
            return export_view.done(request, made.people)

        self.loading.here(interaction, FEATURE, export_view.BEGUN, find)

    def _hand_out(self, made: Export, search: Search, who: Who) -> None:
        """Give a person the file by direct message. Raises :exc:`UserError` when Slack does not take it."""
        try:
            posted = self.poster.post(who.user_id, export_view.message(search, made.people))
            self.files.upload(posted.channel, made.name, made.content, "", thread_ts=posted.ts)
        except PosterError as error:
            log.warning("an export of contacts did not reach %s: %s", who.user_id, type(error).__name__)
            raise UserError(export_view.NOT_TAKEN) from None
        log.info("%d contacts were exported by %s", made.people, who.user_id)
