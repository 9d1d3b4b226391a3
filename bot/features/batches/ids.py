"""Which batch a press is about, and by which buttons it is stopped and set going."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.access import Role


@dataclass(frozen=True, slots=True)
class BatchRef:
    """What a press on a batch is about: which one, and how often it had been set going by then."""

    batch_id: str
    wave: int


@dataclass(frozen=True, slots=True)
class Buttons:
    """The buttons of one kind of batch, by their action ids, and how what they carry is read.

    ``may_stop`` is the role that pausing and cancelling takes at least, ``may_go_on`` that of going on.
    ``to_cancel`` reads the id of the batch from the button that cancels it.
    """

    pause: str
    resume: str
    cancel: str
    may_stop: Role
    may_go_on: Role
    ref: Callable[[str], BatchRef]
    to_cancel: Callable[[str], str]
