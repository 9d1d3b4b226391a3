"""How Slack reaches the listing of appointments."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.access import Access, Role, Who
from bot.errors import UserError
from bot.features.appointments.ids import Action, Modal, Part
from bot.features.appointments.listing import LONG_SEARCH, LONGEST_SEARCH, Bookings, Where
from bot.features.appointments.views import listing as listing_view
from bot.features.appointments.views.listing import Opened
from bot.slack.blocks import paging
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.forms import FieldErrors, Values
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder
from bot.texting.words import zone_or_utc


@dataclass(frozen=True, slots=True)
class ListingListeners:
    """Shows what was booked, searches it, and opens one of it; ``sees_numbers`` tells who finds parts.

    ``opens_day`` opens the day that was typed, if it was one.
    """

    responder: Responder
    bookings: Bookings
    access: Access
    account_zone: ZoneInfo | None
    sees_numbers: Callable[[Who], bool]
    opens_day: Callable[[Interaction, str], bool]

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="appointments",
                usage="/sms appointments [today, a day, name or number]",
                summary="See, move and cancel appointments; with a day, who was reminded and reached",
                role=Role.VIEWER,
                run=self.command,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.submission(Modal.LIST, Role.VIEWER, self.search)
        for action in (Action.PREVIOUS, Action.NEXT):
            registry.action(action, Role.VIEWER, self.turn)
        for action in (Action.OTHERS, Action.BACK):
            registry.action(action, Role.VIEWER, self.go)
        registry.action(Action.OPEN, Role.VIEWER, self.open)

    def command(self, interaction: Interaction, text: str) -> None:
        """Open the listing, or the day that was typed."""
        if self.opens_day(interaction, text):
            interaction.ack()
            return
        if len(text) > LONGEST_SEARCH:
            raise UserError(LONG_SEARCH)
        where = Where(text)
        self.responder.open(interaction, lambda: self._list(where, interaction.who))
        interaction.ack()

    def search(self, interaction: Interaction) -> None:
        """Show those with whom was typed."""
        where = interaction.state(Where)
        text = Values.of(interaction.view).text(Part.SEARCH)[:LONGEST_SEARCH]
        try:
            view = self._list(replace(where, text=text, page=0), interaction.who)
        except UserError as error:
            raise FieldErrors({Part.SEARCH: error.sentence}) from None
        interaction.ack(response_action="update", view=view)

    def turn(self, interaction: Interaction) -> None:
        """Show another page."""
        where = replace(interaction.state(Where), page=paging.number(interaction.value))
        self.responder.edit(interaction, lambda: self._list(where, interaction.who))
        interaction.ack()

    def go(self, interaction: Interaction) -> None:
        """Show the other ones, or the list again."""
        where = metadata.load(Where, interaction.value)
        self.responder.edit(interaction, lambda: self._list(where, interaction.who))
        interaction.ack()

    def open(self, interaction: Interaction) -> None:
        """Show one of them in the place of the list."""
        at = metadata.load(Opened, interaction.value)
        self.responder.edit(interaction, lambda: self._one(at, interaction.who))
        interaction.ack()

    def drawn(self, interaction: Interaction) -> Callable[[str], Block] | None:
        """Return what draws the modal again, with a note, that something was pressed in; None elsewhere."""
        match interaction.view.get("callback_id"):
            case Modal.LIST:
                where = interaction.state(Where)
                return lambda note: self._list(where, interaction.who, note)
            case Modal.OPEN:
                at = interaction.state(Opened)
                return lambda note: self._one(at, interaction.who, note)
            case _:
                return None

    def _list(self, where: Where, who: Who, note: str = "") -> Block:
        changes = self.access.allows(who, Role.SENDER)
        found = self.bookings.look(where, full=self.sees_numbers(who))
        return listing_view.listing(found, self._zone, changes=changes, note=note)

    def _one(self, at: Opened, who: Who, note: str = "") -> Block:
        changes = self.access.allows(who, Role.SENDER)
        timeline = self.bookings.one(at.appointment_id)
        return listing_view.opened(timeline, at, self._zone, changes=changes, note=note)

    @property
    def _zone(self) -> ZoneInfo:
        return self.account_zone or zone_or_utc(None)
