"""How Slack reaches the birthdays of a week."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.access import Access, Role, Who
from bot.features.birthdays.ids import FEATURE
from bot.features.birthdays.service import Birthdays
from bot.features.birthdays.views import week as views
from bot.features.contacts.service import LinkedAction, offered
from bot.slack.blocks.kit import Block
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.texting.clock import Clock


@dataclass(frozen=True, slots=True)
class BirthdayListeners:
    """Shows birthdays, and what will be sent by itself.

    ``beside_one`` are the buttons beside a contact, of which the first texts them.
    """

    responder: Responder
    loading: LoadingView
    birthdays: Birthdays
    access: Access
    users: Users
    clock: Clock
    beside_one: Sequence[LinkedAction]

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="birthdays",
                usage="/sms birthdays",
                summary="Birthdays in the next seven days, each with Text",
                role=Role.VIEWER,
                run=self.command,
            ),
        )

    def command(self, interaction: Interaction, _text: str) -> None:
        """Open a waiting view, and read the contacts on a thread that may take minutes."""
        who = interaction.who

        def find(_key: str, report: ReportProgress) -> Block:
            return self._week(who, report)

        self.loading.open(self.responder, interaction, FEATURE, views.waiting(), find)

    def _week(self, who: Who, report: ReportProgress) -> Block:
        today = self.clock().astimezone(self.users.zone(who.user_id)).date()
        found = self.birthdays.from_day(today, who, lambda count: report(views.read(count)))
        text = next(iter(offered(self.beside_one[:1], self.access.roles(who))), None)
        return views.week(found, text)
