"""How Slack reaches the form that books: the command, a contact's button, and what changes meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.access import Role
from bot.errors import UserError
from bot.features.appointments.form import Form, FormState, empty, read
from bot.features.appointments.ids import Action
from bot.features.appointments.validation import zone_of
from bot.features.appointments.views import form as form_view
from bot.features.contacts.service import Card, ContactBook
from bot.features.contacts.views import options as options_view
from bot.features.contacts.views.options import contact_option, group_option
from bot.policy.model import Appointments as Suggested
from bot.slack.blocks import kit, limits
from bot.slack.blocks.fields import recipient
from bot.slack.blocks.fields.recipient import RecipientFields
from bot.slack.blocks.type_ahead import offering
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.forms import Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.texting import line_start, phones
from bot.texting.clock import Clock
from bot.texting.sender_ids import Senders
from bot.texting.spellings import canonical


@dataclass(frozen=True, slots=True)
class FormListeners:
    """Opens the form and keeps it up to date. ``suggested`` are the texts the policy suggests."""

    responder: Responder
    contacts: ContactBook
    users: Users
    senders: Senders
    suggested: Suggested
    account_zone: ZoneInfo | None
    region: str | None
    clock: Clock

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="appointment",
                usage="/sms appointment [number or name]",
                summary="Book an appointment: opens the form, filled in with whom you name",
                role=Role.SENDER,
                run=self.command,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.action(Action.NEW, Role.SENDER, self.new)
        registry.action(Action.TO_CONTACT, Role.SENDER, self.to_contact)
        registry.action(Action.READING, Role.SENDER, self.changed)
        registry.action(Action.MEANT, Role.SENDER, self.meant)
        registry.action(Action.AT, Role.SENDER, self.changed)
        registry.action(Action.CONFIRMATION, Role.SENDER, self.changed)
        registry.action(Action.REMINDER, Role.SENDER, self.changed)
        registry.options(Action.CONTACT, Role.SENDER, offering(self.contacts.suggest, contact_option))
        registry.options(Action.GROUP, Role.SENDER, offering(self.contacts.groups_to_join, group_option))

    def command(self, interaction: Interaction, text: str) -> None:
        """Open the form, filled in with a typed number or contact."""
        zone = zone_of(self.account_zone)
        found = line_start.leading(text, self.region)
        if found:
            whom, note = recipient.numbered(found), _not_read(found[0].rest)
            self._open(interaction, zone, lambda: (whom, note))
        elif text:
            self._open(interaction, zone, lambda: self._named(text))
        else:
            self._open(interaction, zone, lambda: (RecipientFields(), ""))
        interaction.ack()

    def new(self, interaction: Interaction) -> None:
        """Open the empty form; its message will go to the person, for there is no channel."""
        self.command(interaction, "")

    def to_contact(self, interaction: Interaction) -> None:
        """Open the form for the contact whose number (digits) the button carries."""
        zone, number = zone_of(self.account_zone), interaction.value
        self._open(interaction, zone, lambda: (self._numbered(number), ""))
        interaction.ack()

    def changed(self, interaction: Interaction) -> None:
        """Draw the form again after something in it changed."""
        self._draw(interaction, self._form(interaction))

    def meant(self, interaction: Interaction) -> None:
        """Choose the contact a typed name means."""
        form = self._form(interaction)
        whom, _ = recipient.answered(Values.of(interaction.view), "")
        self._draw(interaction, replace(form, whom=whom))

    def _form(self, interaction: Interaction) -> Form:
        return read(interaction.view, interaction.state(FormState), self.suggested)

    def _draw(self, interaction: Interaction, form: Form) -> None:
        zone = zone_of(self.account_zone)
        self.responder.edit(interaction, lambda: form_view.book(form, self.senders, zone, self.clock()))
        interaction.ack()

    def _open(
        self, interaction: Interaction, zone: ZoneInfo, whom: Callable[[], tuple[RecipientFields, str]]
    ) -> None:
        """Open a waiting view at once; the contact, and the person's zone, are looked up behind it."""
        channel, user = interaction.channel_id, interaction.who.user_id

        def work() -> None:
            view_id = self.responder.show(interaction, form_view.loading())
            found, note = whom()
            form = empty(FormState(channel, self.users.zone(user).key, note), self.suggested, found)
            self.responder.fill(interaction, view_id, form_view.book(form, self.senders, zone, self.clock()))

        self.responder.later(interaction, work)

    def _numbered(self, number: str) -> RecipientFields:
        try:
            card = self.contacts.lookup(number)
        except UserError:
            card = None
        return (
            _chosen(card)
            if card is not None
            else RecipientFields(number=phones.pretty(canonical(number, self.region)))
        )

    def _named(self, text: str) -> tuple[RecipientFields, str]:
        typed = f"You typed {kit.quoted(text)}."
        try:
            found = self.contacts.address(text)
        except UserError as error:
            return RecipientFields(), f":warning: {kit.sentence(error.sentence)} {typed}"
        if found.card is not None:
            return _chosen(found.card), _not_read(found.message)
        if found.candidates:
            return RecipientFields(
                offers=options_view.offers(found)
            ), f"{options_view.question(found)} {typed}"
        return (
            RecipientFields(),
            f":warning: No contact is called {kit.escape(kit.truncate(text, limits.QUOTED))}.",
        )


def _not_read(rest: str) -> str:
    """Return a note with what was typed behind a number or a name, of which the form takes nothing."""
    return f":information_source: Fill in the rest below. You typed {kit.quoted(rest)}." if rest else ""


def _chosen(card: Card) -> RecipientFields:
    return RecipientFields(contact_option(card))
