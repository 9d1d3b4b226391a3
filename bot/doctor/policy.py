"""The policy file: mistakes, what it leaves open, and the channels it names."""

from collections.abc import Iterator
from typing import Final

from bot.access import Access, Membership, NobodyKnown
from bot.doctor.finding import Finding, look, ok, wrong
from bot.policy import reader
from bot.policy.notices import policy_notices
from bot.policy.reader import PolicyError
from bot.settings import Settings
from bot.slack.incoming.connect import SlackUnavailable, identify, web_client
from bot.slack.incoming.role_members import RoleMembers, places
from bot.slack.outgoing.channel_access import absence
from bot.slack.outgoing.shared_channels import closed_channels
from bot.slack.outgoing.users import Users

UNLESS_MEANT: Final = "Change it in the policy if that isn't meant."


def findings(found: Settings) -> Iterator[Finding]:
    """Look at the policy."""
    try:
        policy = reader.read(found.policy_file)
    except PolicyError as error:
        for mistake in str(error).splitlines():
            yield wrong("Policy", mistake, "Correct this line; the bot doesn't start with it.")
        return
    counts = ", ".join(f"{role} to {len(holders)}" for role, holders in policy.roles.items() if holders)
    where = found.policy_file.name if found.policy_file else "none"
    yield ok("Policy", f"{where}: {counts or 'no one has a role'}")
    client = web_client(found.slack_bot_token.get_secret_value(), found.slack_api_url)
    members: Membership = NobodyKnown()
    if named := places(policy.roles, (*policy.templates.writers, *policy.workflows.people)):
        try:
            members = known = RoleMembers(client, Users(client, identify(client).team_id), lambda: named)
            troubles = known.refresh()
        except SlackUnavailable:
            yield look("Roles", f"who is in {', '.join(sorted(named))} can't be looked up", "See Bot token.")
            return
        for trouble in troubles:
            yield wrong("Roles", trouble, "Correct the id in the policy, or invite the bot.")
    for notice in policy_notices(policy, Access("", lambda: policy.roles, members)):
        yield look("Roles and limits", notice, UNLESS_MEANT)
    for name, channel, lacks in (
        ("Approval channel", policy.approval.channel, "no one can be asked there"),
        ("Alerts channel", policy.alerts.channel, "alerts can't be posted there"),
    ):
        if channel:
            yield _channel(name, channel, absence(client, channel), lacks)
    for closed in closed_channels(client, policy.channels.shared, policy.approval.channel):
        yield look("Shared channels", closed, "Name it there if that is wanted.")


def _channel(name: str, channel: str, absent: str, lacks: str) -> Finding:
    """Tell whether the bot is in a channel the policy names, and what it ``lacks`` where it is ``absent``."""
    if absent:
        return wrong(name, absent, f"Invite the bot to {channel}: {lacks}.")
    return ok(name, f"the bot is in {channel}")
