"""The policy of the process that serves assistants: read again when its file changes, as the bot does."""

import logging
import threading
from collections.abc import Callable
from typing import Final

from bot.logs import describe
from bot.policy import summary
from bot.policy.file import PolicyFile
from bot.policy.in_force import PolicyInForce
from bot.policy.reader import PolicyError

log = logging.getLogger(__name__)

EVERY_SECONDS: Final = 5.0


class PolicyWatch:
    """Keeps the policy in force up to date with its file. A file with mistakes changes nothing.

    The bot writes down what it reads of the file and alerts about mistakes; this process only logs them.
    ``then`` is called after another policy came in force.
    """

    def __init__(self, file: PolicyFile, in_force: PolicyInForce, then: Callable[[], object]) -> None:
        self._file = file
        self._in_force = in_force
        self._then = then
        self._stopped = threading.Event()

    def look(self) -> None:
        """Read the file if it changed, and is not being written any more."""
        if not self._file.is_new():
            return
        try:
            found = self._file.read()
        except PolicyError as error:
            for mistake in str(error).splitlines():
                log.error("the policy stays as it was: %s", mistake)
            return
        changed = summary.differences(self._in_force.now, found)
        if changed:
            self._in_force.put(found)
            log.info("another policy is in force: %s", ", ".join(changed))
            self._then()

    def keep_up(self, every: float = EVERY_SECONDS) -> None:
        """Look every so many seconds from now on, in a thread of its own, until :meth:`stop`."""
        # A daemon: it holds nothing that an abrupt end would break.
        threading.Thread(target=self._strike, args=(every,), name="policy", daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()

    def _strike(self, every: float) -> None:
        while not self._stopped.wait(every):
            try:
                self.look()
            except Exception as error:  # noqa: BLE001 - the next look must still be made
                log.error("a look at the policy broke: %s", describe(error))
