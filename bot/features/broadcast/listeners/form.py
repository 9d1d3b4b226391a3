"""How Slack reaches the compose form of a broadcast, and what happens while somebody writes."""

from dataclasses import dataclass

from bot.access import Role, Who
from bot.features.broadcast import pace
from bot.features.broadcast.form import Form, FormState, read
from bot.features.broadcast.ids import Action
from bot.features.broadcast.known_groups import KnownGroups
from bot.features.broadcast.views import form as form_view
from bot.features.contacts.service import ContactBook
from bot.features.contacts.views.options import group_option
from bot.features.sends.repeats import Rewrite
from bot.features.sends.views.repeats import EDITING
from bot.slack import surface
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import recurrence
from bot.slack.blocks.kit import Block
from bot.slack.blocks.type_ahead import offering
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder
from bot.texting.sender_ids import Senders


@dataclass(frozen=True, slots=True)
class FormListeners:
    """Opens the compose form and keeps it up to date while somebody writes."""

    responder: Responder
    contacts: ContactBook
    known_groups: KnownGroups
    senders: Senders

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="broadcast",
                usage="/sms broadcast [group]",
                summary="Text a whole group; you review the cost first",
                role=Role.BROADCASTER,
                to="send a broadcast",
                run=self.command,
                own_command=surface.BROADCAST.name,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("send a broadcast")
        role = Role.BROADCASTER
        registry.options(Action.GROUP, role, offering(self.contacts.group_options, group_option))
        registry.action(Action.GROUP, role, self.group_chosen)
        for action in (Action.MESSAGE, Action.ROTATE, Action.WHEN, Action.REPEAT):
            registry.action(action, role, self.changed)
        registry.action(Action.PLAIN, role, self.plain)
        registry.action(Action.INSERT_NAME, role, self.insert_name)

    def command(self, interaction: Interaction, text: str) -> None:
        """Open the form; a group that was typed is chosen in it already."""
        self.responder.open(interaction, lambda: self._opened(interaction.channel_id, text.strip()))
        interaction.ack()

    def group_chosen(self, interaction: Interaction) -> None:
        """Work out how long each pause takes for the group that is chosen now."""
        form = form_of(interaction)
        self.responder.edit(interaction, lambda: self._for_group(form))
        interaction.ack()

    def changed(self, interaction: Interaction) -> None:
        """Draw the form again after something in it changed."""
        self._draw(interaction, form_of(interaction))

    def plain(self, interaction: Interaction) -> None:
        """Put plain characters in the place of those that force Unicode."""
        self._draw(interaction, message_field.in_plain_characters(form_of(interaction)))

    def insert_name(self, interaction: Interaction) -> None:
        """Put the mark for a first name at the message's end."""
        self._draw(interaction, form_view.with_name(form_of(interaction)))

    def rewritten(self, rewrite: Rewrite, _who: Who) -> Block:
        """Return the form filled in as a series was, to take its place from its next date on."""
        send = rewrite.send
        choice = self.known_groups.choice(send.to_name or "")
        form = Form(
            FormState(channel=send.origin_channel, note=EDITING, replaces=send.id),
            None if choice is None else group_option(choice),
            send.body or "",
            sender=send.alpha_sender or send.sender,
            rotate=bool(send.rotate),
            throttle=send.throttle or pace.USUAL,
        )
        return self._for_group(recurrence.as_series(form, rewrite.kept, rewrite.next_at))

    def _opened(self, channel: str | None, typed: str) -> Block:
        state = FormState(channel=channel)
        if not typed:
            return form_view.compose(Form(state), self.senders)
        choice = self.known_groups.choice(typed)
        if choice is None:
            note = form_view.not_known(typed, self.known_groups.near(typed))
            return form_view.compose(Form(FormState(channel=channel, note=note)), self.senders)
        return self._for_group(Form(state, group=group_option(choice)))

    def _draw(self, interaction: Interaction, form: Form) -> None:
        self.responder.edit(interaction, lambda: form_view.compose(form, self.senders))
        interaction.ack()

    def _for_group(self, form: Form) -> Block:
        people = self.known_groups.people(form.chosen_group) if form.chosen_group else 0
        return form_view.compose(form_view.with_people(form, people), self.senders)


def form_of(interaction: Interaction) -> Form:
    """Return the form an interaction came from, as it stands."""
    return read(interaction.view, interaction.state(FormState))
