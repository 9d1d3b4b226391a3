"""How Slack reaches the form of a list: the command, and what happens while somebody fills it in."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.access import Role
from bot.features.contacts.groups import GroupChoice
from bot.features.contacts.option_view import group_option
from bot.features.lists import compose_view
from bot.features.lists.form import Compose, Meta, draft
from bot.features.lists.ids import Action
from bot.slack.commands import Verb
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.kit import Block
from bot.slack.names import Names
from bot.slack.plain_text import markup
from bot.slack.type_ahead import offering
from bot.slack.visits import Visit
from bot.slack.writing import message as message_field
from bot.slack.writing.brought import Brought, open_with
from bot.texting.sender_ids import Senders


@dataclass(frozen=True, slots=True)
class Composing:
    """Opens the form and keeps it up to date. ``groups`` finds groups by a part of their names."""

    desk: Desk
    senders: Senders
    groups: Callable[[str], tuple[GroupChoice, ...]]
    names: Names

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="list",
                usage="/sms list",
                summary="Text many numbers, each its own words: upload a file or paste them",
                role=Role.BROADCASTER,
                run=self.command,
            ),
        )

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.action(Action.MESSAGE, Role.BROADCASTER, self.changed)
        entrances.action(Action.WHEN, Role.BROADCASTER, self.changed)
        entrances.action(Action.PLAIN, Role.BROADCASTER, self.plain)
        entrances.options(Action.GROUP, Role.BROADCASTER, offering(self.groups, group_option))

    def command(self, visit: Visit, text: str) -> None:
        """Open the form; what was typed behind the verb is taken as the text."""

        def view(found: Brought) -> Block:
            form = Compose(Meta(channel=visit.channel_id, note=found.note), message=found.text)
            return compose_view.compose(form, self.senders)

        open_with(self.desk, visit, lambda: markup.read(text), self.names, view)
        visit.ack()

    def changed(self, visit: Visit) -> None:
        """Draw the form again after something in it changed."""
        form = form_of(visit)
        self.desk.edit(visit, lambda: compose_view.compose(form, self.senders))
        visit.ack()

    def plain(self, visit: Visit) -> None:
        """Put plain characters in the place of those that force Unicode."""
        form = message_field.in_plain_characters(form_of(visit))
        self.desk.edit(visit, lambda: compose_view.compose(form, self.senders))
        visit.ack()


def form_of(visit: Visit) -> Compose:
    """Return the form a visit was made in, as it stands."""
    return draft(visit.view, visit.state(Meta))
