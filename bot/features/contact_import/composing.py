"""How Slack reaches the forms of an import: the command, a button, and what somebody chooses in them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from bot.access import Role
from bot.errors import UserError
from bot.features.contact_import import form, form_view
from bot.features.contact_import.form import Chosen, ColumnsMeta, Meta
from bot.features.contact_import.ids import Action
from bot.features.contact_import.plan import Choice
from bot.features.contact_import.preparing import Preparing
from bot.features.contacts.groups import GroupChoice
from bot.features.contacts.option_view import group_option
from bot.slack.background import Work
from bot.slack.checking import not_possible
from bot.slack.commands import Verb
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.kit import Block
from bot.slack.type_ahead import offering
from bot.slack.visits import Visit

CHOICES: Final = (
    Action.NUMBER,
    Action.NAME,
    Action.EMAIL,
    Action.BIRTHDAY,
    Action.GROUP,
    Action.ONE_GROUP,
    Action.CONSENT,
)


class Groups(Protocol):
    """The groups that are known."""

    def groups_to_join(self, text: str) -> tuple[GroupChoice, ...]:
        """Return up to 100 groups: those that are known and hold ``text``, and ``text`` itself."""

    def group_to_join(self, value: str) -> str | None:
        """Return the name of the group whose choice has this value; none when it is gone."""


@dataclass(frozen=True, slots=True)
class Composing:
    """Opens the form for a file, and keeps the one for its columns up to date.

    ``edit`` runs the edit of a view, by its id, on threads that may take long, the newest only of those that
    wait: a large file takes seconds to be looked at again.
    """

    desk: Desk
    preparing: Preparing
    groups: Groups
    edit: Callable[[str, Work], None]

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="contacts import",
                usage="/sms contacts import",
                summary="Add many contacts from a CSV file",
                role=Role.BROADCASTER,
                run=self.command,
            ),
        )

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.action(Action.OPEN, Role.BROADCASTER, self.pressed)
        entrances.options(
            Action.ONE_GROUP, Role.BROADCASTER, offering(self.groups.groups_to_join, group_option)
        )
        for action in CHOICES:
            entrances.action(action, Role.BROADCASTER, self.changed)

    def command(self, visit: Visit, _text: str) -> None:
        """Open the form for the file."""
        self._open(visit, visit.channel_id)

    def pressed(self, visit: Visit) -> None:
        """Open the form for the file, from a button whose value is the channel it is about, if any."""
        self._open(visit, visit.channel_id or visit.value or None)

    def changed(self, visit: Visit) -> None:
        """Show what would be added with the columns as they are chosen now."""
        view_id = str(visit.view.get("id", ""))
        self.edit(view_id, lambda: self._redraw(visit, view_id))
        visit.ack()

    def columns_form(self, meta: ColumnsMeta, chosen: Chosen | None) -> Block:
        """Return the form for the columns, with what the file seems to hold where nothing is chosen yet.

        Raises :exc:`UserError` when the file cannot be used.
        """
        found = Chosen(self.preparing.guess(meta.file).columns) if chosen is None else chosen
        preview = self.preparing.preview(meta.file, self.choice(found))
        return form_view.choosing(preview, found, meta.channel)

    def choice(self, chosen: Chosen) -> Choice:
        """Return what was chosen, the group by its name."""
        value = chosen.group_value
        group = self.groups.group_to_join(value) or value if value else ""
        return Choice(chosen.columns, group, chosen.refusers)

    def _open(self, visit: Visit, channel: str | None) -> None:
        self.desk.open(visit, lambda: form_view.upload(Meta(channel)))
        visit.ack()

    def _redraw(self, visit: Visit, view_id: str) -> None:
        meta = visit.state(ColumnsMeta)
        try:
            view = self.columns_form(meta, form.chosen(visit.view))
        except UserError as error:
            view = not_possible(error.sentence)  # one step back the file can be given again
        self.desk.modals.update(view, view_id=view_id)
