"""How Slack reaches the report on a text to a group, by SMS-iT's own id."""

from dataclasses import dataclass

from bot.access import Access, Role, Who
from bot.features.broadcast import elsewhere_view
from bot.features.broadcast.elsewhere import Elsewhere
from bot.features.broadcast.ids import FEATURE, Action
from bot.slack.commands import Verb
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.poster import Content
from bot.slack.visits import Visit


@dataclass(frozen=True, slots=True)
class GroupReports:
    """Shows the report to whoever asks, and has it followed in the channel when somebody wants that."""

    desk: Desk
    elsewhere: Elsewhere
    access: Access

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="status group",
                usage="/sms status group <id>",
                summary="What became of a text to a group, by the id in SMS-iT's own panel",
                role=Role.VIEWER,
                run=self.command,
            ),
        )

    def register(self, entrances: Entrances) -> None:
        """Register the listener."""
        entrances.action(Action.FOLLOW, Role.SENDER, self.follow)

    def command(self, visit: Visit, text: str) -> None:
        """Show the report on the id that was typed."""
        visit.ack()
        self.desk.answer(visit, lambda: self.report(text.removeprefix("#"), visit.who))

    def report(self, remote_id: str, who: Who) -> Content:
        """Return the report as this person may see it. Raises :exc:`UserError`."""
        may_follow = self.access.allows(who, Role.SENDER)
        return elsewhere_view.report(self.elsewhere.look(remote_id), may_follow=may_follow)

    def follow(self, visit: Visit) -> None:
        """Follow the one whose id the button carries, in the channel where it was pressed."""
        key = f"{FEATURE}.follow:{visit.trigger_id}"
        self.elsewhere.follow(key, visit.value, visit.who, visit.channel_id)
        visit.ack()
