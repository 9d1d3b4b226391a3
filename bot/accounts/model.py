"""The accounts there are: which workspace each belongs to, and for which channels and people it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One SMS-iT account in one workspace, with records, a policy and settings of its own.

    ``key`` names it for the bot and for good, ``name`` for people. ``workspace``, ``channels`` and ``people``
    are Slack's ids. It is the ``default`` of whoever is listed nowhere, and who ``was_alone`` owns what the
    bot showed in that workspace before there were several.
    """

    key: str
    name: str
    workspace: str
    settings: Path
    channels: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    default: bool = False
    was_alone: bool = False


@dataclass(frozen=True, slots=True)
class Accounts:
    """All accounts, in the order in which they are named."""

    all: tuple[Account, ...]

    def __iter__(self) -> Iterator[Account]:
        return iter(self.all)

    def of(self, workspace: str) -> tuple[Account, ...]:
        """Return those of one workspace."""
        return tuple(each for each in self.all if each.workspace == workspace)

    def find(self, key: str) -> Account | None:
        """Return the account of this key, if there is one."""
        return next((each for each in self.all if each.key == key), None)

    @property
    def workspaces(self) -> frozenset[str]:
        """The workspaces that have an account: no other may have the app."""
        return frozenset(each.workspace for each in self.all)
