"""How Slack reaches the two steps of an import: the file that was uploaded, the columns that were chosen."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.access import Role
from bot.errors import UserError
from bot.features.imports import form
from bot.features.imports.form import ColumnState, FormState
from bot.features.imports.ids import FEATURE, Modal
from bot.features.imports.listeners.form import FormListeners
from bot.features.imports.service import Imports, Request
from bot.features.imports.views import form as form_view
from bot.slack.blocks.fields import phone_list as numbers_field
from bot.slack.blocks.kit import Block
from bot.slack.blocks.wrong_fields import beside
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress, key_of
from bot.slack.outgoing.uploads import carried


@dataclass(frozen=True, slots=True)
class ConfirmationListeners:
    """Reads what was uploaded, and hands over what was confirmed.

    ``drop`` forgets the edits that wait for a view: it was submitted, and its errors must stay.
    """

    loading: LoadingView
    form_listeners: FormListeners
    imports: Imports
    drop: Callable[[str], None]

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("import contacts")
        registry.submission(Modal.UPLOAD, Role.BROADCASTER, self.uploaded)
        registry.submission(Modal.COLUMNS, Role.BROADCASTER, self.confirmed)

    def uploaded(self, interaction: Interaction) -> None:
        """Read the file and show what its columns seem to hold, or what is wrong with it beside its field."""
        state = interaction.state(FormState)
        file = form.uploaded(interaction.view, interaction.who.user_id)
        start = ColumnState(file.id, file.name, file.size, state.channel)

        def find(_key: str, _report: ReportProgress) -> Block:
            return self.form_listeners.columns_form(start, None, interaction.who.user_id)

        def put_back(error: UserError) -> Block:
            return beside(form_view.upload(state), {numbers_field.FILE: error.sentence})

        self.loading.push(interaction, FEATURE, "Reading the file …", find, put_back)

    def confirmed(self, interaction: Interaction) -> None:
        """Record the import with its job, and close the modal."""
        view_id = interaction.view_id
        self.drop(view_id)
        state = interaction.state(ColumnState)
        chosen = form.read(interaction.view)
        form.validate(chosen, state)
        request = Request(
            file=carried(state, interaction.who.user_id),
            choice=self.form_listeners.choice(chosen),
            good=state.good,
            rejected=state.rejected,
            channel=state.channel,
            key=key_of(FEATURE, view_id),
        )
        self.imports.confirm(request, interaction.who)
        interaction.ack(response_action="clear")
