"""How Slack reaches the form that books: the command, a contact's button, and what changes meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.access import Role
from bot.errors import UserError
from bot.features.appointments import form_view
from bot.features.appointments.form import Form, Meta, drafted, empty
from bot.features.appointments.ids import Action
from bot.features.appointments.moments import zone_of
from bot.features.contacts import option_view
from bot.features.contacts.option_view import contact_option, group_option
from bot.features.contacts.service import Card, ContactBook
from bot.policy.model import Appointments as Suggested
from bot.slack import kit, limits
from bot.slack.commands import Verb
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.forms import State
from bot.slack.people import People
from bot.slack.type_ahead import offering
from bot.slack.visits import Visit
from bot.slack.writing import who
from bot.slack.writing.who import Whom
from bot.texting import line_start, phones
from bot.texting.clock import Clock
from bot.texting.sender_ids import Senders
from bot.texting.spellings import canonical


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

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.action(Action.NEW, Role.SENDER, self.new)
        entrances.action(Action.TO_CONTACT, Role.SENDER, self.to_contact)
        entrances.action(Action.READING, Role.SENDER, self.changed)
        entrances.action(Action.MEANT, Role.SENDER, self.meant)
        entrances.action(Action.AT, Role.SENDER, self.changed)
        entrances.action(Action.CONFIRMATION, Role.SENDER, self.changed)
        entrances.action(Action.REMINDER, Role.SENDER, self.changed)
        entrances.options(Action.CONTACT, Role.SENDER, offering(self.contacts.suggest, contact_option))
        entrances.options(Action.GROUP, Role.SENDER, offering(self.contacts.groups_to_join, group_option))

    def command(self, visit: Visit, text: str) -> None:
        """Open the form, filled in with a typed number or contact."""
        zone = zone_of(self.account_zone)
        found = line_start.leading(text, self.region)
        if found:
            whom, note = who.numbered(found), _not_read(found[0].rest)
            self._open(visit, zone, lambda: (whom, note))
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
        self._draw(visit, self._form(visit))

    def meant(self, visit: Visit) -> None:
        """Choose the contact a typed name means."""
        form = self._form(visit)
        whom, _ = who.answered(State.of(visit.view), "")
        self._draw(visit, replace(form, whom=whom))

    def _form(self, visit: Visit) -> Form:
        return drafted(visit.view, visit.state(Meta), self.suggested)

    def _draw(self, visit: Visit, form: Form) -> None:
        zone = zone_of(self.account_zone)
        self.desk.edit(visit, lambda: form_view.book(form, self.senders, zone, self.clock()))
        visit.ack()

    def _open(self, visit: Visit, zone: ZoneInfo, whom: Callable[[], tuple[Whom, str]]) -> None:
        """Open a waiting view at once; the contact, and the person's zone, are looked up behind it."""
        channel, user = visit.channel_id, visit.who.user_id

        def work() -> None:
            view_id = self.desk.show(visit, form_view.waiting())
            found, note = whom()
            form = empty(Meta(channel, self.people.zone(user).key, note), self.suggested, found)
            self.desk.fill(visit, view_id, form_view.book(form, self.senders, zone, self.clock()))

        self.desk.later(visit, work)

    def _numbered(self, number: str) -> Whom:
        try:
            card = self.contacts.lookup(number)
        except UserError:
            card = None
        return (
            _chosen(card) if card is not None else Whom(number=phones.pretty(canonical(number, self.region)))
        )

    def _named(self, text: str) -> tuple[Whom, str]:
        typed = f"You typed {kit.quoted(text)}."
        try:
            found = self.contacts.address(text)
        except UserError as error:
            return Whom(), f":warning: {kit.sentence(error.sentence)} {typed}"
        if found.card is not None:
            return _chosen(found.card), _not_read(found.message)
        if found.candidates:
            return Whom(offers=option_view.offers(found)), f"{option_view.question(found)} {typed}"
        return Whom(), f":warning: No contact is called {kit.escape(kit.cut(text, limits.QUOTED))}."


def _not_read(rest: str) -> str:
    """Return a note with what was typed behind a number or a name, of which the form takes nothing."""
    return f":information_source: Fill in the rest below. You typed {kit.quoted(rest)}." if rest else ""


def _chosen(card: Card) -> Whom:
    return Whom(contact_option(card))
