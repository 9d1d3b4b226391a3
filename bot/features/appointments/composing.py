"""How Slack reaches the form that books: the command, a contact's button, and what changes meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.appointments import form_view
from bot.features.appointments.form import Meta, drafted, empty
from bot.features.appointments.ids import Action
from bot.features.appointments.moments import zone_of
from bot.features.contacts.option_view import contact_option
from bot.features.contacts.service import Card, ContactBook
from bot.policy.model import Appointments as Suggested
from bot.slack import kit, metadata
from bot.slack.commands import Verb
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.errors import UserError
from bot.slack.people import People
from bot.slack.roles import Role
from bot.slack.visits import Visit
from bot.slack.writing.senders import Senders
from bot.slack.writing.who import Whom
from bot.texting import phones

LONGEST_WORD: Final = 60


@dataclass(frozen=True, slots=True)
class Composing:
    """Opens the form and keeps it up to date. ``suggested`` are the texts the policy suggests."""

    desk: Desk
    contacts: ContactBook
    people: People
    senders: Senders
    suggested: Suggested
    account_zone: ZoneInfo | None
    region: str | None

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

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.action(Action.NEW, Role.SENDER, self.new)
        entrances.action(Action.TO_CONTACT, Role.SENDER, self.to_contact)
        entrances.action(Action.AT, Role.SENDER, self.changed)
        entrances.action(Action.CONFIRMATION, Role.SENDER, self.changed)
        entrances.action(Action.REMINDER, Role.SENDER, self.changed)
        entrances.options(Action.CONTACT, Role.SENDER, self.contact_options)
        entrances.options(Action.GROUP, Role.SENDER, self.group_options)

    def command(self, visit: Visit, text: str) -> None:
        """Open the form, filled in with a typed number or contact."""
        zone = zone_of(self.account_zone)
        numbered = phones.leading(text, self.region)
        if numbered is not None:
            whom = Whom(number=numbered[0].pretty)
            self._open(visit, zone, lambda: (whom, ""))
        elif text:
            self._open(visit, zone, lambda: self._named(text))
        else:
            self._open(visit, zone, lambda: (Whom(), ""))
        visit.ack()

    def new(self, visit: Visit) -> None:
        """Open the empty form; its message will go to the person, for there is no channel."""
        self.command(visit, "")

    def to_contact(self, visit: Visit) -> None:
        """Open the form for the contact whose number (digits) the button carries."""
        zone, number = zone_of(self.account_zone), visit.value
        self._open(visit, zone, lambda: (self._numbered(number), ""))
        visit.ack()

    def changed(self, visit: Visit) -> None:
        """Draw the form again after something in it changed."""
        zone = zone_of(self.account_zone)
        meta = metadata.load(Meta, str(visit.view.get("private_metadata", "")))
        form = drafted(visit.view, meta, self.suggested)
        self.desk.edit(visit, lambda: form_view.book(form, self.senders, zone))
        visit.ack()

    def contact_options(self, visit: Visit) -> None:
        """Offer contacts while somebody types. Slack waits for these, at most three seconds."""
        found = self.contacts.suggest(str(visit.body.get("value", "")))
        visit.ack(options=[contact_option(card) for card in found])

    def group_options(self, visit: Visit) -> None:
        """Offer groups while somebody types."""
        found = self.contacts.group_options(str(visit.body.get("value", "")))
        visit.ack(options=[kit.option(each.text, each.value, each.description) for each in found])

    def _open(self, visit: Visit, zone: ZoneInfo, whom: Callable[[], tuple[Whom, str]]) -> None:
        """Open a waiting view at once; the contact, and the person's zone, are looked up behind it."""
        inside = visit.view.get("type") == "modal"
        channel, user = visit.channel_id, visit.who.user_id

        def work() -> None:
            view_id = self.desk.modals.open(visit.trigger_id, form_view.waiting(), inside=inside)
            found, note = whom()
            form = empty(Meta(channel, self.people.zone(user).key, note), self.suggested, found)
            self.desk.modals.update(form_view.book(form, self.senders, zone), view_id=view_id)

        self.desk.later(visit, work)

    def _numbered(self, number: str) -> Whom:
        try:
            card = self.contacts.lookup(number)
        except UserError:
            card = None
        return _chosen(card) if card is not None else Whom(number=phones.pretty(number))

    def _named(self, text: str) -> tuple[Whom, str]:
        try:
            cards = self.contacts.address(text).cards
        except UserError as error:
            return Whom(), f":warning: {kit.sentence(error.sentence)}"
        if len(cards) == 1:
            return _chosen(cards[0]), ""
        typed = kit.escape(kit.cut(text, LONGEST_WORD))
        if cards:
            return Whom(), f":warning: {len(cards)} contacts go by the name {typed}. Choose the one you mean."
        return Whom(), f":warning: No contact's name begins with {typed}."


def _chosen(card: Card) -> Whom:
    return Whom(contact_option(card))
