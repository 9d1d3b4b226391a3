"""How Slack reaches the confirmation of a list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.lists import columns_view, confirm_view
from bot.features.lists.asking import Asking
from bot.features.lists.composing import form_of
from bot.features.lists.form import wanted
from bot.features.lists.ids import FEATURE, QUIET_BLOCK, Modal
from bot.features.lists.preparing import Preparing
from bot.features.lists.request import Wanted
from bot.features.outbox.quiet_view import NOT_TICKED
from bot.features.outbox.request import Request
from bot.slack.checking import Checking, Told
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.forms import FieldErrors, State
from bot.slack.kit import Block
from bot.slack.people import People
from bot.slack.visits import Visit
from bot.slack.writing import message as message_field
from bot.texting.clock import Clock
from bot.texting.sender_ids import Senders


class Outbox(Protocol):
    """The one way from a draft to a send on its way."""

    def confirm(self, send_id: str, who: Who, values: Mapping[str, Any], /) -> None:
        """Hand a draft over. Raises :exc:`UserError`."""


@dataclass(frozen=True, slots=True)
class Confirming:
    """Takes the filled-in form, shows what the list would cost, and hands over what was confirmed.

    ``group_named`` gives the name of a group that was chosen. ``quiet_role`` is the role that may send in
    spite of quiet hours.
    """

    desk: Desk
    checking: Checking
    asking: Asking
    preparing: Preparing
    outbox: Outbox
    group_named: Callable[[str], str | None]
    people: People
    senders: Senders
    allows: Callable[[Who, Role], bool]
    quiet_role: Role
    clock: Clock

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.submission(Modal.COMPOSE, Role.BROADCASTER, self.composed)
        entrances.submission(Modal.CONFIRM, Role.BROADCASTER, self.confirmed)

    def composed(self, visit: Visit) -> None:
        """Answer what is wrong beside its field, or read the list and show the confirmation.

        Where two columns may hold the numbers, ask which is meant first.
        """
        self.desk.leave(visit)
        form = form_of(visit)
        asked = wanted(form, senders=self.senders, group_named=self.group_named, now=self.clock())

        def find(key: str, told: Told) -> Block:
            zone = self.people.zone(visit.who.user_id)
            request = Request(asked, visit.who, form.meta.channel, key, zone)
            told("Reading …")
            question = self.asking.question(request)
            view = self.confirmation(request, told) if question is None else columns_view.choosing(question)
            return message_field.noted(view, form.left_out)

        self.checking.push(visit, FEATURE, "Reading …", find)

    def confirmation(self, request: Request[Wanted], told: Told) -> Block:
        """Return the confirmation of a list. Raises :exc:`UserError` when it cannot be sent as it stands."""
        preview = self.preparing.check(request, told)
        preview = replace(preview, may_override=self.allows(request.who, self.quiet_role))
        return confirm_view.confirmation(preview, now=self.clock())

    def confirmed(self, visit: Visit) -> None:
        """Record the list as confirmed, with its job, and close the modal."""
        meta = visit.state(confirm_view.Meta)
        values: dict[str, object] = {}
        if meta.quiet:
            if not self.allows(visit.who, self.quiet_role):
                raise UserError(f"Sending in quiet hours takes the role *{self.quiet_role}*.")
            if not State.of(visit.view).ticked(QUIET_BLOCK):
                raise FieldErrors({QUIET_BLOCK: NOT_TICKED})
            values["quiet_override"] = visit.who.user_id
        self.outbox.confirm(meta.send_id, visit.who, values)
        visit.ack(response_action="clear")
