"""How Slack reaches the compose form of a broadcast, and what happens while somebody writes."""

from dataclasses import dataclass

from bot.access import Role
from bot.features.broadcast import compose_view
from bot.features.broadcast.form import Compose, Meta, draft
from bot.features.broadcast.ids import Action
from bot.features.broadcast.known import Known
from bot.features.contacts.option_view import group_option
from bot.features.contacts.service import ContactBook
from bot.slack.commands import Verb
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.kit import Block
from bot.slack.type_ahead import offering
from bot.slack.visits import Visit
from bot.slack.writing import message as message_field
from bot.texting.sender_ids import Senders


@dataclass(frozen=True, slots=True)
class Composing:
    """Opens the compose form and keeps it up to date while somebody writes."""

    desk: Desk
    contacts: ContactBook
    known: Known
    senders: Senders

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="broadcast",
                usage="/sms broadcast [group]",
                summary="Text a whole group: opens the form, and shows the cost before anything is sent",
                role=Role.BROADCASTER,
                run=self.command,
                own_command="/sms-broadcast",
            ),
        )

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        role = Role.BROADCASTER
        entrances.options(Action.GROUP, role, offering(self.contacts.group_options, group_option))
        entrances.action(Action.GROUP, role, self.group_chosen)
        for action in (Action.MESSAGE, Action.ROTATE, Action.WHEN, Action.REPEAT):
            entrances.action(action, role, self.changed)
        entrances.action(Action.PLAIN, role, self.plain)
        entrances.action(Action.INSERT_NAME, role, self.insert_name)

    def command(self, visit: Visit, text: str) -> None:
        """Open the form; a group that was typed is chosen in it already."""
        self.desk.open(visit, lambda: self._opened(visit.channel_id, text.strip()))
        visit.ack()

    def group_chosen(self, visit: Visit) -> None:
        """Work out how long each pause takes for the group that is chosen now."""
        form = _form(visit)
        self.desk.edit(visit, lambda: self._for_group(form))
        visit.ack()

    def changed(self, visit: Visit) -> None:
        """Draw the form again after something in it changed."""
        self._draw(visit, _form(visit))

    def plain(self, visit: Visit) -> None:
        """Put plain characters in the place of those that force Unicode."""
        self._draw(visit, message_field.in_plain_characters(_form(visit)))

    def insert_name(self, visit: Visit) -> None:
        """Put the mark for a first name at the message's end."""
        self._draw(visit, compose_view.with_name(_form(visit)))

    def _opened(self, channel: str | None, typed: str) -> Block:
        meta = Meta(channel=channel)
        if not typed:
            return compose_view.compose(Compose(meta), self.senders)
        choice = self.known.choice(typed)
        if choice is None:
            note = compose_view.not_known(typed, self.known.near(typed))
            return compose_view.compose(Compose(Meta(channel=channel, note=note)), self.senders)
        return self._for_group(Compose(meta, group=group_option(choice)))

    def _draw(self, visit: Visit, form: Compose) -> None:
        self.desk.edit(visit, lambda: compose_view.compose(form, self.senders))
        visit.ack()

    def _for_group(self, form: Compose) -> Block:
        people = self.known.people(form.chosen_group) if form.chosen_group else 0
        return compose_view.compose(compose_view.with_people(form, people), self.senders)


def _form(visit: Visit) -> Compose:
    return draft(visit.view, visit.state(Meta))
