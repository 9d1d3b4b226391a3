"""What runs every minute in one process: everything that is watched is looked at once."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from bot.engine.port import JobArgs
from bot.features.alerts.digest import Digest
from bot.features.alerts.service import AlertService
from bot.features.alerts.watch import Look, Watch
from bot.logs import describe
from bot.store.alerts import AlertKind

log = logging.getLogger(__name__)

ALERTS: Final = "alerts.watch"
EVERY_MINUTE: Final = "20 * * * * *"


@dataclass(frozen=True, slots=True)
class Watching:
    """Looks at everything; what cannot be looked at keeps nothing else from being. ``digest`` may be none."""

    alerts: AlertService
    watch: Watch
    digest: Digest | None

    def run(self, _args: JobArgs) -> None:
        """Look at everything, and tell what last week was like when it is time."""
        for kind, look in self.watch.looks():
            _try(kind, partial(self._look_at, kind, look))
        if self.digest is not None:
            _try(AlertKind.DIGEST, self.digest.tell)

    def _look_at(self, kind: AlertKind, look: Look) -> None:
        self.alerts.note(kind, look())


def _try(what: AlertKind, work: Callable[[], object]) -> None:
    try:
        work()
    except Exception as error:  # noqa: BLE001 - the others must still be looked at
        log.error("it could not be looked at %s: %s", what, describe(error))
