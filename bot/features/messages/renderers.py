"""What messages look like and where they are written, as far as whoever keeps them up to date needs it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from bot.policy.model import Approval
from bot.slack.blocks import kit
from bot.slack.outgoing.poster import Content, Posted
from bot.store.messages import Purpose
from bot.store.sends import Send, SendKind
from bot.texting import recurrence


class MessagePoster(Protocol):
    """Where messages are written."""

    def post(self, to: str, content: Content, *, thread_ts: str | None = None, key: str = "") -> Posted:
        """Post in a channel, in a thread there, or to a person. Raises :exc:`PosterError`."""

    def find(self, to: str, key: str, since: datetime, *, thread_ts: str | None = None) -> Posted | None:
        """Return where the message stands that was posted with a key; None where it cannot be found.

        Raises :exc:`PosterError`.
        """

    def update(self, where: Posted, content: Content) -> None:
        """Edit a message. Raises :exc:`PosterError`."""


Note = Callable[[Send], str]
"""Returns what else is to be said of a send in its message, in mrkdwn; nothing where there is nothing."""
Renderer = Callable[[Send], Content]
"""Returns a message of a send as it stands. It may read the database, and asks nobody else."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message, and where it belongs: in a channel, or (None) with a person.

    What is no news is not posted; it takes the place of what was.
    """

    content: Content
    channel: str | None
    user_id: str
    is_news: bool = True


SubjectRenderer = Callable[[str], Rendered | None]
"""Returns the message of something that is no send, by its id; None when it is gone. As :data:`Renderer`."""


def _no_subjects() -> Mapping[Purpose, SubjectRenderer]:
    return MappingProxyType({})


@dataclass(slots=True)
class Renderers:
    """How messages look: the main one by the kind of send, and the details in its thread.

    ``approval`` is posted in the channel that ``rules`` name; without one, none are asked for. ``subjects``
    draw the messages of what is no send. ``series`` draws the one of what repeats, whatever its kind, and
    ``notes`` are said in the main one of each.
    """

    main: Mapping[SendKind, Renderer]
    details: Mapping[SendKind, Renderer]
    approval: Renderer
    rules: Approval
    subjects: Mapping[Purpose, SubjectRenderer] = field(default_factory=_no_subjects)
    series: Renderer | None = None
    notes: tuple[Note, ...] = ()

    def content(self, send: Send, purpose: Purpose) -> Content:
        """Return the message of a send for one purpose, as it should be now."""
        match purpose:
            case Purpose.DETAILS:
                return self.details[send.kind](send)
            case Purpose.APPROVAL:
                return self.approval(send)
            case _:
                said = (note(send) for note in self.notes)
                return _with(self._main(send)(send), " ".join(filter(None, said)))

    def add(
        self,
        main: Mapping[SendKind, Renderer],
        details: Mapping[SendKind, Renderer],
        subjects: Mapping[Purpose, SubjectRenderer],
        approval: Renderer | None,
        series: Renderer | None = None,
        note: Note | None = None,
    ) -> None:
        """Draw the messages of one more feature. To be told before anything is drawn."""
        self.main = {**self.main, **main}
        self.details = {**self.details, **details}
        self.subjects = {**self.subjects, **subjects}
        self.approval = approval or self.approval
        self.series = series or self.series
        self.notes += () if note is None else (note,)

    def _main(self, send: Send) -> Renderer:
        if self.series is not None and recurrence.load(send.recurrence) is not None:
            return self.series
        return self.main[send.kind]


def _with(content: Content, note: str) -> Content:
    """Return a message with a note above its buttons; as it is where there is none."""
    if not note:
        return content
    *others, last = content.blocks
    before, behind = (others, [last]) if last["type"] == "actions" else ([*others, last], [])
    blocks = (*before, kit.context(f":warning: {note}"), *behind)
    return replace(content, text=f"{content.text} {note}", blocks=blocks)
