"""The app's manifest, made of :mod:`bot.slack.surface`, as a document and as YAML with remarks. Pure.

Source: docs.slack.dev, reference/app-manifest.
"""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from bot.slack import surface

NAME: Final = "SMS-iT"
LONGEST_NAME: Final = 35
ENDPOINT: Final = "/slack/events"
LONG_DESCRIPTION: Final = (
    "Send a text message to a customer without leaving Slack, and watch the delivery report arrive in the "
    "channel where you started. You always review before sending: who gets it, how many credits it costs "
    "and what will be left. Schedule texts for later. Verify callers with a one-time code, find and add "
    "contacts, and book appointments. Works with your own SMS-iT account and numbers."
)
REDIRECT: Final = "/slack/oauth_redirect"
"""Where Slack sends the browser of whoever installed the app."""
FUNCTION_EXECUTED: Final = "function_executed"
REMOVED: Final = ("app_uninstalled", "tokens_revoked")
"""Events that say that a workspace has the app no more."""

Document = Mapping[str, Any]
Remarks = Mapping[tuple[str, ...], str]
"""What is said behind a key or an element of a list, by the way to it."""

REMARKS: Final[Remarks] = MappingProxyType(
    {
        ("features", "app_home", "messages_tab_enabled"): (
            "the bot writes there when it isn't in the channel where a text was started"
        ),
        ("features", "app_home", "messages_tab_read_only_enabled"): "it doesn't read what people type to it",
        ("oauth_config", "scopes", "bot_optional"): surface.WITHOUT_OPTIONAL,
        **{
            ("oauth_config", "scopes", "bot_optional" if each.optional else "bot", each.name): each.what_for
            for each in surface.SCOPES
        },
        **{
            ("settings", "event_subscriptions", "bot_events", name): what_for
            for name, what_for in surface.EVENTS.items()
        },
        ("functions",): (
            "steps for Workflow Builder, which need a paid plan of Slack. Without one, leave out this part, "
            "function_executed and function_runtime, and set org_deploy_enabled to false: all else works"
        ),
        ("settings", "event_subscriptions", "bot_events", FUNCTION_EXECUTED): "a workflow came to a step",
        ("settings", "org_deploy_enabled"): "Slack wants it for steps; the bot works in single workspaces",
        ("settings", "token_rotation_enabled"): "its tokens don't expire, and the bot renews none",
    }
)
_PLAIN: Final = re.compile(r"[A-Za-z/_](?:[^:#\n]|:(?=\S))*(?<!\s)")
"""What YAML takes for a text without quotation marks."""
_WORDS: Final = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_WIDTH: Final = 108


def manifest(name: str = NAME, http: str = "", *, oauth: bool = False) -> Document:
    """Return the manifest. With ``http``, the bot's public address, Slack sends requests there.

    With ``oauth`` too, the app can be installed in several workspaces, and the bot hears when it is removed.
    """
    place = http.rstrip("/").removesuffix(ENDPOINT)
    address = f"{place}{ENDPOINT}" if http else ""
    events = [*surface.EVENTS, *([FUNCTION_EXECUTED] if surface.FUNCTIONS else [])]
    events += REMOVED if oauth else ()
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {
            "name": name,
            "description": "Text your customers from Slack, and review the cost before you send.",
            "long_description": LONG_DESCRIPTION,
            "background_color": "#0b5c57",
        },
        "features": _features(name, address),
        **_functions(),
        "oauth_config": {
            **({"redirect_urls": [f"{place}{REDIRECT}"]} if oauth else {}),
            "scopes": {
                "bot": list(surface.NEEDED),
                "bot_optional": list(surface.OPTIONAL),
            },
        },
        "settings": {
            "event_subscriptions": _given({"request_url": address, "bot_events": events}),
            "interactivity": _given(
                {"is_enabled": True, "request_url": address, "message_menu_options_url": address}
            ),
            "org_deploy_enabled": bool(surface.FUNCTIONS),
            "socket_mode_enabled": not address,
            "token_rotation_enabled": False,
            **({"function_runtime": "remote"} if surface.FUNCTIONS else {}),
        },
    }


def as_yaml(document: Document, remarks: Remarks = REMARKS) -> str:
    """Return a manifest as YAML, with a remark behind what has one."""
    return "\n".join(_lines(document, remarks, (), "")) + "\n"


def _features(name: str, address: str) -> Document:
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": True,
        },
        "bot_user": {"display_name": name, "always_online": True},
        "slash_commands": [
            _given(
                {
                    "command": each.name,
                    "url": address,
                    "description": each.description,
                    "usage_hint": each.hint,
                    "should_escape": False,
                }
            )
            for each in surface.COMMANDS
        ],
        "shortcuts": [
            {
                "name": each.name,
                "type": each.type,
                "callback_id": each.callback_id,
                "description": each.description,
            }
            for each in surface.SHORTCUTS
        ],
    }


def _functions() -> Document:
    found = {callback_id: dict(each) for callback_id, each in surface.FUNCTIONS.items()}
    return {"functions": found} if found else {}


def _given(values: Document) -> Document:
    """Leave out what is empty."""
    return {key: value for key, value in values.items() if value != ""}


def _lines(value: Document, remarks: Remarks, path: tuple[str, ...], indent: str) -> Iterator[str]:
    for key, each in value.items():
        at = (*path, key)
        behind = f" # {remarks[at]}" if at in remarks else ""
        match each:
            case Mapping() if each:
                yield f"{indent}{_scalar(key)}:{behind}"
                yield from _lines(each, remarks, at, f"{indent}  ")
            case list() if each:
                yield f"{indent}{_scalar(key)}:{behind}"
                yield from _elements(each, remarks, at, f"{indent}  ")
            case str() if len(each) > _WIDTH:
                yield f"{indent}{_scalar(key)}: >-{behind}"
                yield from textwrap.wrap(
                    each, _WIDTH, initial_indent=f"{indent}  ", subsequent_indent=f"{indent}  "
                )
            case _:
                yield f"{indent}{_scalar(key)}: {_scalar(each)}{behind}"


def _elements(value: Sequence[Any], remarks: Remarks, path: tuple[str, ...], indent: str) -> Iterator[str]:
    for each in value:
        if isinstance(each, Mapping):
            first, *others = _lines(each, remarks, path, "")
            yield f"{indent}- {first}"
            yield from (f"{indent}  {line}" for line in others)
        else:
            at = (*path, str(each))
            yield f"{indent}- {_scalar(each)}" + (f" # {remarks[at]}" if at in remarks else "")


def _scalar(value: object) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)
