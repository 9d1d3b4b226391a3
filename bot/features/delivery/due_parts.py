"""Which parts of the clock's tick have anything to do: asked of the database in one statement."""

import logging
from collections.abc import Collection

from bot.logs import describe
from bot.store.database import Database
from bot.store.database_file import DatabaseLost
from bot.store.looks import Looks
from bot.texting.clock import Clock

log = logging.getLogger(__name__)


class DueParts:
    """Asks for all parts that can be asked for. ``names`` are theirs; the others run whatever there is."""

    def __init__(self, looks: Looks, database: Database, clock: Clock) -> None:
        self.names = looks.names
        self._looks = looks
        self._database = database
        self._clock = clock

    def look(self) -> Collection[str]:
        """Return the names of the parts that have something to do; all of them where that can't be asked.

        Raises :exc:`DatabaseLost`.
        """
        try:
            with self._database.read() as conn:
                return self._looks.due(conn, self._clock())
        except DatabaseLost:
            raise
        except Exception as error:  # noqa: BLE001 - each part says itself what is wrong, if it still is
            log.error("the clock could not ask what is due: %s", describe(error))
            return self.names
