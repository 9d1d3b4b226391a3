"""How Slack reaches the form of a list for people of the contacts, and the choices in it."""

from dataclasses import dataclass, replace
from functools import partial

from bot.access import Role
from bot.features.contacts.service import ContactBook, Search
from bot.features.contacts.views.options import group_option, suggestion_option
from bot.features.lists.form import Form, FormState, Whom, of_found
from bot.features.lists.ids import Action
from bot.features.lists.views import form as form_view
from bot.slack.blocks.fields.prefilled import Prefilled, open_with
from bot.slack.blocks.kit import Block
from bot.slack.blocks.plain_text import markup
from bot.slack.blocks.type_ahead import offering, offering_to
from bot.slack.incoming import metadata
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.mention_names import MentionNames
from bot.slack.outgoing.responder import Responder
from bot.texting.sender_ids import Senders


@dataclass(frozen=True, slots=True)
class PeopleListeners:
    """Opens the form, by its command or beside contacts that were found; offers groups and people in it.

    ``region`` is the two-letter default for numbers without a country code.
    """

    responder: Responder
    senders: Senders
    contacts: ContactBook
    mention_names: MentionNames
    region: str | None

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="people",
                usage="/sms people",
                summary="Text everyone in several groups but those you leave out",
                role=Role.BROADCASTER,
                to="text people",
                run=self.command,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("text people")
        registry.action(Action.FOUND, Role.BROADCASTER, self.found)
        groups = offering(self.contacts.group_options, group_option)
        registry.options(Action.GROUPS, Role.BROADCASTER, groups)
        registry.options(Action.WITHOUT_GROUPS, Role.BROADCASTER, groups)
        people = offering_to(self.contacts.suggest, partial(suggestion_option, region=self.region))
        registry.options(Action.WITHOUT, Role.BROADCASTER, people)

    def command(self, interaction: Interaction, text: str) -> None:
        """Open the form; what was typed behind the verb is taken as the text."""

        def view(found: Prefilled) -> Block:
            state = FormState(channel=interaction.channel_id, note=found.note, whom=Whom.GROUPS)
            return form_view.compose(Form(state, message=found.text), self.senders)

        open_with(self.responder, interaction, lambda: markup.read(text), self.mention_names, view)
        interaction.ack()

    def found(self, interaction: Interaction) -> None:
        """Open the form for the people a search found, on top of what shows them."""
        search = metadata.load(Search, interaction.private_metadata)
        state = replace(of_found(search), channel=interaction.channel_id)
        self.responder.open(interaction, lambda: form_view.compose(Form(state), self.senders))
        interaction.ack()
