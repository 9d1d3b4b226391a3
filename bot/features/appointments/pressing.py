"""How Slack reaches the buttons of an appointment, in its message and in the listing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.appointments import contact_view, form_view, move_view
from bot.features.appointments.browsing import Browsing
from bot.features.appointments.changing import Changing
from bot.features.appointments.ids import About, Action
from bot.features.appointments.moments import zone_of
from bot.features.appointments.moving import Moving
from bot.slack import metadata
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.forms import State
from bot.slack.people import People
from bot.slack.visits import Visit

MOVING: Final = "Move an appointment"
TOLD: Final = ":white_check_mark: Done here; SMS-iT is being told."

Decide = Callable[[About, Who], None]


@dataclass(frozen=True, slots=True)
class Pressing:
    """Acts on an appointment that is booked, or may be."""

    desk: Desk
    moving: Moving
    changing: Changing
    browsing: Browsing
    people: People
    account_zone: ZoneInfo | None

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.action(Action.CANCEL, Role.SENDER, self._decided(self.changing.cancel))
        entrances.action(Action.CONFIRM, Role.SENDER, self._decided(self.changing.confirm))
        entrances.action(Action.WAS_BOOKED, Role.SENDER, self._decided(self.changing.was_booked))
        entrances.action(Action.WAS_NOT, Role.SENDER, self._decided(self.changing.was_not))
        entrances.action(Action.AGAIN, Role.SENDER, self._decided(self.changing.again))
        entrances.action(Action.MOVE, Role.SENDER, self.move)
        entrances.action(Action.NEW_AT, Role.SENDER, self.changed)
        entrances.action(Action.ADD_AND_BOOK, Role.SENDER, self.add_and_book)

    def move(self, visit: Visit) -> None:
        """Open the form that moves an appointment; a waiting view first: the person's zone is asked for."""
        zone, about = zone_of(self.account_zone), metadata.load(About, visit.value)
        inside = visit.view.get("type") == "modal"

        def work() -> None:
            found = self.moving.look(about.appointment_id)
            view_id = self.desk.modals.open(visit.trigger_id, form_view.waiting(MOVING), inside=inside)
            own = self.people.zone(visit.who.user_id)
            self.desk.modals.update(move_view.opened(found, about, own, zone), view_id=view_id)

        self.desk.later(visit, work)
        visit.ack()

    def changed(self, visit: Visit) -> None:
        """Draw the form again after another time was picked."""
        zone = zone_of(self.account_zone)
        meta = visit.state(move_view.Meta)
        form = move_view.drafted(State.of(visit.view))
        self.desk.edit(visit, lambda: move_view.move(form, meta, zone))
        visit.ack()

    def add_and_book(self, visit: Visit) -> None:
        """Ask for the group to add the number of a refused booking to."""
        about = metadata.load(About, visit.value)
        known = self.moving.look(about.appointment_id).known
        self.desk.open(visit, lambda: contact_view.add_and_book(known, about))
        visit.ack()

    def _decided(self, decide: Decide) -> Callable[[Visit], None]:
        """Return a listener that carries a decision out, and draws the modal again it was pressed in."""

        def listener(visit: Visit) -> None:
            about = metadata.load(About, visit.value)
            draw = self.browsing.drawn(visit)
            note = TOLD
            try:
                decide(about, visit.who)
            except UserError as error:
                if draw is None:
                    raise
                note = f":warning: {error.sentence}"
            if draw is not None:
                self.desk.edit(visit, lambda: draw(note))
            visit.ack()

        return listener
