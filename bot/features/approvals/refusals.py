"""Why somebody cannot decide about a request, and who can, as mrkdwn. Pure."""

from collections.abc import Collection
from typing import Final

from bot.access import EVERYBODY
from bot.errors import UserError
from bot.store.approvals import ApprovalRequest, Decision
from bot.store.sends import Send
from bot.store.states import SendState

GONE: Final = "This request no longer exists, so nothing was decided."
OLDER: Final = "Decide on the newer request below: this one has changed since. Nothing was decided."
OTHERWISE: Final = (
    "Ask <@{asker}> to request approval again: the text no longer matches this request. Nothing was decided."
)
LAPSED: Final = "This request has expired, so nothing was sent. <@{asker}> can request approval again."
OWN: Final = "You can't approve your own request."
BY_THEM: Final = "You can't approve this, because you changed it or requested it again."
NOT_OWN: Final = "You can't reject your own request. Cancel it instead."
NOT_BY_THEM: Final = (
    "You can't reject this, because you changed it or requested it again. Cancel it instead, if you may."
)
NAMED: Final = 3
"""Approvers who are named at most."""


class Older(UserError):  # noqa: N818 - reads as what it is where it is caught
    """The request a person decides about was asked for anew since."""

    def __init__(self) -> None:
        super().__init__(OLDER)


def ask_another(approvers: Collection[str], besides: Collection[str]) -> str:
    """Return a sentence that names who else may approve, a few of them where there are many."""
    known = sorted({*approvers} - {*besides, EVERYBODY})
    if not known:
        return "Ask another approver."
    some = [f"<@{each}>" for each in known[:NAMED]]
    if len(known) > NAMED or EVERYBODY in approvers:
        some.append("another approver")
    return f"Ask {' or '.join(filter(None, (', '.join(some[:-1]), some[-1])))}."


def over(send: Send, asked: ApprovalRequest) -> str:
    """Return why there is nothing to decide about a request that no longer waits."""
    if asked.decision in {Decision.APPROVED, Decision.REJECTED}:
        return f"<@{asked.decided_by}> has already {asked.decision} this."
    if send.state is SendState.CANCELLED:
        by = f"<@{send.decided_by}> cancelled this" if send.decided_by else "This was cancelled"
        return f"{by}, so there's nothing left to decide."
    return LAPSED.format(asker=send.user_id)
