"""Where a process may be killed, put around the product from outside: nothing of it stands in the bot.

A process passes *points*: before and after each commit, each call of SMS-iT, each call of Slack, and as a
payload arrives and is acknowledged. A point is named for what is done there, and by whom. An armed trap kills
the process, as ``kill -9`` does, when it passes one point for the nth time, or stops it as SIGTERM does.
"""

import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from functools import wraps
from types import FrameType
from typing import Any, Final

from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.web.base_client import BaseClient
from sqlalchemy.engine.default import DefaultDialect

from bot.slack.incoming import connect
from bot.smsit.transport import Transport

BEFORE, AFTER = "before", "after"
_BY_CLOCK: Final = frozenset({"bot.engine.takeover", "bot.features.groups.sync"})
"""Modules whose commits belong to no story."""
_WRITES: Final = frozenset({"start_queued_workflows", "_update_workflow_outcome_in_transaction"})
"""What the engine's library writes for a job. The rest it reads, or does by a clock of its own."""
_HELPERS: Final = (
    *(f"bot.store.{name}" for name in ("database", "group_commit", "kept_connection", "write_queue")),
    "bot.logs",
)
"""Modules through which everybody commits: they say nothing of who it is."""


def kill() -> None:
    """End this process as ``kill -9`` does."""
    os.kill(os.getpid(), signal.SIGKILL)


KILLED: Final = "killed"


class Trap:
    """Counts the points that are passed, and kills this process at the armed one, or does another deed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._armed: tuple[str, int] | None = None
        self._deed = KILLED
        self._passed: Counter[str] = Counter()
        self.deeds: dict[str, Callable[[], None]] = {KILLED: kill}
        """What can be done at a point, by its name, in the thread that is there."""

    def arm(self, point: str | None, nth: int = 1, deed: str = KILLED) -> None:
        """Do a deed when this process passes `point` for the nth time from now on; None only counts."""
        with self._lock:
            self._armed, self._deed = None if point is None else (point, nth), deed
            self._passed.clear()

    def passed(self) -> dict[str, int]:
        """Return how often each point was passed since the trap was armed, the first one first."""
        with self._lock:
            return dict(self._passed)

    def passing(self, point: str) -> None:
        """Say that this thread is at a point."""
        with self._lock:
            self._passed[point] += 1
            is_armed = self._armed == (point, self._passed[point])
        if is_armed:
            self.deeds[self._deed]()

    def around(self, what: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever it returns
        """Do `work` between two points."""
        self.passing(f"{BEFORE} {what}")
        done = work()
        self.passing(f"{AFTER} {what}")
        return done


def install(trap: Trap) -> None:
    """Put the trap around everything this process does outward. There is no way back."""
    _wrap(DefaultDialect, "do_commit", trap, _commit)
    _wrap(Transport, "post", trap, lambda _self, endpoint, *_args: f"SMS-iT's {endpoint.value}")
    _wrap(BaseClient, "api_call", trap, lambda _self, method, *_args: f"Slack's {method}")
    _wrap(connect._App, "dispatch", trap, lambda *_args: "the listener")
    _wrap(BaseSocketModeClient, "send_socket_mode_response", trap, lambda *_args: "the acknowledgement")


def _wrap(owner: type, name: str, trap: Trap, named: Callable[..., str | None]) -> None:
    original = getattr(owner, name)

    @wraps(original)
    def wrapped(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as the original's
        what = named(*args)
        if what is None:
            return original(*args, **kwargs)
        return trap.around(what, lambda: original(*args, **kwargs))

    setattr(owner, name, wrapped)


def _commit(*_args: object) -> str | None:
    """Name a commit for the innermost function of the bot, or of the engine's library when there is none."""
    library = ""
    for frame in _callers():
        module = str(frame.f_globals.get("__name__", ""))
        if module in _BY_CLOCK:
            return None
        if module.startswith("bot.") and module not in _HELPERS:
            return f"the commit of {module.removeprefix('bot.')}.{frame.f_code.co_name}"
        if module.startswith("dbos.") and not frame.f_code.co_name.startswith(("wrapper", "<", "_begin")):
            library = library or frame.f_code.co_name
    return f"the commit of the engine's {library}" if library in _WRITES else None


def _callers() -> Iterator[FrameType]:
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        yield frame
        frame = frame.f_back
