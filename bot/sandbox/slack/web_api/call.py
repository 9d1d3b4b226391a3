"""One Web API method and the arguments of one call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.sandbox.slack.model import Channel, Member, Payload
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.state import State

Arguments: TypeAlias = Mapping[str, Any]
Handler: TypeAlias = Callable[[State, Arguments], Payload]


@dataclass(frozen=True, slots=True)
class Method:
    """What runs, and what the bot token must be allowed to do (None: nothing special)."""

    run: Handler
    scope: str | None = None


def flag(arguments: Arguments, name: str) -> bool:
    """Give a yes/no argument in any of the forms Slack takes: true, 1, "1", "true"."""
    return str(arguments.get(name, "")).lower() in {"1", "true"}


def required(arguments: Arguments, name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Give the argument, or a refusal with `invalid_arguments` that names it."""
    value = arguments.get(name)
    if value in {None, ""} if isinstance(value, str | None) else False:
        raise Refusal("invalid_arguments", [f"[ERROR] missing required field: {name}"])
    return value


def visible_channel(state: State, arguments: Arguments) -> Channel:
    """Give the channel of the call. Refuses with `channel_not_found`."""
    channel = state.channels.get(str(arguments.get("channel", "")))
    if channel is None:
        raise Refusal("channel_not_found")
    return channel


def known_member(state: State, user_id: object) -> Member:
    """Give the member of this id. Refuses with `user_not_found`."""
    member = state.member(str(user_id))
    if member is None:
        raise Refusal("user_not_found")
    return member


def page(arguments: Arguments, rows: list[Any], default: int = 100) -> tuple[list[Any], Payload]:
    """One page of a list, and the `response_metadata` that leads on. Refuses with `invalid_cursor`."""
    cursor = str(arguments.get("cursor") or "0")
    if not cursor.isdecimal():
        raise Refusal("invalid_cursor")
    start, size = int(cursor), int(arguments.get("limit") or default)
    following = str(start + size) if start + size < len(rows) else ""
    return rows[start : start + size], {"next_cursor": following}
