"""How Slack reaches the buttons of a request to approve."""

from dataclasses import dataclass
from typing import Final

from bot.access import Role
from bot.features.approvals import views
from bot.features.approvals.ids import REASON_BLOCK, Action, Modal
from bot.features.approvals.service import Approvals
from bot.features.approvals.views import Round
from bot.slack import metadata
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.forms import FieldErrors, State
from bot.slack.kit import Block
from bot.slack.visits import Visit

NO_REASON: Final = "Write a few words, so that whoever asked knows what to change."


@dataclass(frozen=True, slots=True)
class Approving:
    """Takes what approvers decide."""

    desk: Desk
    approvals: Approvals

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.action(Action.APPROVE, Role.APPROVER, self.approve)
        entrances.action(Action.REJECT, Role.APPROVER, self.ask_why)
        entrances.action(Action.VIEW, Role.APPROVER, self.view)
        entrances.submission(Modal.REJECT, Role.APPROVER, self.reject)

    def approve(self, visit: Visit) -> None:
        """Let a send go on its way."""
        about = metadata.load(Round, visit.value)
        self.approvals.approve(about.send_id, visit.who, about.number)
        visit.ack()

    def ask_why(self, visit: Visit) -> None:
        """Ask for the reason of a rejection, while there is something to reject."""
        about = metadata.load(Round, visit.value)
        self.desk.open(visit, lambda: self._rejection(about))
        visit.ack()

    def reject(self, visit: Visit) -> None:
        """End a send that waits, for the reason given."""
        about = visit.state(Round)
        reason = State.of(visit.view).text(REASON_BLOCK)
        if not reason:
            raise FieldErrors({REASON_BLOCK: NO_REASON})
        self.approvals.reject(about.send_id, visit.who, about.number, reason)
        visit.ack(response_action="clear")

    def view(self, visit: Visit) -> None:
        """Show what would go out to whoever may approve it."""
        self.desk.open(visit, lambda: views.whole_text(self.approvals.text(visit.value)))
        visit.ack()

    def _rejection(self, about: Round) -> Block:
        self.approvals.must_wait(about.send_id, about.number)
        return views.rejection(about)
