"""What Slack is told of the app: its commands, shortcuts and events, its scopes and what needs them.

This is the one place for all of it. Listeners register themselves by these names, `doctor` looks for these
scopes, and the manifest is made of this (:mod:`bot.slack.manifest`). Tests compare it with every listener and
every call of the Web API in the code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import Final

from bot.slack import workflow_functions


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command, as Slack's composer shows it."""

    name: str
    description: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut: ``global``, or of a ``message``."""

    callback_id: str
    type: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Scope:
    """A scope: what it is for, and in the words of `doctor` what doesn't work without it."""

    name: str
    what_for: str
    without: str = ""
    optional: bool = False
    """Whether Slack lets whoever installs the app leave it out."""


SMS: Final = Command(
    "/sms",
    "Text a customer",
    "[number or name] [message] · otp · contacts · appointment · list · scheduled · help",
)
BROADCAST: Final = Command("/sms-broadcast", "Text everyone in a contact group", "[group]")
CREDITS: Final = Command("/sms-credits", "See your SMS and voice credits")
OTP: Final = Command("/sms-otp", "Verify a caller with a one-time code", "[number or name] · verify")
STATUS: Final = Command("/sms-status", "See whether a text arrived", "[number or id]")
COMMANDS: Final = (SMS, BROADCAST, CREDITS, OTP, STATUS)

SEND_TEXT: Final = Shortcut("send_text", "global", "Send a text", "Text a customer")
TEXT_THIS: Final = Shortcut(
    "text_this", "message", "Text this to…", "Text the words of this message to a customer"
)
SHORTCUTS: Final = (SEND_TEXT, TEXT_THIS)

HOME_OPENED: Final = "app_home_opened"
EVENTS: Final[Mapping[str, str]] = MappingProxyType({HOME_OPENED: "draws the Home tab; needs no scope"})
"""Events, and what each is for."""

FUNCTIONS: Final = workflow_functions.FUNCTIONS
"""Steps for Workflow Builder: what stands in the manifest under ``functions``, by callback id.

With the first one the manifest also says that the bot runs them, and has Slack send ``function_executed``.
"""

SCOPES: Final = (
    Scope("commands", "the slash commands and both shortcuts", "slash commands and shortcuts"),
    Scope(
        "chat:write",
        "one message per text, edited in place; also to a person, where the bot is in no channel",
        "messages about texts",
    ),
    Scope(
        "users:read",
        "time zones, to show times in; who is a person and who an app; names of mentioned people",
        "time zones, and who is a guest",
    ),
    Scope("files:read", "a list of numbers or contacts uploaded in a form", "lists and contacts from files"),
    Scope(
        "files:write",
        "the result of a list or an import, in its thread or to who asked; contacts as a file",
        "result files and exports",
    ),
    Scope(
        "usergroups:read",
        "roles given to user groups by the policy file; names of mentioned groups",
        "roles given to user groups",
    ),
    Scope(
        "channels:read",
        "roles given to everyone in a channel by the policy file; names of mentioned channels",
        "roles given to channels, and which channels are shared",
    ),
    Scope("groups:read", "the same for private channels the bot is in", "the same for private channels"),
    Scope(
        "channels:history",
        "finds the bot's own message again when Slack's answer to it got lost",
        optional=True,
    ),
    Scope("groups:history", "the same in private channels the bot is in", optional=True),
    Scope("im:history", "the same in direct messages with the bot", optional=True),
    Scope("im:write", "which conversation that is", optional=True),
)
WITHOUT_OPTIONAL: Final = (
    "without them a message whose answer got lost is posted a second time, and the first one says so"
)

NEEDED: Final[Mapping[str, str]] = MappingProxyType(
    {each.name: each.without for each in SCOPES if not each.optional}
)
"""Scopes, and what doesn't work without each."""
OPTIONAL: Final = tuple(each.name for each in SCOPES if each.optional)
"""Without these a message whose answer from Slack got lost is posted twice."""

_READ_CHANNELS: Final = ("channels:read", "groups:read")
_READ_MESSAGES: Final = ("channels:history", "groups:history", "im:history")
CALLS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "apps_connections_open": (),  # by the app token's connections:write
        "auth_revoke": (),
        "auth_test": (),
        "chat_getPermalink": (),
        "chat_postEphemeral": ("chat:write",),
        "chat_postMessage": ("chat:write",),
        "chat_update": ("chat:write",),
        "conversations_history": _READ_MESSAGES,
        "conversations_info": _READ_CHANNELS,
        "conversations_list": _READ_CHANNELS,
        "conversations_members": _READ_CHANNELS,
        "conversations_open": ("im:write",),
        "conversations_replies": _READ_MESSAGES,
        "files_info": ("files:read",),
        "files_upload_v2": ("files:write",),
        "functions_completeError": (),
        "functions_completeSuccess": (),
        "usergroups_list": ("usergroups:read",),
        "usergroups_users_list": ("usergroups:read",),
        "users_info": ("users:read",),
        "users_list": ("users:read",),
        "views_open": (),
        "views_publish": (),
        "views_push": (),
        "views_update": (),
    }
)
"""Every method of Slack's SDK that the bot calls, with its scopes. Source: docs.slack.dev, methods."""
OTHERWISE: Final = ("commands", "files:read")
"""Scopes for what is no call of a method: being typed to, and fetching a file by its address."""


def used_scopes() -> frozenset[str]:
    """Return the scopes that something in the bot needs."""
    return frozenset(chain(OTHERWISE, *CALLS.values()))
