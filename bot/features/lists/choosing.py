"""How Slack reaches the question for the column of numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.lists import columns_view, confirm_view
from bot.features.lists.asking import Asking
from bot.features.lists.columns_view import Meta
from bot.features.lists.ids import FEATURE, NUMBERS_BLOCK, Action, Modal
from bot.features.lists.request import Wanted
from bot.features.outbox.request import Request
from bot.slack.background import Work
from bot.slack.checking import Checking, Told, not_possible
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.forms import FieldErrors, State
from bot.slack.kit import Block
from bot.slack.visits import Visit
from bot.texting.tables import places

NOT_CHOSEN: Final = "Choose the column that holds the numbers to text."


@dataclass(frozen=True, slots=True)
class Choosing:
    """Keeps the question up to date, and goes on with what was chosen.

    ``confirmation`` makes the confirmation of a list. ``edit`` runs the edit of a view, by its id, on threads
    that may take long, and ``drop`` forgets those that wait for one: it was submitted.
    """

    desk: Desk
    checking: Checking
    asking: Asking
    confirmation: Callable[[Request[Wanted], Told], Block]
    edit: Callable[[str, Work], None]
    drop: Callable[[str], None]

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.action(Action.NUMBERS, Role.BROADCASTER, self.changed)
        entrances.action(Action.COLUMNS, Role.BROADCASTER, self.asked)
        entrances.submission(Modal.COLUMNS, Role.BROADCASTER, self.chosen)

    def asked(self, visit: Visit) -> None:
        """Turn a confirmation into the question which column is to be texted."""
        confirmed = visit.state(confirm_view.Meta)

        def find(_key: str, _told: Told) -> Block:
            numbers = places.read(confirmed.numbers)
            return columns_view.choosing(self.asking.again(confirmed.send_id, confirmed.file, numbers))

        self.checking.here(visit, FEATURE, "Reading …", find)

    def changed(self, visit: Visit) -> None:
        """Show what would be texted by the column as it is chosen now."""
        view_id = str(visit.view.get("id", ""))
        self.edit(view_id, lambda: self._redraw(visit, view_id))
        visit.ack()

    def chosen(self, visit: Visit) -> None:
        """Go on to the confirmation with what was chosen, or say beside the field that nothing was."""
        self.drop(str(visit.view.get("id", "")))
        numbers = _numbers(visit)
        if not numbers:
            raise FieldErrors({NUMBERS_BLOCK: NOT_CHOSEN})
        meta, who = visit.state(Meta), visit.who

        def find(key: str, told: Told) -> Block:
            return self.confirmation(self._request(meta, numbers, who, key), told)

        self.checking.push(visit, FEATURE, "Reading …", find)

    def _request(self, meta: Meta, numbers: places.Places, who: Who, key: str) -> Request[Wanted]:
        return self.asking.answered(meta.send_id, meta.file, numbers, who=who, key=key)

    def _redraw(self, visit: Visit, view_id: str) -> None:
        meta = visit.state(Meta)
        try:
            view = columns_view.choosing(self.asking.again(meta.send_id, meta.file, _numbers(visit)))
        except UserError as error:
            view = not_possible(error.sentence)  # one step back the file can be given again
        self.desk.modals.update(view, view_id=view_id)


def _numbers(visit: Visit) -> places.Places:
    return places.read(State.of(visit.view).chosen(NUMBERS_BLOCK))
