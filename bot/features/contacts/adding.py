"""How Slack reaches the adding of one contact."""

from dataclasses import dataclass

from bot.access import Role
from bot.errors import UserError
from bot.features.contacts import add_form, add_view
from bot.features.contacts.add_form import LONGEST_NAME, Filled, Meta
from bot.features.contacts.additions import Additions
from bot.features.contacts.ids import FEATURE, Action, Field, Modal
from bot.features.contacts.option_view import group_option
from bot.features.contacts.service import ContactBook
from bot.slack.checking import Checking, Told
from bot.slack.commands import Verb
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.forms import State
from bot.slack.kit import Block
from bot.slack.type_ahead import offering
from bot.slack.visits import Visit
from bot.slack.writing import phone as phone_field
from bot.texting import line_start
from bot.texting.clock import Clock


@dataclass(frozen=True, slots=True)
class Adding:
    """Takes the form for a new contact. ``region`` reads numbers in local form."""

    desk: Desk
    checking: Checking
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
                summary="Add somebody to a group of your contacts",
                role=Role.SENDER,
                run=self.command,
            ),
        )

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.action(Action.ADD, Role.SENDER, self.ask)
        entrances.action(Action.READING, Role.SENDER, self.read_otherwise)
        entrances.submission(Modal.ADD, Role.SENDER, self.submitted)
        entrances.options(Action.ADD_TO, Role.SENDER, offering(self.book.groups_to_join, group_option))

    def command(self, visit: Visit, text: str) -> None:
        """Open the form, filled in with a typed number and name."""
        found = line_start.leading(text, self.region)
        name = " ".join((found[0].rest if found else text).split())
        if len(name) > LONGEST_NAME:
            raise UserError(f"A name has {LONGEST_NAME} characters at most. Type less behind the command.")
        self.desk.open(visit, lambda: add_view.form(Filled(phone_field.typed(found), name)))
        visit.ack()

    def ask(self, visit: Visit) -> None:
        """Open the empty form on top of the contacts."""
        self.desk.open(visit, add_view.form)
        visit.ack()

    def read_otherwise(self, visit: Visit) -> None:
        """Draw the form again for another reading of the line, with the name behind that number."""
        state, meta = State.of(visit.view), visit.state(Meta)
        name, number = phone_field.answered(state, Field.NUMBER, state.text(meta.name_block))
        filled = Filled(number, name)
        self.desk.edit(visit, lambda: add_view.form(filled, Meta(meta.edition + 1)))
        visit.ack()

    def submitted(self, visit: Visit) -> None:
        """Answer what is wrong beside its field, or add the contact and show what came of it."""
        wanted = add_form.wanted(
            State.of(visit.view),
            visit.state(Meta),
            region=self.region,
            group_named=self.book.group_to_join,
            now=self.clock(),
        )

        def find(_key: str, _told: Told) -> Block:
            return add_view.outcome(wanted, self.additions.add(wanted, visit.who))

        self.checking.push(visit, FEATURE, add_view.ADDING, find)
