"""What the page is told by whoever runs the bot: the sandbox itself knows nothing of bots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing somebody may type: the line itself, what may stand behind it, and what it is for."""

    line: str
    usage: str
    about: str


class Backstage(Protocol):
    """Knows the bot behind the page."""

    def suggestions(self, user_id: str) -> Sequence[Suggestion]:
        """Return what this person may type behind a command, in the order of the help."""

    def done(self) -> frozenset[str]:
        """Return the keys of the things to try that happened. May take a moment: call it on a thread."""


class Nobody:
    """Where no bot is known: nothing is suggested, and nothing counts as done."""

    def suggestions(self, _user_id: str) -> Sequence[Suggestion]:
        """Return nothing."""
        return ()

    def done(self) -> frozenset[str]:
        """Return nothing."""
        return frozenset()
