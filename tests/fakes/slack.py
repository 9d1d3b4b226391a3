"""Slack: what is acknowledged, answered, opened, registered and uploaded there, in memory."""

import threading
from collections.abc import Callable
from copy import copy
from typing import Any, NamedTuple

from bot.access import Role
from bot.errors import TooBusy, UserError
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks.kit import Block
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import USE, Kind, Listener, Registration
from bot.slack.outgoing.poster import Content, Posted
from bot.slack.outgoing.posting_errors import PosterError
from bot.texting.tables.uploads import UploadedFile
from tests.features.samples import words_in


class FakeAcks:
    """Remembers every acknowledgement."""

    def __init__(self) -> None:
        self.given: list[dict[str, Any]] = []

    def __call__(self, **answer: object) -> None:
        self.given.append(answer)


class FakeReplies:
    """Remembers the answers to one person."""

    def __init__(self) -> None:
        self.contents: list[Content] = []

    @property
    def texts(self) -> list[str]:
        return [content.text for content in self.contents]

    def send(self, interaction: Interaction, content: Content) -> None:
        self.contents.append(content)

    later = refuse = refuse_later = send


class FakeBackground:
    """A background that does not wait; ``is_busy`` when it has too much to do."""

    is_busy = False

    def run(self, work: Callable[[], object]) -> None:
        if self.is_busy:
            raise TooBusy
        work()

    def hand_on(self, work: Callable[[], object]) -> None:
        work()


class FakeModals:
    """Takes what modals show, and refuses what Slack would refuse.

    Modals that are ``closed`` cannot be changed; ``not_there`` is how many changes come before the modal is.
    """

    def __init__(self) -> None:
        self.newest: Block = {}
        """What was opened or drawn last, wherever."""
        self.opened: list[Block] = []
        self.updates: list[tuple[str, Block]] = []
        self.closed: set[str] = set()
        self.not_there = 0
        self.is_updated = threading.Event()

    def open(self, trigger_id: str, view: Block, *, inside: bool = False) -> str:
        assert trigger_id
        del inside  # where it goes is Slack's business
        assert problems_in_view(view) == []
        self.opened.append(view)
        self.newest = view
        return f"V{len(self.opened)}"

    def update(self, view: Block, *, view_id: str = "", external_id: str = "") -> bool:
        name = view_id or external_id
        assert name
        assert not external_id or view["external_id"] == external_id
        assert problems_in_view(view) == []
        if name in self.closed:
            return False
        if self.not_there:
            self.not_there -= 1
            return False
        self.updates.append((name, view))
        self.newest = view
        self.is_updated.set()
        return True

    @property
    def shown(self) -> list[Block]:
        """Everything that was drawn over another view."""
        return [view for _name, view in self.updates]

    @property
    def last(self) -> Block:
        """What was drawn last over another view."""
        return self.updates[-1][1]

    def drawn(self, view_id: str) -> list[str]:
        """The words of everything drawn into a view."""
        return [words_in(view) for name, view in self.updates if name == view_id]


class FakeResponder:
    """Does at once what listeners hand over, and remembers it."""

    def __init__(self) -> None:
        self.modals = FakeModals()
        self.replies = FakeReplies()
        self.opened = self.modals.opened
        self.edited: list[Block] = []
        self.left = 0

    def open(self, _interaction: Interaction, view: Callable[[], Block]) -> None:
        self.opened.append(view())

    def show(self, interaction: Interaction, view: Block) -> str:
        return self.modals.open(interaction.trigger_id, view)

    def later(self, _interaction: Interaction, work: Callable[[], object]) -> None:
        work()

    look_up = later

    def fill(self, _interaction: Interaction, view_id: str, view: Block) -> None:
        self.modals.update(view, view_id=view_id)

    def edit(self, _interaction: Interaction, view: Callable[[], Block]) -> None:
        self.edited.append(view())

    def leave(self, _interaction: Interaction) -> None:
        self.left += 1


class FakeRegistry:
    """Remembers what was registered, by whom it may be used and what listens."""

    def __init__(self) -> None:
        self.registered: list[Registration] = []
        self._listeners: dict[tuple[Kind, str], Listener] = {}
        self._to = USE

    def to(self, purpose: str) -> "FakeRegistry":
        same = copy(self)
        same._to = purpose
        return same

    @property
    def roles(self) -> dict[str, Role]:
        return {each.id: each.role for each in self.registered}

    def ids(self, *roles: Role) -> set[str]:
        """The ids registered for these roles, each behind how it comes in: ``action sms.new``."""
        return {f"{each.kind.name.lower()} {each.id}" for each in self.registered if each.role in roles}

    def listener(self, kind: Kind, name: str) -> Listener:
        return self._listeners[kind, name]

    def command(self, name: str, role: Role, listener: Listener) -> None:
        self._register(Kind.COMMAND, name, role, listener)

    def action(self, name: str, role: Role, listener: Listener) -> None:
        self._register(Kind.ACTION, name, role, listener)

    def submission(self, name: str, role: Role, listener: Listener) -> None:
        self._register(Kind.SUBMISSION, name, role, listener)

    def options(self, name: str, role: Role, listener: Listener) -> None:
        self._register(Kind.OPTIONS, name, role, listener)

    def shortcut(self, name: str, role: Role, listener: Listener) -> None:
        self._register(Kind.SHORTCUT, name, role, listener)

    def event(self, name: str, role: Role, listener: Listener) -> None:
        self._register(Kind.EVENT, name, role, listener)

    def step(
        self, name: str, role: Role, listener: Listener, fail: Callable[[Interaction, str], None]
    ) -> None:
        self._register(Kind.STEP, name, role, listener)

    def _register(self, kind: Kind, name: str, role: Role, listener: Listener) -> None:
        self.registered.append(Registration(kind, name, role, self._to))
        self._listeners[kind, name] = listener


class Upload(NamedTuple):
    """A file that was handed to Slack."""

    channel: str
    thread_ts: str | None
    content: bytes
    name: str
    comment: str


class FakeFiles:
    """Holds the files people uploaded by their address, and takes files and the messages they stand under.

    What is taken has no comment unless ``comments``; ``refuse`` is raised instead of taking a file.
    """

    def __init__(self, *, comments: bool = False) -> None:
        self.files: dict[str, bytes] = {}
        self.downloads = 0
        self.uploads: list[Upload] = []
        self.posts: list[tuple[str, str]] = []
        self.refuse: PosterError | None = None
        self._comments = comments

    def download(self, file: UploadedFile) -> bytes:
        self.downloads += 1
        found = self.files.get(file.id)
        if found is None:
            raise UserError("Upload the file again, or paste the rows: Slack didn't hand it over.")
        return found

    def upload(
        self, channel: str, name: str, content: bytes, comment: str, *, thread_ts: str | None = None
    ) -> None:
        if self.refuse is not None:
            raise self.refuse
        assert name.endswith(".csv")
        assert self._comments or not comment
        self.uploads.append(Upload(channel, thread_ts, content, name, comment))

    def post(self, to: str, content: Content) -> Posted:
        self.posts.append((to, content.text))
        return Posted(f"D{to[1:]}", "7.7")
