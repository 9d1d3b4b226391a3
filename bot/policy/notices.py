"""What a policy leaves open or gives away, said once at the start."""

from collections.abc import Callable, Iterator

from bot.policy.model import Policy
from bot.slack.roles import EVERYBODY, Role

Holders = Callable[[Role], frozenset[str]]
"""Gives the ids of those known to hold a role, `EVERYBODY` among them when everybody does."""


def policy_notices(policy: Policy, holders: Holders) -> tuple[str, ...]:
    """Return sentences an administrator should read: none of them keeps the bot from starting."""
    broadcasters = holders(Role.BROADCASTER)
    named = {each for role in (Role.BROADCASTER, Role.ADMIN) for each in policy.roles.get(role, ())}
    if not named:
        return ("Nobody may broadcast: the policy gives the role broadcaster to nobody.",)
    return (*_broadcasts(policy, broadcasters), *_approvals(policy, holders(Role.APPROVER)))


def _broadcasts(policy: Policy, broadcasters: frozenset[str]) -> Iterator[str]:
    if not broadcasters:
        yield (
            "Nobody is known to be in the user groups and channels that may broadcast, so nobody may for now."
        )
    if EVERYBODY in broadcasters:
        yield "Everybody of the workspace may broadcast."
    if not policy.quiet_hours.windows:
        yield "There are no quiet hours: broadcasts go out at any time of day."


def _approvals(policy: Policy, approvers: frozenset[str]) -> Iterator[str]:
    approval = policy.approval
    if approval.channel is None:
        yield "No approvals are asked for: whoever may broadcast needs no second person."
        return
    if approval.people is None and approval.credits is None:
        yield "Only recurring broadcasts ask for approval: [approval] sets no number of people or credits."
    if not approvers:
        yield (
            "Nobody is known to be in the user groups and channels that may approve, so what needs an "
            "approval waits."
        )
    if len(approvers) == 1 and EVERYBODY not in approvers:
        yield (
            f"Only one person may approve: {min(approvers)}. That person may approve their own broadcasts, "
            "because nobody else can."
        )
