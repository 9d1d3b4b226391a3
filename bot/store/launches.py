"""Whose attempt it is: its token begins with the process that made it, and with that process's launch."""

from typing import Final, Self
from uuid import uuid4

_LENGTH: Final = 32
_OF_LAUNCH: Final = 8


class Launch:
    """One launch of a process of the bot; `slot` is its number among the living, None before it has one.

    A slot is held by one process at a time. So who `outlives` whoever had it before, and not only found it
    lost, knows that attempts of earlier launches in it are over. Those of other slots are not its to judge.
    """

    def __init__(self, slot: int | None = None, *, outlives: bool = False) -> None:
        self._outlives = outlives
        self._slot = "" if slot is None else f"{slot:02x}-"
        self._own = self._slot and f"{self._slot}{uuid4().hex[:_OF_LAUNCH]}-"

    def or_else(self, other: Self) -> Self:
        """Return who this process is once it has the slot of `other`: the same one if it had that before."""
        return self if self._slot == other._slot else other

    def token(self) -> str:
        """Return a token for an attempt, up to 32 characters that no other attempt has."""
        return f"{self._own}{uuid4().hex}"[:_LENGTH]

    def outlived(self, token: str | None) -> bool:
        """Tell whether an attempt was made by an earlier launch in this slot, so that nobody is at it."""
        marked = bool(self._slot and token and token.startswith(self._slot))
        return self._outlives and marked and not (token or "").startswith(self._own)
