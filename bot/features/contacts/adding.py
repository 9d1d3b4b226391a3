"""How Slack reaches the adding of one contact."""

from dataclasses import dataclass

from bot.features.contacts import add_form, add_view
from bot.features.contacts.add_form import LONGEST_NAME
from bot.features.contacts.additions import Additions
from bot.features.contacts.ids import FEATURE, Action, Modal
from bot.features.contacts.service import ContactBook
from bot.slack.checking import Checking, Told
from bot.slack.commands import Verb
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.errors import UserError
from bot.slack.forms import FieldErrors, State
from bot.slack.kit import Block
from bot.slack.roles import Role
from bot.slack.visits import Visit
from bot.texting import phones
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
        entrances.submission(Modal.ADD, Role.SENDER, self.submitted)

    def command(self, visit: Visit, text: str) -> None:
        """Open the form, filled in with a typed number and name."""
        numbered = phones.leading(text, self.region)
        number, name = (numbered[0].pretty, numbered[1]) if numbered is not None else ("", text)
        name = " ".join(name.split())
        if len(name) > LONGEST_NAME:
            raise UserError(f"A name has {LONGEST_NAME} characters at most. Type less behind the command.")
        self.desk.open(visit, lambda: add_view.form(number, name))
        visit.ack()

    def ask(self, visit: Visit) -> None:
        """Open the empty form on top of the contacts."""
        self.desk.open(visit, add_view.form)
        visit.ack()

    def submitted(self, visit: Visit) -> None:
        """Answer what is wrong beside its field, or add the contact and show what came of it."""
        try:
            wanted = add_form.wanted(
                State.of(visit.view),
                region=self.region,
                group_named=self.book.group_named,
                now=self.clock(),
            )
        except FieldErrors as wrong:
            visit.ack(response_action="errors", errors=wrong.by_block)
            return

        def find(key: str, _told: Told) -> Block:
            return add_view.outcome(wanted, self.additions.add(key, wanted, visit.who))

        self.checking.push(visit, FEATURE, add_view.ADDING, find)
