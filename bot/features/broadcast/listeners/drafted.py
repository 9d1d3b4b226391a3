"""How Slack reaches a broadcast that an assistant drafted: by the usual confirmation, counted anew."""

from dataclasses import dataclass

from bot.access import Role
from bot.features.assistant.service import AssistantDraft
from bot.features.broadcast import pace
from bot.features.broadcast.ids import FEATURE
from bot.features.broadcast.listeners.confirmation import COUNTING, ConfirmationListeners
from bot.features.broadcast.request import Request
from bot.features.permissions import Permissions
from bot.features.sends.submission import Submission
from bot.slack.blocks.kit import Block
from bot.slack.blocks.waiting_view import waiting
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing.loading_view import ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.store.assistant_drafts import send_key
from bot.texting.schedules import When


@dataclass(frozen=True, slots=True)
class DraftedBroadcasts:
    """Shows what a draft would send, to be confirmed as any broadcast is."""

    responder: Responder
    permissions: Permissions
    confirmation: ConfirmationListeners

    def review(self, interaction: Interaction, draft: AssistantDraft) -> None:
        """Open a waiting view at once, and put the confirmation in its place."""
        self.permissions.require_role(interaction.who, Role.BROADCASTER, "send a broadcast")
        confirmation, who = self.confirmation, interaction.who

        def find(key: str, report: ReportProgress) -> Block:
            zone = confirmation.users.zone(who.user_id)
            submission = Submission(self._request(draft), who, None, send_key(draft.id, key), zone)
            return confirmation.found_out(submission, report)

        confirmation.loading.open(self.responder, interaction, FEATURE, waiting(COUNTING), find)

    def _request(self, draft: AssistantDraft) -> Request:
        senders = self.confirmation.account.senders
        sender, alpha_sender = senders.behind(senders.numbers[0])
        return Request(
            group=draft.name or "",
            message=draft.body or "",
            sender=sender,
            alpha_sender=alpha_sender,
            rotate=False,
            throttle=pace.USUAL,
            when=When.NOW,
            at=None,
        )
