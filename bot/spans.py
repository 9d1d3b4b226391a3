"""Spans: what is done for somebody, step by step, for whoever records how long each step took.

A span is opened around what arrives from Slack, a job, the drawing of a message and the reading of a report;
calls are told once they have ended. Without a recorder that costs one look, and no library is loaded for it:
:mod:`bot.tracing` brings one. What is told are words of ours, methods, results and ids: never anything of
people, or what they wrote.
"""

from contextlib import AbstractContextManager
from enum import StrEnum
from typing import Final, Protocol, Self


class Step(StrEnum):
    """The kinds of span."""

    ARRIVAL = "arrival"
    """Something from Slack, until its acknowledgement: the first span of all that is done for it."""
    JOB = "job"
    WORK = "work"


class Span(Protocol):
    """One step that is under way."""

    def note(self, **words: str) -> None:
        """Note something about it, such as its result."""


class Recorder(Protocol):
    """Records spans, quickly and without raising anything."""

    def span(self, step: Step, name: str, subject: str) -> AbstractContextManager[Span]:
        """Record a step until the end of the block, inside the one this thread is at."""

    def note(self, **words: str) -> None:
        """Note something about the step this thread is at."""

    def called(self, name: str, result: str, seconds: float) -> None:
        """Record a call that ended now."""


class _Nothing:
    """A step nobody records."""

    def note(self, **_words: str) -> None:
        """Note nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave alone what was raised."""


NOTHING: Final = _Nothing()


class _Installed:
    """The recorder of this process: one, as there is one log."""

    recorder: Recorder | None = None


def install(recorder: Recorder | None) -> None:
    """Have everything recorded from now on, or with None nothing any more."""
    _Installed.recorder = recorder


def span(step: Step, name: str, subject: str = "") -> AbstractContextManager[Span]:
    """Give a span until the end of the block; one that an exception ends failed.

    ``subject`` is the id of what it is about, such as a send: steps that no request of Slack's is known for
    are recorded with the others about it.
    """
    recorder = _Installed.recorder
    return NOTHING if recorder is None else recorder.span(step, name, subject)


def note(**words: str) -> None:
    """Note something about the step this thread is at, if anybody records it."""
    if _Installed.recorder is not None:
        _Installed.recorder.note(**words)


def called(name: str, result: str, seconds: float) -> None:
    """Tell of a call that ended now: a service's name and its method, what came of it, and its seconds."""
    if _Installed.recorder is not None:
        _Installed.recorder.called(name, result, seconds)
