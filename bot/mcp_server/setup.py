"""Ties the tools together: the bot's database, and what asks Slack and SMS-iT and changes nothing."""

import hmac
from dataclasses import dataclass
from typing import Final

from bot.access import Access, Who
from bot.features.assistant.service import AssistantDrafts
from bot.features.contacts.directory import Directory
from bot.features.contacts.service import ContactBook
from bot.features.credits.service import Credits
from bot.features.do_not_text.service import DoNotText
from bot.features.history.service import History
from bot.features.permissions import Permissions
from bot.features.templates.service import TemplateService
from bot.mcp_server.contacts import ContactTools
from bot.mcp_server.drafts import DraftTools
from bot.mcp_server.lookups import LookupTools
from bot.mcp_server.policy import PolicyWatch
from bot.mcp_server.principal import Principal
from bot.mcp_server.record import KINDS, RecordTools
from bot.mcp_server.server import Tools
from bot.policy.file import PolicyFile
from bot.policy.in_force import PolicyInForce
from bot.policy.model import Policy
from bot.settings import Settings
from bot.slack.incoming.connect import identify, web_client
from bot.slack.incoming.role_members import RoleMembers, places
from bot.slack.outgoing.users import Users
from bot.slack.seals import Seals
from bot.smsit import ReadingClient
from bot.store.database import Database
from bot.texting.clock import Clock

PURPOSE: Final = b"assistant"
"""Seals made here open nothing in Slack, nor the other way round."""


@dataclass(frozen=True, slots=True)
class Made:
    """The tools, and what keeps the policy and the roles of groups and channels fresh."""

    tools: Tools
    members: RoleMembers
    policy: PolicyWatch


def make(settings: Settings, user_id: str, database: Database, clock: Clock) -> Made:
    """Build the tools for one person. Raises :exc:`SlackUnavailable` or :exc:`PolicyError`."""
    file = PolicyFile(settings.policy_file)
    in_force = PolicyInForce(file.read())
    policy = in_force.live
    principal, members = _principal(settings, policy, user_id)
    region, access = settings.default_region, principal.access
    smsit = ReadingClient(
        settings.smsit_api_key.get_secret_value(),
        base_url=settings.smsit_base_url,
        connect_timeout=settings.smsit_connect_timeout,
        read_timeout=settings.smsit_read_timeout,
        clock=clock,
    )
    book = ContactBook(smsit, database, region, lambda _who: principal.sees_numbers)
    seals = Seals(hmac.digest(settings.smsit_api_key.get_secret_value().encode(), PURPOSE, "sha256"), clock)
    contacts = ContactTools(principal, Directory(smsit, book, region), book, seals, region)
    permissions = Permissions(access, policy.colleagues, contacts=policy.contacts)
    record = History(database, permissions, KINDS, policy.contacts, region)
    drafts = DraftTools(
        principal, contacts, book, DoNotText(database, clock, region), AssistantDrafts(database, clock)
    )
    lookups = LookupTools(
        principal, TemplateService(database, access, policy.templates), Credits(smsit, database, clock)
    )
    watch = PolicyWatch(file, in_force, members.refresh)
    return Made(Tools(contacts, RecordTools(principal, record), lookups, drafts), members, watch)


def _principal(settings: Settings, policy: Policy, user_id: str) -> tuple[Principal, RoleMembers]:
    client = web_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    team_id = identify(client).team_id
    users = Users(client, team_id)
    members = RoleMembers(client, users, lambda: places(policy.roles, policy.templates.writers))
    access = Access(team_id, lambda: policy.roles, members, users)
    return Principal(Who(user_id, team_id), access, users, policy.contacts), members
