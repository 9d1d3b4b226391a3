"""How Slack reaches one contact, opened from those that were found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.access import Access, Role, Who
from bot.errors import UserError
from bot.features.contacts.directory import Directory
from bot.features.contacts.form import filters
from bot.features.contacts.ids import Action
from bot.features.contacts.linked_actions import LinkedAction, offered
from bot.features.contacts.search import Search
from bot.features.contacts.views import person as person_view
from bot.features.contacts.views import results as results_view
from bot.features.contacts.views.visibility import Visibility
from bot.policy.model import Contacts
from bot.slack.blocks.kit import Block
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView


class DoNotText(Protocol):
    """Knows whom the bot never texts."""

    def is_listed(self, number: str) -> bool:
        """Tell whether a number (digits) is never to be texted."""


@dataclass(frozen=True, slots=True)
class PersonListeners:
    """Shows a contact. ``beside_one`` leads elsewhere from it."""

    loading: LoadingView
    directory: Directory
    do_not_text: DoNotText
    access: Access
    policy: Contacts
    beside_one: Sequence[LinkedAction] = ()

    def register(self, registry: Registry) -> None:
        """Register the listener."""
        registry.action(Action.OPEN, Role.VIEWER, self.opened)

    def opened(self, interaction: Interaction) -> None:
        """Show one contact."""
        search, number = filters.load(interaction.private_metadata), interaction.number
        self.loading.newest(
            interaction, results_view.LOOKING, lambda: self._contact(number, search, interaction.who)
        )

    def _contact(self, number: str, search: Search, who: Who) -> Block:
        try:
            person = self.directory.one(number)
        except UserError as error:
            return person_view.trouble(number, search, error.sentence)
        if person is None:
            return person_view.gone(search)
        return person_view.contact(
            person,
            search,
            Visibility(self.access.allows(who, self.policy.full_numbers), self.directory.region),
            offered(self.beside_one, self.access.roles(who)),
            do_not_text=self.do_not_text.is_listed(number),
        )
