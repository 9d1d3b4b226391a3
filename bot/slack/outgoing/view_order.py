"""Which of two changes of one form is the newer, on several threads or in several processes."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from typing import Final, Protocol

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import UserError
from bot.logs import describe
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing.background import OVERTAKEN_SECONDS
from bot.store import view_changes
from bot.store.database import Database

MOST_PEOPLE: Final = 1000
"""People whose newest change one process remembers."""
log = logging.getLogger(__name__)


class ViewOrder(Protocol):
    """Tells whether a change of a form is the newest, by the time Slack gave it."""

    def is_newest(self, interaction: Interaction) -> bool:
        """Note a change, and tell whether no newer one of the same form was noted."""

    def drawing(self, interaction: Interaction) -> AbstractContextManager[bool]:
        """Give whether a change that was noted is still the newest; within, no one else draws its form."""

    def overtake(self, interaction: Interaction) -> None:
        """Note a submission: it is newer than every change that was noted of its form.

        A drawing of the form that another process has under way is waited for a moment.
        """


class OwnOrder:
    """The order in the one process there is. What draws a form there does so one after the other."""

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

    def drawing(self, interaction: Interaction) -> AbstractContextManager[bool]:
        """Give whether a change that was noted is still the newest."""
        return nullcontext(self.is_newest(interaction))

    def overtake(self, interaction: Interaction) -> None:
        """Note a submission: it is newer than every change that was noted of its form."""
        with self._lock:
            view_id, acted_at = self._newest.get(interaction.who.user_id, ("", 0))
            if view_id == interaction.view_id:
                self._newest[interaction.who.user_id] = (view_id, acted_at + 1)


class SharedOrder:
    """The order in all processes that share a database.

    While the database can't be asked, each change counts as the newest: forms are drawn all the same.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_newest(self, interaction: Interaction) -> bool:
        """Note a change, and tell whether no newer one of the same form was noted."""
        try:
            with self._database.write() as conn:
                return view_changes.note(
                    conn, interaction.who.user_id, interaction.view_id, interaction.acted_at
                )
        except (SQLAlchemyError, UserError) as error:
            _warn(error)
            return True

    @contextmanager
    def drawing(self, interaction: Interaction) -> Iterator[bool]:
        """Give whether a change that was noted is still the newest; within, no one else draws its form."""
        with ExitStack() as held:
            try:
                conn = held.enter_context(self._database.read())
                view_changes.hold(conn, interaction.view_id, OVERTAKEN_SECONDS)
                is_newest = view_changes.is_newest(
                    conn, interaction.who.user_id, interaction.view_id, interaction.acted_at
                )
            except (SQLAlchemyError, UserError) as error:
                held.close()
                _warn(error)
                is_newest = True
            yield is_newest

    def overtake(self, interaction: Interaction) -> None:
        """Note a submission: it is newer than every change that was noted of its form.

        A drawing of the form that another process has under way is waited for a moment.
        """
        try:
            with self._database.write(urgent=True) as conn:
                view_changes.overtake(conn, interaction.who.user_id, interaction.view_id)
            with self._database.read() as conn:
                view_changes.hold(conn, interaction.view_id, OVERTAKEN_SECONDS)
        except (SQLAlchemyError, UserError) as error:
            _warn(error)


def _warn(error: Exception) -> None:
    log.warning("a form is drawn out of order perhaps: %s", describe(error))
