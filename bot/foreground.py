"""Whoever Slack waits for goes first.

Python runs one thread at a time, so work that can wait gets in the way of an answer that cannot. Such work
asks here before it begins, and between two portions: it waits while somebody is being answered, but never
long, so that it gets on however much is going on. One for the process, as there is one interpreter.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_changed = threading.Condition()
_answering = 0
_unfinished = 0
_own = threading.local()

Call = Callable[[], object]


class answering:  # noqa: N801 - reads as a function where it is used; a generator takes three times as long
    """Marks this thread as one that answers Slack until the end of the block, when the answer has left.

    What the thread puts off until afterwards is done at the end. Within another one of the same thread it is
    part of that. Where the end is no end of a block, :meth:`begin` and :meth:`end` are called.
    """

    __slots__ = ("_later",)

    def __init__(self) -> None:
        self._later: list[Call] | None = None

    def __enter__(self) -> None:
        self.begin()

    def __exit__(self, *_raised: object) -> None:
        self.end()

    def begin(self) -> None:
        """Mark this thread."""
        global _answering, _unfinished  # noqa: PLW0603 -- one for the process
        if getattr(_own, "later", None) is not None:
            return
        self._later = _own.later = []
        with _changed:
            _answering += 1
            _unfinished += 1

    def end(self) -> None:
        """Take the mark off, and do what was put off."""
        global _answering, _unfinished  # noqa: PLW0603 -- as above
        later, self._later = self._later, None
        if later is None:
            return
        _own.later = None
        with _changed:
            _answering -= 1
            if not _answering:
                _changed.notify_all()
        try:
            for call in later:
                call()
        finally:
            with _changed:
                _unfinished -= 1


def is_quiet() -> bool:
    """Tell whether nobody is being answered, and nothing that was put off until afterwards is left."""
    return not _unfinished


@contextmanager
def waiting() -> Iterator[None]:
    """Mark that a thread that answers Slack waits for the network: meanwhile nobody is in its way."""
    global _answering  # noqa: PLW0603 -- as above
    if getattr(_own, "later", None) is None:
        yield
        return
    with _changed:
        _answering -= 1
        if not _answering:
            _changed.notify_all()
    try:
        yield
    finally:
        with _changed:
            _answering += 1


def after_answer(call: Call) -> None:
    """Make a call once this thread has its answer for Slack; straight away when it is not answering.

    It must be quick and raise nothing.
    """
    later: list[Call] | None = getattr(_own, "later", None)
    if later is None:
        call()
    else:
        later.append(call)


def give_way(seconds: float) -> None:
    """Wait while anybody is being answered, at most so long. Not for a thread that answers itself."""
    if _answering:
        with _changed:
            _changed.wait_for(lambda: not _answering, seconds)
