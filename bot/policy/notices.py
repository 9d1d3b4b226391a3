"""What a policy leaves open or gives away, said once at the start."""

from collections.abc import Iterator

from bot.policy.model import Policy
from bot.slack.roles import EVERYBODY, Access, Role


def policy_notices(policy: Policy, access: Access) -> tuple[str, ...]:
    """Return sentences an administrator should read: none of them keeps the bot from starting.

    ``access`` is what the policy's roles come to, with those known to be in its groups and channels.
    """
    broadcasters = access.holders(Role.BROADCASTER)
    named = {each for role in (Role.BROADCASTER, Role.ADMIN) for each in policy.roles.get(role, ())}
    if not named:
        return ("Nobody may broadcast: the policy gives the role broadcaster to nobody.",)
    return (*_broadcasts(policy, broadcasters), *_approvals(policy, access))


def _broadcasts(policy: Policy, broadcasters: frozenset[str]) -> Iterator[str]:
    if not broadcasters:
        yield (
            "Nobody is known to be in the user groups and channels that may broadcast, so nobody may for now."
        )
    if EVERYBODY in broadcasters:
        yield "Everybody of the workspace may broadcast."
    if not policy.quiet_hours.windows:
        yield "There are no quiet hours: broadcasts go out at any time of day."


def _approvals(policy: Policy, access: Access) -> Iterator[str]:
    approval, approvers = policy.approval, access.holders(Role.APPROVER)
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
    if not access.all_known(Role.APPROVER):
        yield (
            "Not everybody who may approve is known: a user group or channel could not be read. Until it is, "
            "nobody counts as the only one, and nobody approves what is their own."
        )
    elif len(approvers) == 1 and EVERYBODY not in approvers:
        yield (
            f"Only one person may approve: {min(approvers)}. That person may approve their own broadcasts, "
            "because nobody else can."
        )
