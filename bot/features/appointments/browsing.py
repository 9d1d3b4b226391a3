"""How Slack reaches the listing of appointments."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.access import Access, Role, Who
from bot.features.appointments import listing_view
from bot.features.appointments.ids import Action, Modal, Part
from bot.features.appointments.listing import LONGEST_SEARCH, Bookings, Where
from bot.features.appointments.listing_view import Opened
from bot.slack import metadata, paging
from bot.slack.commands import Verb
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.forms import State
from bot.slack.kit import Block
from bot.slack.visits import Visit
from bot.texting.words import zone_or_utc


@dataclass(frozen=True, slots=True)
class Browsing:
    """Shows what was booked, searches it, and opens one of it."""

    desk: Desk
    bookings: Bookings
    access: Access
    account_zone: ZoneInfo | None

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="appointments",
                usage="/sms appointments [name or number]",
                summary="The appointments booked from here: see, move or cancel them",
                role=Role.VIEWER,
                run=self.command,
            ),
        )

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.submission(Modal.LIST, Role.VIEWER, self.search)
        for action in (Action.PREVIOUS, Action.NEXT):
            entrances.action(action, Role.VIEWER, self.turn)
        for action in (Action.OTHERS, Action.BACK):
            entrances.action(action, Role.VIEWER, self.go)
        entrances.action(Action.OPEN, Role.VIEWER, self.open)

    def command(self, visit: Visit, text: str) -> None:
        """Open the listing."""
        where = Where(text[:LONGEST_SEARCH])
        self.desk.open(visit, lambda: self._list(where, visit.who))
        visit.ack()

    def search(self, visit: Visit) -> None:
        """Show those with whom was typed."""
        where = visit.state(Where)
        text = State.of(visit.view).text(Part.SEARCH)[:LONGEST_SEARCH]
        view = self._list(replace(where, text=text, page=0), visit.who)
        visit.ack(response_action="update", view=view)

    def turn(self, visit: Visit) -> None:
        """Show another page."""
        where = replace(visit.state(Where), page=paging.number(visit.value))
        self.desk.edit(visit, lambda: self._list(where, visit.who))
        visit.ack()

    def go(self, visit: Visit) -> None:
        """Show the other ones, or the list again."""
        where = metadata.load(Where, visit.value)
        self.desk.edit(visit, lambda: self._list(where, visit.who))
        visit.ack()

    def open(self, visit: Visit) -> None:
        """Show one of them in the place of the list."""
        at = metadata.load(Opened, visit.value)
        self.desk.edit(visit, lambda: self._one(at, visit.who))
        visit.ack()

    def drawn(self, visit: Visit) -> Callable[[str], Block] | None:
        """Return what draws the modal again, with a note, that something was pressed in; None elsewhere."""
        match visit.view.get("callback_id"):
            case Modal.LIST:
                where = visit.state(Where)
                return lambda note: self._list(where, visit.who, note)
            case Modal.OPEN:
                at = visit.state(Opened)
                return lambda note: self._one(at, visit.who, note)
            case _:
                return None

    def _list(self, where: Where, who: Who, note: str = "") -> Block:
        changes = self.access.allows(who, Role.SENDER)
        return listing_view.listing(self.bookings.look(where), self._zone, changes=changes, note=note)

    def _one(self, at: Opened, who: Who, note: str = "") -> Block:
        changes = self.access.allows(who, Role.SENDER)
        story = self.bookings.one(at.appointment_id)
        return listing_view.opened(story, at, self._zone, changes=changes, note=note)

    @property
    def _zone(self) -> ZoneInfo:
        return self.account_zone or zone_or_utc(None)
