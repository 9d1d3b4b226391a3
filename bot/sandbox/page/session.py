"""One browser tab: who sits at it, what they look at, and the way their deeds reach the workspace."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

from nicegui import run

from bot.sandbox.page.guide import Guide, Preparation
from bot.sandbox.page.names import WorkspaceNames
from bot.sandbox.slack.client_checks import NotSubmitted
from bot.sandbox.slack.model import Answer, Channel, Member, Message
from bot.sandbox.slack.people import FRONT_DESK, MAYA

if TYPE_CHECKING:
    from bot.sandbox.slack.person import Person
    from bot.sandbox.slack.workspace import Workspace
    from bot.sandbox.smsit.account import Account

T = TypeVar("T")
HOME = "home"
NOTICE_SECONDS = 20.0
NO_COMMAND, FAILED = "{what} is not a valid command.", "{what} failed with the error “{error}”."
"""Slack's own sentences."""


class Office(Protocol):
    """What the page needs of a sandbox."""

    @property
    def slack(self) -> Workspace:
        """The pretend Slack."""

    @property
    def smsit(self) -> Account:
        """The pretend SMS-iT."""


class Panel(StrEnum):
    """What stands at the right."""

    NONE = ""
    GUIDE = "Things to try"
    THREAD = "Thread"
    PHONE = "Customers' phones"
    WORKFLOW = "Workflow steps"
    INSPECTOR = "Traffic inspector"


@dataclass(slots=True)
class Session:
    """The state of one tab. Changing it and calling `changed` draws the page again."""

    office: Office
    guide: Guide
    user: str = MAYA
    place: str = FRONT_DESK
    panel: Panel = Panel.NONE
    thread_ts: str = ""
    notice: str = ""
    """One sentence above the composer about the last thing that went wrong."""
    notice_ends: float = 0.0
    """When it goes by itself, by the monotonic clock."""
    draft: str = ""
    """A line to put into the composer; the composer takes it."""
    turn: int = 0
    """Rises with every change of this tab's own state, as the workspace's version does for the rest."""
    read: dict[tuple[str, str], str] = field(default_factory=dict)
    """(person, channel) to the `ts` of the last message they had on the screen."""
    dismissed: set[tuple[str, str]] = field(default_factory=set)

    @property
    def workspace(self) -> Workspace:
        """The pretend Slack."""
        return self.office.slack

    @property
    def person(self) -> Person:
        """The driver of whoever sits here."""
        return self.workspace.person(self.user)

    @property
    def member(self) -> Member:
        """Whoever sits here."""
        return self.workspace.people[self.user]

    @property
    def names(self) -> WorkspaceNames:
        """Names as this person reads them."""
        return WorkspaceNames(self.workspace, self.member.timezone)

    @property
    def channel(self) -> Channel | None:
        """The channel on the screen; None on the Home tab."""
        return self.workspace.channels.get(self.place)

    @property
    def thread(self) -> Message | None:
        """The message whose thread is open, if it still exists."""
        return self.workspace.messages.find(self.place, self.thread_ts) if self.thread_ts else None

    def changed(self) -> None:
        """Say that this tab's own state changed."""
        self.turn += 1

    def show(self, panel: Panel, thread_ts: str = "") -> None:
        """Put a panel at the right, or take away the one that stands there already."""
        same = panel is self.panel and thread_ts == self.thread_ts
        self.panel = Panel.NONE if same else panel
        self.thread_ts = "" if same else thread_ts
        self.changed()

    def shut(self) -> None:
        """Take the panel at the right away; the things to try are not offered any more then."""
        if self.panel is Panel.GUIDE:
            self.guide.is_new = False
        self.show(self.panel, self.thread_ts)

    def prepare(self, way: Preparation) -> None:
        """Do what a button of the things to try prepares."""
        if way.fault:
            self.guide.arm(way.fault)
        self.become(way.user)
        self.go(way.place)
        self.draft = way.line
        self.changed()

    def go(self, place: str) -> None:
        """Look at another channel, or the Home tab."""
        self.place = place
        self.hush()
        if self.panel is Panel.THREAD:
            self.panel, self.thread_ts = Panel.NONE, ""
        self.changed()

    def become(self, user: str) -> None:
        """Let another person sit down; they stay in the same channel when they may see it."""
        self.user = user
        channel = self.channel
        if self.place != HOME and (channel is None or user not in channel.members):
            self.go(next(iter(self.channels()), HOME))
        self.hush()
        self.changed()

    def hush(self) -> None:
        """Take the notice away."""
        if self.notice:
            self.notice = ""
            self.changed()

    def let_notice_end(self, now: float) -> None:
        """Take the notice away when its time is over; `now` is of the monotonic clock."""
        if now >= self.notice_ends:
            self.hush()

    def channels(self) -> list[str]:
        """Return the ids of the channels this person is in, direct messages aside."""
        everywhere = self.workspace.channels.values()
        return [each.id for each in everywhere if not each.is_im and self.user in each.members]

    async def act(self, what: str, deed: Callable[[], T]) -> T | None:
        """Do a deed in a thread of its own, since it waits for the bot; tell what went wrong in `notice`.

        Gives None when it could not be done.
        """
        self.hush()
        try:
            result = await run.io_bound(deed)
        except NotSubmitted:
            raise
        except LookupError:
            self.tell(f"{what} is no longer there: the message or form has changed.")
            return None
        except ValueError as problem:
            self.tell(f"{what}: {problem}")
            return None
        if isinstance(result, Answer) and result.error:
            sentence = NO_COMMAND if result.error == "invalid_command" else FAILED
            self.tell(sentence.format(what=what, error=result.error))
        return result

    def tell(self, sentence: str, now: float | None = None) -> None:
        """Show a notice for a while; `now` is of the monotonic clock."""
        self.notice = sentence
        self.notice_ends = (time.monotonic() if now is None else now) + NOTICE_SECONDS
        self.changed()
