"""How Slack reaches the forms of an import: the command, a button, and what somebody chooses in them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from bot.access import Role
from bot.errors import UserError
from bot.features.contacts.views.options import group_option
from bot.features.groups.service import GroupChoice
from bot.features.imports import form
from bot.features.imports.entries import Choice
from bot.features.imports.form import ColumnState, FormState, Request
from bot.features.imports.ids import Action
from bot.features.imports.preparation import Preparation
from bot.features.imports.views import form as form_view
from bot.features.sends.views.buttons import whole_id
from bot.slack.blocks.kit import Block
from bot.slack.blocks.type_ahead import offering
from bot.slack.blocks.waiting_view import not_possible
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.background import Work
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.uploads import carried

CHOICES: Final = (
    Action.NUMBER,
    Action.NAME,
    Action.EMAIL,
    Action.BIRTHDAY,
    Action.GROUP,
    Action.ONE_GROUP,
    Action.CONSENT,
)


class Groups(Protocol):
    """The groups that are known."""

    def groups_to_join(self, text: str) -> tuple[GroupChoice, ...]:
        """Return up to 100 groups: those that are known and hold ``text``, and ``text`` itself."""

    def group_to_join(self, value: str) -> str | None:
        """Return the name of the group whose choice has this value; none when it is gone."""


@dataclass(frozen=True, slots=True)
class FormListeners:
    """Opens the form for a file, and keeps the one for its columns up to date.

    ``edit`` runs the edit of a view, by its id, on threads that may take long, the newest only of those that
    wait: a large file takes seconds to be looked at again.
    """

    responder: Responder
    preparation: Preparation
    groups: Groups
    edit: Callable[[str, Work], object]

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="contacts import",
                usage="/sms contacts import",
                summary="Add many contacts from a CSV file",
                role=Role.BROADCASTER,
                to="import contacts",
                run=self.command,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.action(Action.MORE, Role.VIEWER, self.more)
        registry = registry.to("import contacts")
        registry.action(Action.OPEN, Role.BROADCASTER, self.opened)
        registry.options(
            Action.ONE_GROUP, Role.BROADCASTER, offering(self.groups.groups_to_join, group_option)
        )
        for action in CHOICES:
            registry.action(action, Role.BROADCASTER, self.changed)

    def command(self, interaction: Interaction, _text: str) -> None:
        """Open the form for the file."""
        self.opened(interaction)

    def opened(self, interaction: Interaction) -> None:
        """Open the form for the file. The import is told of in the channel in which that is asked for."""
        state = FormState(interaction.channel_id)
        self.responder.open(interaction, lambda: form_view.upload(state))
        interaction.ack()

    def more(self, interaction: Interaction) -> None:
        """Show the id of an import, which the name of its result file begins with."""
        _choice, _, import_id = interaction.value.partition(":")
        self.responder.open(interaction, lambda: whole_id(import_id, "import", ""))
        interaction.ack()

    def changed(self, interaction: Interaction) -> None:
        """Show what would be added with the columns as they are chosen now."""
        view_id = interaction.view_id
        self.edit(view_id, lambda: self._redraw(interaction, view_id))
        interaction.ack()

    def columns_form(self, state: ColumnState, chosen: Request | None, user_id: str) -> Block:
        """Return the form for the columns, with what the file seems to hold where nothing is chosen yet.

        Raises :exc:`UserError` when the file cannot be used.
        """
        file = carried(state, user_id)
        found = Request(self.preparation.guess(file).columns) if chosen is None else chosen
        preview = self.preparation.preview(file, self.choice(found))
        return form_view.columns(preview, found, state.channel)

    def choice(self, chosen: Request) -> Choice:
        """Return what was chosen, the group by its name."""
        value = chosen.group_value
        group = self.groups.group_to_join(value) or value if value else ""
        return Choice(chosen.columns, group, chosen.refusers)

    def _redraw(self, interaction: Interaction, view_id: str) -> None:
        state = interaction.state(ColumnState)
        try:
            view = self.columns_form(state, form.read(interaction.view), interaction.who.user_id)
        except UserError as error:
            view = not_possible(error.sentence)  # one step back the file can be given again
        self.responder.modals.update(view, view_id=view_id)
