"""What a feature brings: how it is reached, what runs for it, and how its messages look."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType
from typing import Protocol

from bot.access import Role, Who
from bot.engine.port import Job
from bot.features.messages.renderers import Note, Renderer, SubjectRenderer
from bot.slack.blocks.kit import Block
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.background import Background
from bot.store.looks import Look
from bot.store.messages import Purpose
from bot.store.sends import SendKind


class Listeners(Protocol):
    """How Slack reaches a feature."""

    def register(self, registry: Registry) -> None:
        """Register the listeners."""


class Stage(IntEnum):
    """When in a tick of the clock a part runs. Parts of one stage run in the order of the features."""

    DUE = 1
    """What goes out or lapses at its time: nothing that takes long may come before it."""
    REPORTS = 2
    """Attempts cut off become unknown, messages are drawn, and SMS-iT is asked what became of texts."""
    CUT_OFF = 3
    """What a feature makes of attempts that were cut off, once those are known."""
    LOOKED_UP = 4
    """What SMS-iT has to be asked about further: it may take long."""
    FIGURES = 5
    """What counts up the outcomes of all that came before."""
    DRAWN = 6
    """The messages that all this made out of date."""


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What the clock does for a feature every few seconds. The name is for the log.

    Where ``due`` finds nothing in the database it is left out; without one it always runs.
    """

    stage: Stage
    name: str
    run: Callable[[], object]
    due: Look | None = None


@dataclass(frozen=True, slots=True)
class Clockwork:
    """A job with a schedule of its own, once for all processes or in each of them.

    Once for all: ``schedule`` is cron's, of six fields, seconds first, in UTC. In each: the seconds between
    two runs. The name stays for ever. ``at_start`` are the threads it runs on once when the bot starts,
    because its time may have passed while nobody was running; none where the next time is soon enough.
    """

    name: str
    run: Job
    schedule: str | float
    at_start: Background | None = None


@dataclass(frozen=True, slots=True)
class HomeButton:
    """A button of the Home tab, for people with this role; its listener asks for the role again.

    One that ``opens`` something goes into the menu where there are too many buttons.
    """

    role: Role
    button: Block
    opens: Callable[[Interaction], None] | None = None


class HomeSection(IntEnum):
    """The sections of the Home tab, in order. Parts of one section stand in the order of the features."""

    NEEDS_YOU = 1
    SCHEDULED = 2
    TODAY = 3
    BALANCE = 4
    RECENT = 5


@dataclass(frozen=True, slots=True)
class HomePart:
    """What stands in a section of the Home tab of one person, by what they may do; nothing leaves it out.

    It is drawn from the store: it may read the database, and asks nobody else.
    """

    section: HomeSection
    draw: Callable[[Who], Sequence[Block]]


def _no_sends() -> Mapping[SendKind, Renderer]:
    return MappingProxyType({})


def _no_subjects() -> Mapping[Purpose, SubjectRenderer]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Renderers:
    """How the messages of a feature look: of its kinds of sends, main and details, and of what is no send.

    ``approval`` draws the request to the approvers, whatever the kind, and ``series`` what is kept here and
    repeats: one feature brings each. ``note`` is what else is to be said of a send in its message (mrkdwn),
    if anything.
    """

    main: Mapping[SendKind, Renderer] = field(default_factory=_no_sends)
    details: Mapping[SendKind, Renderer] = field(default_factory=_no_sends)
    subjects: Mapping[Purpose, SubjectRenderer] = field(default_factory=_no_subjects)
    approval: Renderer | None = None
    series: Renderer | None = None
    note: Note | None = None


def _no_jobs() -> Mapping[str, Job]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """All that a feature brings.

    ``verbs`` are its rows of the command table, ``jobs`` what the engine runs, by names that stay for ever;
    those of ``clockwork`` run by themselves, and are not among the ``jobs`` again.
    ``forget`` runs once a day and forgets what is older than it is kept for; ``stop`` has leave off what
    would keep the process waiting.
    """

    verbs: tuple[Verb, ...] = ()
    listeners: tuple[Listeners, ...] = ()
    jobs: Mapping[str, Job] = field(default_factory=_no_jobs)
    clockwork: tuple[Clockwork, ...] = ()
    upkeep: tuple[Upkeep, ...] = ()
    renderers: Renderers = field(default_factory=Renderers)
    home: tuple[HomeButton, ...] = ()
    home_parts: tuple[HomePart, ...] = ()
    forget: tuple[Callable[[], object], ...] = ()
    stop: tuple[Callable[[], object], ...] = ()


def upkeep(
    stage: Stage, parts: Mapping[str, Callable[[], object]], due: Look | Mapping[str, Look] | None = None
) -> tuple[Upkeep, ...]:
    """Return parts of one stage, in the order given. ``due`` is of all of them, or of each by its name."""
    if due is None or isinstance(due, Look):
        return tuple(Upkeep(stage, name, run, due) for name, run in parts.items())
    return tuple(Upkeep(stage, name, run, due.get(name)) for name, run in parts.items())
