"""One thing that was looked at: how it is, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique


@unique
class State(StrEnum):
    """How something is."""

    OK = "ok"
    LOOK = "look"  # it works, and deserves a look
    WRONG = "wrong"  # the bot, or a part of it, does not work


@dataclass(frozen=True, slots=True)
class Finding:
    """``what`` was looked at and how it is; ``todo`` says what to do, and is empty where there is nothing.

    Of settings, ``origins`` are where each one came from, by its name.
    """

    name: str
    state: State
    what: str
    todo: str = ""
    origins: Mapping[str, str] = field(default_factory=dict)


def ok(name: str, what: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(name, State.OK, what)


def unknown(name: str, what: str, todo: str) -> Finding:
    """Return that something can't be seen from here, and what to do to be sure of it."""
    return Finding(name, State.OK, f"not known: {what}", todo)


def look(name: str, what: str, todo: str) -> Finding:
    """Return that something deserves a look."""
    return Finding(name, State.LOOK, what, todo)


def wrong(name: str, what: str, todo: str) -> Finding:
    """Return that something does not work."""
    return Finding(name, State.WRONG, what, todo)
