"""How Slack reaches the form of a list: the command, and what happens while somebody fills it in."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.access import Role
from bot.features.contacts.views.options import group_option
from bot.features.groups.service import GroupChoice
from bot.features.lists.form import Form, FormState, read
from bot.features.lists.ids import Action
from bot.features.lists.views import form as form_view
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields.prefilled import Prefilled, open_with
from bot.slack.blocks.kit import Block
from bot.slack.blocks.plain_text import markup
from bot.slack.blocks.type_ahead import offering
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.mention_names import MentionNames
from bot.slack.outgoing.responder import Responder
from bot.texting.sender_ids import Senders


@dataclass(frozen=True, slots=True)
class FormListeners:
    """Opens the form and keeps it up to date. ``groups`` finds groups by a part of their names."""

    responder: Responder
    senders: Senders
    groups: Callable[[str], tuple[GroupChoice, ...]]
    mention_names: MentionNames

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="list",
                usage="/sms list",
                summary="Text everyone in a file or a pasted list",
                role=Role.BROADCASTER,
                to="text a list",
                run=self.command,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("text a list")
        registry.action(Action.MESSAGE, Role.BROADCASTER, self.changed)
        registry.action(Action.WHEN, Role.BROADCASTER, self.changed)
        registry.action(Action.REPEAT, Role.BROADCASTER, self.changed)
        registry.action(Action.PLAIN, Role.BROADCASTER, self.plain)
        registry.options(Action.GROUP, Role.BROADCASTER, offering(self.groups, group_option))

    def command(self, interaction: Interaction, text: str) -> None:
        """Open the form; what was typed behind the verb is taken as the text."""

        def view(found: Prefilled) -> Block:
            form = Form(FormState(channel=interaction.channel_id, note=found.note), message=found.text)
            return form_view.compose(form, self.senders)

        open_with(self.responder, interaction, lambda: markup.read(text), self.mention_names, view)
        interaction.ack()

    def changed(self, interaction: Interaction) -> None:
        """Draw the form again after something in it changed."""
        form = form_of(interaction)
        self.responder.edit(interaction, lambda: form_view.compose(form, self.senders))
        interaction.ack()

    def plain(self, interaction: Interaction) -> None:
        """Put plain characters in the place of those that force Unicode."""
        form = message_field.in_plain_characters(form_of(interaction))
        self.responder.edit(interaction, lambda: form_view.compose(form, self.senders))
        interaction.ack()


def form_of(interaction: Interaction) -> Form:
    """Return the form an interaction came from, as it stands."""
    form = read(interaction.view, interaction.state(FormState))
    return replace(form, user_id=interaction.who.user_id)
