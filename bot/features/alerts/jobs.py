"""What runs every minute in one process: everything that is watched is looked at once."""

import logging
from dataclasses import dataclass
from typing import Final

from bot.engine.port import JobArgs
from bot.features.alerts.digest import Digest
from bot.features.alerts.service import AlertService
from bot.features.alerts.watch import Watch
from bot.logs import describe

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
            try:
                self.alerts.note(kind, look())
            except Exception as error:  # noqa: BLE001 - the others must still be looked at
                log.error("it could not be looked at %s: %s", kind, describe(error))
        if self.digest is not None:
            self.digest.tell()
