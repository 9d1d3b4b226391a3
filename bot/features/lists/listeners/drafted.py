"""How Slack reaches a list that an assistant drafted: by the usual confirmation, read and looked at anew."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.access import Role
from bot.errors import UserError
from bot.features.assistant.service import AssistantDraft, load
from bot.features.audiences.service import Choice
from bot.features.lists.ids import FEATURE
from bot.features.lists.request import DRAFTED, Request
from bot.features.permissions import Permissions
from bot.features.sends.account import Account
from bot.features.sends.service import GONE
from bot.features.sends.submission import Submission
from bot.slack.blocks.kit import Block
from bot.slack.blocks.waiting_view import waiting
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.store.assistant_drafts import send_key

READING = "Reading the list …"


@dataclass(frozen=True, slots=True)
class DraftedLists:
    """Shows what a draft would send. ``confirmation`` makes the one of any list."""

    responder: Responder
    loading: LoadingView
    permissions: Permissions
    confirmation: Callable[[Submission[Request], ReportProgress], Block]
    users: Users
    account: Account

    def review(self, interaction: Interaction, draft: AssistantDraft) -> None:
        """Open a waiting view at once, and put the confirmation in its place."""
        self.permissions.require_role(interaction.who, Role.BROADCASTER, "text a list")
        who = interaction.who

        def find(key: str, report: ReportProgress) -> Block:
            zone = self.users.zone(who.user_id)
            asked = Submission(self._request(draft), who, None, send_key(draft.id, key), zone)
            return self.confirmation(asked, report)

        self.loading.open(self.responder, interaction, FEATURE, waiting(READING), find)

    def _request(self, draft: AssistantDraft) -> Request:
        if draft.listed is None:  # somebody on it was erased
            raise UserError(GONE)
        listed, senders = load(draft.listed), self.account.senders
        sender, alpha_sender = senders.behind(senders.numbers[0])
        return Request(
            file=None,
            pasted="",
            message=draft.body or "",
            sender=sender,
            alpha_sender=alpha_sender,
            at=None,
            people=None if listed.search is None else Choice(listed.search),
            called=DRAFTED,
            drafted=None if listed.search is not None else listed,
        )
