"""How Slack reaches the confirmation of a broadcast."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.access import Role
from bot.features.broadcast import confirm_view
from bot.features.broadcast.form import Meta, draft, wanted
from bot.features.broadcast.ids import FEATURE, Action, Modal
from bot.features.broadcast.request import Wanted
from bot.features.broadcast.service import Broadcasting
from bot.features.contacts.service import ContactBook
from bot.features.outbox.quiet_view import NOT_TICKED
from bot.features.outbox.request import Request
from bot.slack import metadata
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

COUNTING: Final = "Counting the group and looking up the balance …"


@dataclass(frozen=True, slots=True)
class Confirming:
    """Takes the filled-in form, shows what it would mean, and hands over what was confirmed."""

    desk: Desk
    checking: Checking
    broadcasting: Broadcasting
    contacts: ContactBook
    people: People
    senders: Senders
    account_zone: ZoneInfo | None
    clock: Clock

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.submission(Modal.CONFIRM, Role.BROADCASTER, self.confirmed)
        entrances.submission(Modal.COMPOSE, Role.BROADCASTER, self.composed)
        entrances.action(Action.AFTER_QUIET, Role.BROADCASTER, self.after_quiet)
        entrances.action(Action.WITHOUT_NAME, Role.BROADCASTER, self.without_name)

    def composed(self, visit: Visit) -> None:
        """Answer what is wrong beside its field, or find out what the confirmation says and show it."""
        self.desk.leave(visit)
        meta = visit.state(Meta)
        form = draft(visit.view, meta)
        group = self.contacts.group_named(form.chosen_group) if form.chosen_group else None
        asked = wanted(form, group=group, senders=self.senders, zone=self.account_zone, now=self.clock())

        def find(key: str, told: Told) -> Block:
            zone = self.people.zone(visit.who.user_id)
            view = self._found_out(Request(asked, visit.who, meta.channel, key, zone), told)
            return message_field.noted(view, form.left_out)

        self.checking.push(visit, FEATURE, COUNTING, find)

    def confirmed(self, visit: Visit) -> None:
        """Record the broadcast as confirmed, and close the modal."""
        meta = visit.state(confirm_view.Meta)
        in_spite = State.of(visit.view).ticked(confirm_view.IN_SPITE)
        if meta.must_override and not in_spite:
            raise FieldErrors({confirm_view.IN_SPITE: NOT_TICKED})
        self.broadcasting.confirm(meta.send_id, visit.who, in_spite=in_spite)
        visit.ack(response_action="clear")

    def after_quiet(self, visit: Visit) -> None:
        """Show the confirmation of the same broadcast, held until quiet hours are over."""
        after = metadata.load(confirm_view.After, visit.value)
        at = datetime.fromtimestamp(after.at, UTC)

        def find(_key: str, told: Told) -> Block:
            zone = self.people.zone(visit.who.user_id)
            return self._found_out(self.broadcasting.after_quiet(after.send_id, visit.who, at, zone), told)

        self.checking.here(visit, FEATURE, COUNTING, find)

    def without_name(self, visit: Visit) -> None:
        """Show the confirmation of the same broadcast, with the name left out of its text."""
        meta = visit.state(confirm_view.Meta)

        def find(_key: str, told: Told) -> Block:
            zone = self.people.zone(visit.who.user_id)
            return self._found_out(self.broadcasting.without_name(meta.send_id, visit.who, zone), told)

        self.checking.here(visit, FEATURE, COUNTING, find)

    def _found_out(self, asked: Request[Wanted], told: Told) -> Block:
        preview = self.broadcasting.check(
            asked, lambda read: told(f"{COUNTING} {read:,} entries read so far.")
        )
        return confirm_view.confirmation(preview, account_zone=self.account_zone, now=self.clock())
