"""What a press on a batch is about, and by which buttons it is stopped and set going."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from bot.access import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRef(ABC):
    """What a press on a batch is about: which one, and how often it had been set going by then."""

    wave: int

    @property
    @abstractmethod
    def batch_id(self) -> str:
        """Which one."""


@dataclass(frozen=True, slots=True)
class Buttons:
    """The buttons of one kind of batch, by their action ids, and what they carry. ``noun`` names the kind.

    ``may_stop`` is the role that pausing and cancelling takes at least, ``may_go_on`` that of going on. The
    button that cancels carries the id alone where ``cancel_by_id``.
    """

    noun: str
    pause: str
    resume: str
    cancel: str
    may_stop: Role
    may_go_on: Role
    ref: type[BatchRef]
    cancel_by_id: bool = False
