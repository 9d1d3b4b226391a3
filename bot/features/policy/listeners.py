"""How Slack reaches the policy: it is looked at there, and changed in its file."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.access import Role
from bot.features.policy import views
from bot.features.policy.service import Shown
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing.responder import Responder


@dataclass(frozen=True, slots=True)
class PolicyListeners:
    """Shows the policy in force. ``zone`` is for where Slack shows no times."""

    responder: Responder
    shown: Callable[[], Shown]
    zone: ZoneInfo

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="policy",
                usage="/sms policy",
                summary="See the policy in force, and its latest changes",
                role=Role.ADMIN,
                to="see the policy",
                run=self.command,
                alone=True,
            ),
        )

    def command(self, interaction: Interaction, _rest: str) -> None:
        """Open it."""
        self.responder.open(interaction, lambda: views.policy(self.shown(), self.zone))
        interaction.ack()
