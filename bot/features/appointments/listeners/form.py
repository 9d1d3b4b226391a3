"""How Slack reaches the form that books: the command, a contact's button, and what changes meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.appointments.form.booking import Form, FormState, empty, read
from bot.features.appointments.ids import Action
from bot.features.appointments.validation import zone_of
from bot.features.appointments.views import form as form_view
from bot.features.contacts.service import Card, ContactBook
from bot.features.contacts.views import options as options_view
from bot.features.contacts.views.options import contact_option, group_option, suggestion_option
from bot.features.sends.account import Account
from bot.policy.model import Appointments as Suggested
from bot.slack.blocks import kit
from bot.slack.blocks.fields import recipient
from bot.slack.blocks.fields.recipient import RecipientField
from bot.slack.blocks.kit import Block
from bot.slack.blocks.type_ahead import offering, offering_to
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.texting import line_start
from bot.texting.clock import Clock


@dataclass(frozen=True, slots=True)
class FormListeners:
    """Opens the form and keeps it up to date. ``suggested`` are the texts the policy suggests."""

    responder: Responder
    contacts: ContactBook
    users: Users
    account: Account
    suggested: Suggested
    clock: Clock

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="appointment",
                usage="/sms appointment [number or name]",
                summary="Book an appointment, with a confirmation and a reminder if you like",
                role=Role.SENDER,
                to="book an appointment",
                run=self.command,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry = registry.to("book an appointment")
        option = partial(suggestion_option, region=self.account.region)
        registry.action(Action.NEW, Role.SENDER, self.new)
        registry.action(Action.TO_CONTACT, Role.SENDER, self.to_contact)
        registry.action(Action.MEANT, Role.SENDER, self.meant)
        registry.action(Action.AT, Role.SENDER, self.changed)
        registry.action(Action.CONFIRMATION, Role.SENDER, self.changed)
        registry.action(Action.REMINDER, Role.SENDER, self.changed)
        registry.action(Action.CONFIRMATION_TEXT, Role.SENDER, self.changed)
        registry.action(Action.REMINDER_TEXT, Role.SENDER, self.changed)
        registry.options(Action.CONTACT, Role.SENDER, offering_to(self.contacts.suggest, option))
        registry.options(Action.GROUP, Role.SENDER, offering(self.contacts.groups_to_join, group_option))

    def command(self, interaction: Interaction, text: str) -> None:
        """Open the form, filled in with a typed number or contact."""
        zone = zone_of(self.account.zone)
        found = line_start.leading(text, self.account.region)
        if found:
            whom, note = recipient.numbered(found), _not_read(found[0].rest)
            self._open(interaction, zone, lambda: (whom, note))
        elif text:
            self._open(interaction, zone, lambda: self._named(text, interaction.who))
        else:
            self._open(interaction, zone, lambda: (RecipientField(), ""))
        interaction.ack()

    def new(self, interaction: Interaction) -> None:
        """Open the empty form; its message will go to the person, for there is no channel."""
        self.command(interaction, "")

    def to_contact(self, interaction: Interaction) -> None:
        """Open the form for the contact whose number (digits) the button carries."""
        zone, number = zone_of(self.account.zone), interaction.number
        self._open(interaction, zone, lambda: (self._numbered(number, interaction.who), ""))
        interaction.ack()

    def changed(self, interaction: Interaction) -> None:
        """Draw the form again after something in it changed."""
        self._draw(interaction, self.form_of(interaction))

    def meant(self, interaction: Interaction) -> None:
        """Choose the contact a typed name means."""
        self._draw(interaction, self.form_of(interaction, answering=True))

    def form_of(self, interaction: Interaction, *, answering: bool = False) -> Form:
        """Return the form an interaction came from, as it stands."""
        state = interaction.state(FormState)
        return read(interaction.view, state, self.suggested, answering=answering)

    def _draw(self, interaction: Interaction, form: Form) -> None:
        self.responder.edit(interaction, lambda: self.drawn(form))
        interaction.ack()

    def drawn(self, form: Form) -> Block:
        """Return the form as it looks now."""
        return form_view.book(form, self.account.senders, zone_of(self.account.zone), self.clock())

    def _open(
        self, interaction: Interaction, zone: ZoneInfo, whom: Callable[[], tuple[RecipientField, str]]
    ) -> None:
        """Open a waiting view at once; the contact, and the person's zone, are looked up behind it."""
        channel, user = interaction.channel_id, interaction.who.user_id

        def work() -> None:
            view_id = self.responder.show(interaction, form_view.loading())
            self.responder.look_up(interaction, lambda: fill(view_id))

        def fill(view_id: str) -> None:
            found, note = whom()
            form = empty(FormState(channel, self.users.zone(user).key, note), self.suggested, found)
            self.responder.fill(
                interaction, view_id, form_view.book(form, self.account.senders, zone, self.clock())
            )

        self.responder.later(interaction, work)

    def _numbered(self, number: str, who: Who) -> RecipientField:
        try:
            card = self.contacts.lookup(number)
        except UserError:
            card = None
        return (
            _chosen(self.contacts.as_seen_by(who, card), self.account.region)
            if card is not None
            else recipient.of_contact(number, self.account.region, full=self.contacts.sees_numbers(who))
        )

    def _named(self, text: str, who: Who) -> tuple[RecipientField, str]:
        typed = f"You typed {kit.quoted(text)}."
        try:
            found = self.contacts.address(text, who)
        except UserError as error:
            return RecipientField(), f":warning: {kit.sentence(error.sentence)} {typed}"
        if found.card is not None:
            return _chosen(found.card, self.account.region), _not_read(found.message)
        if found.candidates:
            return RecipientField(
                offers=options_view.offers(found, self.account.region)
            ), f"{options_view.question(found)} {typed}"
        return RecipientField(), f":warning: {options_view.nobody(text, text, self.account.region)}"


def _not_read(rest: str) -> str:
    """Return a note with what was typed behind a number or a name, of which the form takes nothing."""
    return f":information_source: Fill in the rest below. You typed {kit.quoted(rest)}." if rest else ""


def _chosen(card: Card, region: str | None) -> RecipientField:
    return RecipientField(contact_option(card, region))
