"""What ids are called, for whoever reads the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from bot.sandbox.slack.workspace import Workspace


class Names(Protocol):
    """Turns ids into words, and instants into the reader's own time."""

    def person(self, user_id: str) -> str:
        """Return the name shown for a member."""

    def channel(self, channel_id: str) -> str:
        """Return the channel's name, without the hash sign."""

    def group(self, group_id: str) -> str:
        """Return a user group's handle, without the at sign."""

    def local(self, instant: datetime) -> datetime:
        """Return the instant in the reader's time zone."""


@dataclass(frozen=True, slots=True)
class WorkspaceNames:
    """The names of one workspace, in the time zone of one of its people."""

    workspace: Workspace
    timezone: str

    def person(self, user_id: str) -> str:
        """Return the member's real name, or the id when nobody has it."""
        member = self.workspace.member(user_id)
        return member.real_name if member else user_id

    def channel(self, channel_id: str) -> str:
        """Return the channel's name, or the id when there is none."""
        channel = self.workspace.channels.get(channel_id)
        return channel.name if channel else channel_id

    def group(self, group_id: str) -> str:
        """Return the user group's handle, or the id when there is none."""
        group = self.workspace.user_groups.get(group_id)
        return group.handle if group else group_id

    def local(self, instant: datetime) -> datetime:
        """Return the instant on the reader's clock."""
        return instant.astimezone(ZoneInfo(self.timezone))
