"""What a policy leaves open or gives away, said once at the start."""

from collections.abc import Iterator
from typing import Final

from bot.access import EVERYBODY, Access, Role
from bot.policy.model import Policy
from bot.texting import merge, segments

SAMPLE_CODE: Final = "94b87b"
"""As long as the codes SMS-iT makes; source: its API page."""


def policy_notices(policy: Policy, access: Access) -> tuple[str, ...]:
    """Return sentences an administrator should read: none of them keeps the bot from starting.

    ``access`` is what the policy's roles come to, with those known to be in its groups and channels.
    """
    return (*_bulk(policy, access), *_contacts(policy, access), *_codes(policy))


def _bulk(policy: Policy, access: Access) -> Iterator[str]:
    named = {each for role in (Role.BROADCASTER, Role.ADMIN) for each in policy.roles.get(role, ())}
    if not named:
        yield "Nobody may broadcast: the policy gives the role broadcaster to nobody."
        return
    yield from _broadcasts(policy, access.holders(Role.BROADCASTER))
    yield from _approvals(policy, access)


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


def _contacts(policy: Policy, access: Access) -> Iterator[str]:
    if EVERYBODY in access.holders(policy.contacts.full_numbers):
        yield "Everybody of the workspace sees the numbers of contacts in full."
    if EVERYBODY in access.holders(policy.contacts.export):
        yield "Everybody of the workspace may take contacts home as a file."


def _codes(policy: Policy) -> Iterator[str]:
    otp = policy.otp
    filled_in = merge.render(otp.text, {"Code": SAMPLE_CODE, "Minutes": str(otp.minutes)})
    weight = segments.measure(filled_in)
    takes = f"each code takes {weight.segments} credit{'s' * (weight.segments != 1)}"
    if weight.unicode:
        forcing = weight.forcing[0].name
        yield f"The text of one-time codes holds a character ({forcing}) that makes it Unicode: {takes}."
    elif weight.segments > 1:
        yield f"The text of one-time codes needs more than one segment: {takes}."
