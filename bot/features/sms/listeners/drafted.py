"""How Slack reaches a text that an assistant drafted: by the usual confirmation, looked at anew."""

from dataclasses import dataclass
from typing import Final

from bot.errors import UserError
from bot.features.assistant.service import AssistantDraft
from bot.features.sends.account import Account
from bot.features.sends.submission import Submission
from bot.features.sms.ids import FEATURE
from bot.features.sms.request import Request
from bot.features.sms.service import TextService
from bot.features.sms.views import confirmation as confirmation_view
from bot.slack.blocks.kit import Block
from bot.slack.blocks.waiting_view import waiting
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.store.assistant_drafts import send_key
from bot.texting import phones
from bot.texting.clock import Clock
from bot.texting.phones import PhoneError
from bot.texting.schedules import ONCE, When

LOOKING: Final = "Looking up the contact and the balance …"


@dataclass(frozen=True, slots=True)
class DraftedTexts:
    """Shows what a draft would send, to be confirmed as any text is."""

    responder: Responder
    loading: LoadingView
    text_service: TextService
    users: Users
    account: Account
    clock: Clock

    def review(self, interaction: Interaction, draft: AssistantDraft) -> None:
        """Open a waiting view at once, and put the confirmation in its place."""

        def find(key: str, _report: ReportProgress) -> Block:
            zone = self.users.zone(interaction.who.user_id)
            submission = Submission(
                self._request(draft), interaction.who, None, send_key(draft.id, key), zone
            )
            preview = self.text_service.check(submission)
            return confirmation_view.confirmation(preview, account_zone=self.account.zone, now=self.clock())

        self.loading.open(self.responder, interaction, FEATURE, waiting(LOOKING), find)

    def _request(self, draft: AssistantDraft) -> Request:
        sender, alpha_sender = self.account.senders.behind(self.account.senders.numbers[0])
        try:
            to = phones.from_digits(draft.number)
        except PhoneError as error:
            raise UserError(error.sentence) from None
        return Request(
            to=to,
            message=draft.body or "",
            sender=sender,
            alpha_sender=alpha_sender,
            when=When.NOW,
            at=None,
            repeat=ONCE,
            every=1,
            until=None,
            is_typed=draft.is_typed,
        )
