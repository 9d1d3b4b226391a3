"""How Slack reaches the contacts: to look for them, and to turn pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.access import Access, Role, Who
from bot.errors import UserError
from bot.features.contacts import typed
from bot.features.contacts.directory import Directory
from bot.features.contacts.form import filters
from bot.features.contacts.ids import Action, Modal
from bot.features.contacts.linked_actions import LinkedAction, offered
from bot.features.contacts.search import Search
from bot.features.contacts.service import ContactBook
from bot.features.contacts.views import filters as filters_view
from bot.features.contacts.views import results as results_view
from bot.features.contacts.views.options import group_option
from bot.features.contacts.views.results import Offers
from bot.features.contacts.views.visibility import Visibility
from bot.policy.model import Contacts
from bot.slack.blocks import paging
from bot.slack.blocks.kit import Block
from bot.slack.blocks.plain_text import markup
from bot.slack.blocks.type_ahead import offering
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.forms import Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView
from bot.slack.outgoing.responder import Responder


@dataclass(frozen=True, slots=True)
class SearchListeners:
    """Shows contacts. ``beside_all`` leads elsewhere from all of them."""

    responder: Responder
    loading: LoadingView
    directory: Directory
    book: ContactBook
    access: Access
    policy: Contacts
    beside_all: Sequence[LinkedAction] = ()

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="contacts",
                usage="/sms contacts [name, number or email] [name:… number:… group:… sort:… order:…]",
                summary="Find contacts to text, verify or book",
                role=Role.VIEWER,
                run=self.command,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        for action in (Action.EARLIER, Action.FURTHER, Action.AGAIN, Action.BACK):
            registry.action(action, Role.VIEWER, self.turn)
        registry.action(Action.NEW, Role.VIEWER, self.all)
        registry.action(Action.FILTER, Role.VIEWER, self.ask)
        registry.submission(Modal.FILTER, Role.VIEWER, self.filtered)
        registry.options(Action.GROUP, Role.VIEWER, offering(self.book.group_options, group_option))

    def command(self, interaction: Interaction, text: str) -> None:
        """Look for what was typed."""
        search = typed.read(markup.without_links(text), self.book.groups)
        self.responder.later(interaction, lambda: self._open(interaction, search))
        interaction.ack()

    def all(self, interaction: Interaction) -> None:
        """Look for everybody."""
        self.command(interaction, "")

    def turn(self, interaction: Interaction) -> None:
        """Show a page of what a search finds, in the place of what is shown."""
        search = replace(filters.load(interaction.private_metadata), page=paging.number(interaction.value))
        self.loading.newest(interaction, results_view.LOOKING, lambda: self._found(search, interaction.who))

    def ask(self, interaction: Interaction) -> None:
        """Open the form that says what to look for."""
        search = filters.load(interaction.private_metadata)
        state = filters_view.FilterState(interaction.view_id)
        full = self.access.allows(interaction.who, self.policy.full_numbers)
        self.responder.open(
            interaction, lambda: filters_view.form(search, self._group_name(search), state, full=full)
        )
        interaction.ack()

    def filtered(self, interaction: Interaction) -> None:
        """Close the form, and look for what it says in the modal below."""
        state = interaction.state(filters_view.FilterState)
        search = filters.validate(Values.of(interaction.view))
        self.responder.look_up(interaction, lambda: self._fill(state.view_id, search, interaction.who))
        interaction.ack()

    def _open(self, interaction: Interaction, search: Search) -> None:
        """Open a waiting view at once: SMS-iT may take longer than Slack lets a window wait."""
        view_id = self.responder.show(interaction, results_view.loading())
        self.responder.look_up(
            interaction,
            lambda: self.responder.fill(interaction, view_id, self._found(search, interaction.who)),
        )

    def _fill(self, view_id: str, search: Search, who: Who) -> None:
        self.responder.modals.update(results_view.loading(), view_id=view_id)
        self.responder.modals.update(self._found(search, who), view_id=view_id)

    def _found(self, search: Search, who: Who) -> Block:
        try:
            page = self.directory.look(search, full=self.access.allows(who, self.policy.full_numbers))
        except UserError as error:
            return results_view.trouble(search, error.sentence)
        offers = Offers(
            add=self.access.allows(who, Role.SENDER),
            export=self.access.allows(who, self.policy.export),
            more=offered(self.beside_all, self.access.roles(who)),
        )
        return results_view.found(
            page, Visibility(self.access.allows(who, self.policy.full_numbers), self.directory.region), offers
        )

    def _group_name(self, search: Search) -> str:
        try:
            return self.directory.group_name(search.group) if search.group else ""
        except UserError:
            return ""
