"""How Slack reaches the adding of one contact."""

from dataclasses import dataclass

from bot.access import Role
from bot.errors import UserError
from bot.features.contacts.addition import LONGEST_NAME, TOO_LONG, Additions
from bot.features.contacts.form import addition
from bot.features.contacts.form.addition import AdditionState, Form
from bot.features.contacts.ids import FEATURE, Action, Field, Modal
from bot.features.contacts.service import ContactBook
from bot.features.contacts.views import addition as addition_view
from bot.features.contacts.views.options import group_option
from bot.slack.blocks import kit
from bot.slack.blocks.fields import phone as phone_field
from bot.slack.blocks.kit import Block
from bot.slack.blocks.type_ahead import offering
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.forms import Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.texting import figures, line_start
from bot.texting.clock import Clock


@dataclass(frozen=True, slots=True)
class AdditionListeners:
    """Takes the form for a new contact. ``region`` reads numbers in local form."""

    responder: Responder
    loading: LoadingView
    additions: Additions
    book: ContactBook
    region: str | None
    clock: Clock

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="contacts add",
                usage="/sms contacts add [number] [name]",
                summary="Add a contact to a group",
                role=Role.SENDER,
                to="add contacts",
                run=self.command,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("add contacts")
        registry.action(Action.ADD, Role.SENDER, self.ask)
        registry.action(Action.READING, Role.SENDER, self.read_otherwise)
        registry.submission(Modal.ADD, Role.SENDER, self.submitted)
        registry.options(Action.ADD_TO, Role.SENDER, offering(self.book.groups_to_join, group_option))

    def command(self, interaction: Interaction, text: str) -> None:
        """Open the form, filled in with a typed number and name.

        Raises :exc:`UserError` for figures that are no number.
        """
        found = line_start.leading(text, self.region)
        fault = None if found else figures.fault(text, self.region)
        if fault:
            raise UserError(kit.escape(fault))
        name = " ".join((found[0].rest if found else text).split())
        if len(name) > LONGEST_NAME:
            raise UserError(TOO_LONG)
        self.responder.open(interaction, lambda: addition_view.form(Form(phone_field.typed(found), name)))
        interaction.ack()

    def ask(self, interaction: Interaction) -> None:
        """Open the empty form on top of the contacts."""
        self.responder.open(interaction, addition_view.form)
        interaction.ack()

    def read_otherwise(self, interaction: Interaction) -> None:
        """Draw the form again for another reading of the line, with the name behind that number."""
        view = _answered(interaction)
        self.responder.edit(interaction, lambda: view)
        interaction.ack()

    def submitted(self, interaction: Interaction) -> None:
        """Answer what is wrong beside its field, or add the contact and show what came of it.

        Where another number than those offered is wanted, the form itself asks for it.
        """
        self.responder.leave(interaction)
        values = Values.of(interaction.view)
        if phone_field.is_other_wanted(values, Field.NUMBER):
            interaction.ack(response_action="update", view=_answered(interaction))
            return
        request = addition.validate(
            values,
            interaction.state(AdditionState),
            region=self.region,
            group_named=self.book.group_to_join,
            now=self.clock(),
        )

        def find(key: str, _report: ReportProgress) -> Block:
            return addition_view.outcome(request, self.additions.add(request, interaction.who, key))

        self.loading.push(interaction, FEATURE, addition_view.ADDING, find)


def _answered(interaction: Interaction) -> Block:
    """Return the form as it is by what is chosen in it, with the name behind that number."""
    values, state = Values.of(interaction.view), interaction.state(AdditionState)
    name, number = phone_field.answered(values, Field.NUMBER, values.text(state.name_block))
    edition = phone_field.next_edition(values, Field.NUMBER, state.edition, name)
    return addition_view.form(Form(number, name), AdditionState(edition))
