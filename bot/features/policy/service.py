"""Reads the policy file again when it changes. A file with mistakes changes nothing."""

import logging
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from typing import Final

from bot.features.alerts.service import AlertService, Finding, Verdict
from bot.policy import summary
from bot.policy.file import PolicyFile
from bot.policy.in_force import PolicyInForce
from bot.policy.model import Policy
from bot.policy.reader import PolicyError
from bot.store import audit
from bot.store.alerts import AlertKind
from bot.store.audit import Entry, Event, Facts, Subject
from bot.store.database import Database
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

SUBJECT_ID: Final = "policy"
"""There is one; each process reads its own file."""
MOST_KEYS: Final = 30
"""Keys of one change that are written down one by one."""
MOST_ENTRIES: Final = 5
HOST: Final = "host"
OWNER: Final = "owner"
"""The facts that say on which machine a file was read, and whose it was there, where that is known."""
LONGEST_HOST: Final = 64


@unique
class Why(StrEnum):
    """Why the file was read. The values are stored: never rename one."""

    START = "start"
    FILE = "file"
    SIGNAL = "signal"


@dataclass(frozen=True, slots=True)
class Shown:
    """The policy in force ``since`` then, with what is wrong with the file as it is now, if anything.

    ``entries`` are the latest of the record, of all processes, the newest last.
    """

    policy: Policy
    file: str
    since: datetime
    mistakes: tuple[str, ...]
    entries: tuple[Entry, ...]


class PolicyService:
    """Keeps the policy in force up to date with its file. ``then`` is called after another came in force."""

    def __init__(
        self,
        file: PolicyFile,
        in_force: PolicyInForce,
        database: Database,
        alerts: AlertService,
        clock: Clock,
        then: Callable[[], object],
    ) -> None:
        self._file = file
        self._in_force = in_force
        self._database = database
        self._alerts = alerts
        self._clock = clock
        self._then = then
        self._one_at_a_time = threading.Lock()
        self._since: datetime | None = None
        self._mistakes: tuple[str, ...] = ()

    def look(self) -> None:
        """Read the file if it changed; the first time, write down what this process began with."""
        with self._one_at_a_time:
            if self._since is None:
                self._begin()
            if self._file.is_new():
                self._read(Why.FILE)

    def read_again(self) -> None:
        """Read the file now, changed or not: somebody asked for it."""
        with self._one_at_a_time:
            if self._since is None:
                self._begin()
            self._read(Why.SIGNAL)

    def shown(self) -> Shown:
        """Return the policy in force, and what is on record of it."""
        with self._database.read() as conn:
            entries = audit.of(conn, SUBJECT_ID, MOST_ENTRIES)
        since = self._since or self._clock()
        return Shown(self._in_force.now, self._file.name, since, self._mistakes, entries)

    def _begin(self) -> None:
        self._since = self._clock()
        self._note(Event.POLICY_READ, Why.START, {"digest": summary.digest(self._in_force.now)})
        self._alerts.note(AlertKind.POLICY, Finding(Verdict.WELL))

    def _read(self, why: Why) -> None:
        try:
            self._take(self._file.read(), why)
        except PolicyError as error:
            self._refuse(error, why)
        except BaseException:  # the database was away, perhaps: the next look does it again
            self._file.unread()
            raise

    def _take(self, policy: Policy, why: Why) -> None:
        """Have a policy be in force, once it is written down that it is."""
        changed = summary.differences(self._in_force.now, policy)
        if changed or self._mistakes:
            self._note(Event.POLICY_READ, why, _facts(policy, changed))
        self._in_force.put(policy)
        self._mistakes = ()
        self._alerts.note(AlertKind.POLICY, Finding(Verdict.WELL))
        if not changed:
            log.info("the policy file was read again and says the same")
            return
        self._since = self._clock()
        log.info("another policy is in force: %s", ", ".join(changed))
        self._then()

    def _refuse(self, error: PolicyError, why: Why) -> None:
        """Keep what is in force, and say so once for each set of mistakes."""
        mistakes = tuple(str(error).splitlines())
        figures = {"mistakes": len(mistakes)} | ({} if error.line is None else {"line": error.line})
        if mistakes != self._mistakes:
            for mistake in mistakes:
                log.error("the policy stays as it was: %s", mistake)
            self._note(Event.POLICY_REFUSED, why, figures)
            self._mistakes = mistakes
        self._alerts.note(AlertKind.POLICY, Finding(Verdict.WRONG, figures))

    def _note(self, event: Event, why: Why, facts: Facts) -> None:
        with self._database.write() as conn:
            said = {
                "why": why.value,
                HOST: socket.gethostname()[:LONGEST_HOST],
                OWNER: self._file.owner(),
                **facts,
            }
            audit.note(conn, event, SUBJECT_ID, at=self._clock(), facts=said, subject=Subject.POLICY)


def _facts(policy: Policy, changed: dict[str, str]) -> Facts:
    told = dict(list(changed.items())[:MOST_KEYS])
    more = {"more": len(changed) - MOST_KEYS} if len(changed) > MOST_KEYS else {}
    return {"digest": summary.digest(policy), **told, **more}
