"""What a policy leaves open or gives away, said once at the start."""

from collections.abc import Iterator
from typing import Final

from bot.access import EVERYBODY, Access, Role
from bot.policy.model import Alerts, Policy, Workflows
from bot.texting import merge, segments

SAMPLE_CODE: Final = "94b87b"
"""As long as the codes SMS-iT makes; source: its API page."""


def policy_notices(policy: Policy, access: Access) -> tuple[str, ...]:
    """Return sentences an administrator should read: none of them keeps the bot from starting.

    ``access`` is what the policy's roles come to, with those known to be in its groups and channels.
    """
    return (
        *_bulk(policy, access),
        *_contacts(policy, access),
        *_codes(policy),
        *_templates(policy, access),
        *_alerts(policy.alerts),
        *_workflows(policy.workflows),
    )


def _bulk(policy: Policy, access: Access) -> Iterator[str]:
    named = {each for role in (Role.BROADCASTER, Role.ADMIN) for each in policy.roles.get(role, ())}
    if not named:
        yield "No one can broadcast: give someone the broadcaster role in [roles]."
        return
    yield from _broadcasts(policy, access.holders(Role.BROADCASTER))
    yield from _approvals(policy, access)


def _broadcasts(policy: Policy, broadcasters: frozenset[str]) -> Iterator[str]:
    if not broadcasters:
        yield (
            "No one can broadcast yet: the user groups and channels with the broadcaster role have no known "
            "members."
        )
    if EVERYBODY in broadcasters:
        yield "Everyone in the workspace can broadcast."
    if not policy.quiet_hours.windows:
        yield "No quiet hours are set: broadcasts can go out at any time of day."


def _approvals(policy: Policy, access: Access) -> Iterator[str]:
    approval, approvers = policy.approval, access.holders(Role.APPROVER)
    if approval.channel is None:
        yield "No broadcast needs approval: [approval] has no channel."
        return
    if approval.people is None and approval.credits is None:
        yield "Only recurring broadcasts need approval: [approval] sets no number of people or credits."
    if not approvers:
        yield (
            "No one can approve yet: the user groups and channels with the approver role have no known "
            "members. Requests will wait."
        )
    if not access.all_known(Role.APPROVER):
        yield ("Some approvers are unknown: a user group or channel with the approver role couldn't be read.")
    elif len(approvers) == 1 and EVERYBODY not in approvers:
        yield f"Only one person can approve: {min(approvers)}. {_by_one(access)}"


def _by_one(access: Access) -> str:
    """Return what becomes of the broadcasts of somebody who alone can approve."""
    if access.all_named(Role.APPROVER):
        return "They can approve their own broadcasts, because no one else can."
    return (
        "They can't approve their own broadcasts, because others may join the user group or channel that has "
        "the role: those wait, unless [roles] gives it to people only."
    )


def _contacts(policy: Policy, access: Access) -> Iterator[str]:
    if EVERYBODY in access.holders(policy.contacts.full_numbers):
        yield "Everyone in the workspace can see contacts' full numbers."
    if EVERYBODY in access.holders(policy.contacts.export):
        yield "Everyone in the workspace can export contacts."


def _codes(policy: Policy) -> Iterator[str]:
    otp = policy.otp
    filled_in = merge.render(otp.text, {"Code": SAMPLE_CODE, "Minutes": str(otp.minutes)})
    weight = segments.measure(filled_in)
    takes = f"each code takes {weight.segments} credit{'s' * (weight.segments != 1)}"
    if weight.unicode:
        forcing = weight.forcing[0].name
        yield f"The one-time code text contains a Unicode character ({forcing}), so {takes}."
    elif weight.segments > 1:
        yield f"The one-time code text is longer than one segment, so {takes}."


def _templates(policy: Policy, access: Access) -> Iterator[str]:
    rules = policy.templates
    if EVERYBODY in rules.writers:
        yield "Everyone in the workspace can write templates."
    if not rules.writers:
        yield "No one can write templates: [templates] names no writers."
    if rules.approval and not access.holders(Role.APPROVER):
        yield "No template can be approved: no one is known to have the approver role."
    if rules.broadcasts_only and not rules.approval:
        yield "Broadcasts and lists use templates only, and templates need no approval."


def _alerts(alerts: Alerts) -> Iterator[str]:
    watched = (alerts.balance_below, alerts.balance_days, alerts.failed_percent, alerts.approval_hours)
    if alerts.channel and not (alerts.bot or alerts.weekly_digest or any(watched)):
        yield "Nothing is watched: [alerts] names a channel and nothing to tell there."


def _workflows(workflows: Workflows) -> Iterator[str]:
    if workflows.people:
        what = "a template" if workflows.templates_only else "anything"
        yield f"Anyone who builds workflows can text contacts {what} in the name of those in [workflows]."
