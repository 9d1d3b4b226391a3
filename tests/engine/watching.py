"""Jobs that can be watched from a test."""

import threading
import time
from collections.abc import Callable, Mapping

WAIT = 15.0


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for something that tells nobody when it happens, such as a row of another process."""
    deadline = time.monotonic() + WAIT
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < deadline
        pause.wait(0.02)


class Seen:
    """What the jobs of an engine were given, in the order they ran."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._args: list[Mapping[str, str]] = []
        self.let_go = threading.Event()
        self.let_go.set()

    def note(self, args: Mapping[str, str]) -> None:
        """Remember the arguments."""
        with self._changed:
            self._args.append(args)
            self._changed.notify_all()

    def fail(self, args: Mapping[str, str]) -> None:
        """Fail, quoting somebody."""
        self.note(args)
        raise ValueError("14155550100 said hello")

    def linger(self, args: Mapping[str, str]) -> None:
        """Run until let go."""
        self.note(args)
        self.let_go.wait(WAIT)

    def ids(self) -> list[str]:
        """Return the `id` of every job that ran and has one."""
        with self._changed:
            return [args["id"] for args in self._args if "id" in args]

    def times(self) -> list[str]:
        """Return the time of every clock job that ran."""
        with self._changed:
            return [args["at"] for args in self._args if "at" in args]

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait until something a job did makes `condition` true."""
        with self._changed:
            assert self._changed.wait_for(condition, WAIT)
