"""The policy file: mistakes, what it leaves open, and the channels it names."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Final

from bot.access import Access
from bot.doctor.finding import Finding, look, ok, wrong
from bot.policy import reader
from bot.policy.model import Policy
from bot.policy.notices import policy_notices
from bot.policy.reader import PolicyError
from bot.settings import Settings
from bot.slack.incoming.connect import Client, SlackUnavailable, identify, web_client
from bot.slack.incoming.role_members import RoleMembers, places
from bot.slack.outgoing.channel_access import Absent, standing
from bot.slack.outgoing.shared_channels import UnlistedError, closed_channels
from bot.slack.outgoing.users import Users
from bot.standing import Membership, NobodyKnown

UNREADABLE: Final = "Check POLICY_FILE, and that file; the bot doesn't start with it."
SHARED: Final = "Shared channels"
UNLESS_MEANT: Final = "Change it in the policy if that isn't meant."
LACKS: Final[Mapping[str, str]] = {
    "approval": "no one can be asked there",
    "alerts": "alerts can't be posted there",
    "birthdays": "no one sees there which birthday texts go out",
}
"""By the section of the policy that names a channel: what is missing while the bot can't post there."""


def findings(found: Settings, *, has_app: bool = True) -> Iterator[Finding]:
    """Look at the policy; in Slack only where its workspace has the app."""
    try:
        policy = reader.read(found.policy_file)
    except PolicyError as error:
        todo = UNREADABLE if error.line is None else "Correct this line; the bot doesn't start with it."
        for mistake in str(error).splitlines():
            yield wrong("Policy", mistake, todo)
        return
    counts = ", ".join(f"{role} to {len(holders)}" for role, holders in policy.roles.items() if holders)
    where = found.policy_file.name if found.policy_file else "none"
    yield ok("Policy", f"{where}: {counts or 'no one has a role'}")
    if not has_app:
        yield from _notices(policy, NobodyKnown())
        return
    client = web_client(found.slack_bot_token.get_secret_value(), found.slack_api_url)
    yield from _roles(client, policy)
    for section, channel in channels(policy).items():
        yield _channel(client, section, channel, is_named=channel in policy.channels.shared)
    yield from _shared_channels(client, policy)


def _shared_channels(client: Client, policy: Policy) -> Iterator[Finding]:
    try:
        closed = closed_channels(client, policy.channels.shared)
    except UnlistedError:
        yield look(
            SHARED,
            "which are shared with other organisations can't be looked up",
            "See Bot token and Scopes.",
        )
        return
    if closed:
        yield look(SHARED, closed, "Name it there if that is wanted.")


def channels(policy: Policy) -> dict[str, str]:
    """Return the channels in which the policy has something posted, by the section that names each."""
    named = {each.name: getattr(getattr(policy, each.name), "channel", None) for each in fields(policy)}
    return {section: channel for section, channel in named.items() if channel}


def _roles(client: Client, policy: Policy) -> Iterator[Finding]:
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
    yield from _notices(policy, members)


def _notices(policy: Policy, members: Membership) -> Iterator[Finding]:
    for notice in policy_notices(policy, Access("", lambda: policy.roles, members)):
        yield look("Roles and limits", notice, UNLESS_MEANT)


def _channel(client: Client, section: str, channel: str, *, is_named: bool) -> Finding:
    """Tell whether the bot can post in a channel that a section of the policy names."""
    name, lacks = f"{section.capitalize()} channel", LACKS[section]
    found = standing(client, channel)
    if found.absent is Absent.UNKNOWN:
        return look(name, found.said, f"See Bot token and Scopes. Until the bot is there, {lacks}.")
    if found.absent is Absent.YES:
        return wrong(name, found.said, f"Invite the bot to {channel}: {lacks}.")
    if found.is_shared and not is_named:
        told = f"{channel} is shared with another organisation, so nothing about people is posted there"
        todo = f"Name another channel, or this one as shared in [channels]: {lacks}."
        return wrong(name, told, todo)
    return ok(name, f"the bot is in {channel}")
