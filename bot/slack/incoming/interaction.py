"""One arrival from Slack: who, where and what. Read from the payload once, here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from bot.access import Who
from bot.slack.incoming import metadata
from bot.slack.incoming.metadata import MetadataError, T

PERSON: Final = "person"
"""The input of every step of a workflow that names the person it acts for."""


class Ack(Protocol):
    """Bolt's acknowledgement, as far as listeners use it."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - Bolt's own signature
        """Answer Slack."""


@dataclass(frozen=True, slots=True)
class Interaction:
    """Who arrived, with what, and the way to acknowledge it. ``body`` is Slack's payload."""

    who: Who
    body: Mapping[str, Any] = field(repr=False)
    ack: Ack = field(repr=False)
    replaces: bool = False
    """Whether a modal it opens takes the place of the one it happened in."""

    @property
    def trigger_id(self) -> str:
        """The right to open one modal within three seconds; also what Slack repeats on redelivery."""
        return str(self.body.get("trigger_id", ""))

    @property
    def channel_id(self) -> str | None:
        """Where it happened; none for the Home tab, global shortcuts and modals, whatever a payload says.

        A command that runs in the place of a form happens where that was opened.
        """
        if self.view and not self.replaces:
            return None
        found = self.body.get("channel_id") or (self.body.get("channel") or {}).get("id")
        return str(found) if found else None

    @property
    def response_url(self) -> str:
        """The address to answer to; empty where Slack gives none."""
        return str(self.body.get("response_url", ""))

    @property
    def text(self) -> str:
        """What was typed behind a slash command."""
        return str(self.body.get("text", "")).strip()

    @property
    def line(self) -> str:
        """The whole slash command as it was typed; empty where nothing was typed behind it."""
        return f"{self.body.get('command', '')} {self.text}" if self.text else ""

    @property
    def view(self) -> Mapping[str, Any]:
        """The view it happened in; empty outside views."""
        view: Mapping[str, Any] = self.body.get("view") or {}
        return view

    @property
    def view_id(self) -> str:
        """The id of that view; empty outside views."""
        return str(self.view.get("id", ""))

    @property
    def private_metadata(self) -> str:
        """What the bot wrote into the view it happened in; empty outside views."""
        return str(self.view.get("private_metadata", ""))

    def state(self, cls: type[T]) -> T:
        """Return what the view it happened in carries along, as ``cls``, which wrote it.

        Raises :exc:`bot.slack.incoming.metadata.MetadataError` when this version of the bot did not write it.
        """
        return metadata.load(cls, self.private_metadata)

    @property
    def action(self) -> Mapping[str, Any]:
        """The first, and in practice only, action of a press or change."""
        actions = self.body.get("actions") or [{}]
        action: Mapping[str, Any] = actions[0]
        return action

    @property
    def acted_at(self) -> int:
        """When Slack had a press or change, in microseconds by its clock; 0 where it does not say."""
        seconds, _, rest = str(self.action.get("action_ts", "")).partition(".")
        figures = f"{seconds:.12}{rest:0<6.6}"
        return int(figures) if figures.isascii() and figures.isdecimal() else 0

    @property
    def value(self) -> str:
        """The value of the button pressed, or of what was chosen in an overflow menu."""
        chosen: Mapping[str, Any] = self.action.get("selected_option") or {}
        return str(self.action.get("value", "") or chosen.get("value", ""))

    @property
    def number(self) -> str:
        """The number (digits) a button stands for.

        Raises :exc:`bot.slack.incoming.metadata.MetadataError` where it stands for none, or no longer.
        """
        if not self.value.isdecimal():
            raise MetadataError("a button stands for no number")
        return self.value


def who_is(body: Mapping[str, Any]) -> Who:
    """Return the person a payload speaks of, and the workspace that person belongs to.

    Commands name them flat, interactions in ``user``, events in ``event``. Of a step of a workflow it is the
    person it is to act for: whoever built the workflow named them, so a role of theirs proves nothing yet.
    A payload without a person gives empty ids, which hold no role.
    """
    user = body.get("user")
    if isinstance(user, dict):
        team = user.get("team_id") or (body.get("team") or {}).get("id")
        return Who(str(user.get("id", "")), str(team or ""))
    event = body.get("event")
    if isinstance(event, dict):
        named = event.get("user", "") if "function" not in event else (event.get("inputs") or {}).get(PERSON)
        return Who(named if isinstance(named, str) else "", str(body.get("team_id", "")))
    return Who(str(body.get("user_id", "")), str(body.get("team_id", "")))
