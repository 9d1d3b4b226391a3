"""What the app declared about itself; only that works, as in Slack."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from bot.sandbox.slack.model import Payload


class Manifest:
    """Reads an app manifest. Without one everything is allowed and no autocomplete is offered."""

    def __init__(self, payload: Payload | None) -> None:
        self.payload = payload

    @property
    def slash_commands(self) -> list[Payload]:
        """The declared commands: `command`, `description`, `usage_hint`, `should_escape`."""
        return list(self._at("features", "slash_commands") or [])

    @property
    def shortcuts(self) -> list[Payload]:
        """The declared shortcuts: `name`, `type` ("global" or "message"), `callback_id`, `description`."""
        return list(self._at("features", "shortcuts") or [])

    @property
    def functions(self) -> Payload:
        """The declared steps of workflows, by callback id; none where Slack would not offer them."""
        if not (self._at("settings", "org_deploy_enabled") and self.subscribes("function_executed")):
            return {}
        return dict(self._at("functions") or {})

    def has_command(self, command: str) -> bool:
        """Whether Slack would send this command to the app."""
        return self.payload is None or command in _column(self.slash_commands, "command")

    def escapes(self, command: str) -> bool:
        """Whether names and channels in the command's text arrive as `<@U…>` and `<#C…>`."""
        return any(row["command"] == command and row.get("should_escape") for row in self.slash_commands)

    def has_shortcut(self, callback_id: str, kind: str) -> bool:
        """Whether a shortcut of this kind ("global" or "message") was declared."""
        wanted = [row for row in self.shortcuts if row.get("type") == kind]
        return self.payload is None or callback_id in _column(wanted, "callback_id")

    def has_event(self, event: str) -> bool:
        """Whether the app is told of this event: named in the manifest, or there is no manifest."""
        return self.payload is None or self.subscribes(event)

    def subscribes(self, event: str) -> bool:
        """Whether the manifest names this bot event; never true without a manifest."""
        return event in (self._at("settings", "event_subscriptions", "bot_events") or [])

    def has_scope(self, scope: str) -> bool:
        """Whether the bot token carries this scope."""
        return self.payload is None or scope in self.scopes

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes of the bot token, as Slack names them with every answer; none without a manifest."""
        named = (self._at("oauth_config", "scopes", kind) or [] for kind in ("bot", "bot_optional"))
        return tuple(chain.from_iterable(named))

    def grants(self, scope: str) -> bool:
        """Whether the manifest names this scope; never true without a manifest."""
        return self.payload is not None and self.has_scope(scope)

    def _at(self, *path: str) -> Any:  # noqa: ANN401 - a place in a JSON document
        place: Any = self.payload or {}
        for step in path:
            place = place.get(step) or {}
        return place


def _column(rows: Iterable[Payload], key: str) -> set[object]:
    return {row.get(key) for row in rows}
