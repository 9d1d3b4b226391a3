"""How Slack reaches the form in which a template is written."""

from dataclasses import dataclass, replace

from bot.access import Role
from bot.errors import UserError
from bot.features.templates.editor import TAKEN, Editor, Written
from bot.features.templates.form import Form, State, filled_in, read, validate
from bot.features.templates.ids import Action, Field, Modal
from bot.features.templates.listeners.listing import ListingListeners
from bot.features.templates.service import TemplateService
from bot.features.templates.views import form as form_view
from bot.features.templates.views import listing as listing_view
from bot.slack.blocks.kit import Block
from bot.slack.incoming.forms import FieldErrors, Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import key_of
from bot.slack.outgoing.responder import Responder


@dataclass(frozen=True, slots=True)
class FormListeners:
    """Opens the form, keeps its count up to date, and saves what was written."""

    responder: Responder
    templates: TemplateService
    changes: Editor
    shown: ListingListeners

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("write templates")
        registry.action(Action.NEW, Role.VIEWER, self.new)
        registry.action(Action.EDIT, Role.VIEWER, self.edit)
        registry.action(Action.TEXT, Role.VIEWER, self.typed)
        registry.submission(Modal.FORM, Role.VIEWER, self.save)

    def new(self, interaction: Interaction) -> None:
        """Open the empty form."""
        self.templates.require_writer(interaction.who)
        below = interaction.state(State)
        state = State(below.channel, below.page, list_view=interaction.view_id)
        self.responder.open(interaction, lambda: self._form(Form(state)))
        interaction.ack()

    def edit(self, interaction: Interaction) -> None:
        """Open the form with the words of the newest version."""
        self.templates.require_writer(interaction.who)
        below = interaction.state(State)
        state = replace(below, open_view=interaction.view_id, version_id=interaction.value)

        def view() -> Block:
            try:
                entry, version = self.templates.version(state.version_id)
            except UserError as error:
                return listing_view.notice(error.sentence)
            return self._form(filled_in(state, entry, version))

        self.responder.open(interaction, view)
        interaction.ack()

    def typed(self, interaction: Interaction) -> None:
        """Draw the form again while somebody writes: the count follows."""
        form = _form_of(interaction)
        self.responder.edit(interaction, lambda: self._form(form))
        interaction.ack()

    def save(self, interaction: Interaction) -> None:
        """Write a template, or a version of one, and show it in what is open below."""
        self.responder.leave(interaction)
        form = _form_of(interaction)
        asked = validate(form, key_of("template", interaction.trigger_id))
        if form.is_new:
            written = self.changes.create(asked, interaction.who)
        else:
            written = self.changes.change(form.state.version_id, asked, interaction.who)
        if written is None:
            raise FieldErrors({Field.NAME: TAKEN.format(name=asked.name)})
        self.responder.later(interaction, lambda: self._show(interaction, form.state, written))
        interaction.ack()

    def _show(self, interaction: Interaction, state: State, written: Written) -> None:
        entry, _version = self.templates.version(written.version.id)
        title = f"*{listing_view.titled(entry.template)}*"
        note = form_view.saved(title, approval=self.templates.needs_approval)
        who, modals = interaction.who, self.responder.modals
        if state.open_view:
            opened = replace(state, versions_page=0, open_view="", version_id="")
            modals.update(self.shown.opened(who, opened, note), view_id=state.open_view)
        if state.list_view:
            listed = State(state.channel, state.page)
            modals.update(self.shown.listing(who, listed, note), view_id=state.list_view)
        self.shown.told.asked(self.templates, written)

    def _form(self, form: Form) -> Block:
        return form_view.form(form, approval=self.templates.needs_approval)


def _form_of(interaction: Interaction) -> Form:
    return read(Values.of(interaction.view), interaction.state(State))
