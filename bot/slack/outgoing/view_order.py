"""Which of two changes of one form is the newer, on several threads or in several processes."""

import logging
import threading
from collections import OrderedDict
from typing import Final, Protocol

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import UserError
from bot.logs import describe
from bot.slack.incoming.interaction import Interaction
from bot.store import view_changes
from bot.store.database import Database

MOST_PEOPLE: Final = 1000
"""People whose newest change one process remembers."""
log = logging.getLogger(__name__)


class ViewOrder(Protocol):
    """Tells whether a change of a form is the newest, by the time Slack gave it."""

    is_shared: bool
    """Whether others draw the same forms, too."""

    def is_newest(self, interaction: Interaction) -> bool:
        """Note a change, and tell whether no newer one of the same form was noted."""


class OwnOrder:
    """The order in the one process there is."""

    is_shared = False

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest: OrderedDict[str, tuple[str, int]] = OrderedDict()

    def is_newest(self, interaction: Interaction) -> bool:
        """Note a change, and tell whether no newer one of the same form was noted."""
        user_id, view_id, acted_at = interaction.who.user_id, interaction.view_id, interaction.acted_at
        with self._lock:
            noted = self._newest.get(user_id)
            if noted is not None and noted[0] == view_id and noted[1] > acted_at:
                return False
            self._newest[user_id] = (view_id, acted_at)
            self._newest.move_to_end(user_id)
            if len(self._newest) > MOST_PEOPLE:
                self._newest.popitem(last=False)
        return True


class SharedOrder:
    """The order in all processes that share a database."""

    is_shared = True

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_newest(self, interaction: Interaction) -> bool:
        """Note a change, and tell whether no newer one of the same form was noted.

        While the database can't be asked, each counts as the newest: forms are drawn all the same.
        """
        try:
            with self._database.write() as conn:
                return view_changes.note(
                    conn, interaction.who.user_id, interaction.view_id, interaction.acted_at
                )
        except (SQLAlchemyError, UserError) as error:
            log.warning("a form is drawn out of order perhaps: %s", describe(error))
            return True
