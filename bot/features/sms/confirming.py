"""How Slack reaches the confirmation of a text."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.access import Role
from bot.features.contacts.groups import GONE as GROUP_GONE
from bot.features.outbox.request import Request
from bot.features.outbox.service import Outbox
from bot.features.sms import confirm_view
from bot.features.sms.again import Again
from bot.features.sms.form import Meta, draft, wanted
from bot.features.sms.ids import FEATURE, GROUP_BLOCK, Action, Modal
from bot.features.sms.service import Texting
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


@dataclass(frozen=True, slots=True)
class Confirming:
    """Takes the filled-in form, shows what it would cost, and hands over what was confirmed.

    ``group_named`` gives the name of a group that was chosen.
    """

    desk: Desk
    checking: Checking
    texting: Texting
    outbox: Outbox
    again: Again
    group_named: Callable[[str], str | None]
    people: People
    senders: Senders
    region: str | None
    account_zone: ZoneInfo | None
    clock: Clock

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.submission(Modal.CONFIRM, Role.SENDER, self.confirmed)
        entrances.submission(Modal.COMPOSE, Role.SENDER, self.composed)
        entrances.submission(Modal.ADD, Role.SENDER, self.added)
        entrances.action(Action.ADD_AND_SEND, Role.SENDER, self.add_and_send)

    def composed(self, visit: Visit) -> None:
        """Answer what is wrong beside its field, or look up what the confirmation says and show it."""
        self.desk.leave(visit)
        meta = visit.state(Meta)
        form = draft(State.of(visit.view), meta)
        asked = wanted(
            form, senders=self.senders, region=self.region, zone=self.account_zone, now=self.clock()
        )

        def find(key: str, _told: Told) -> Block:
            zone = self.people.zone(visit.who.user_id)
            preview = self.texting.check(Request(asked, visit.who, meta.channel, key, zone))
            view = confirm_view.confirmation(preview, account_zone=self.account_zone, now=self.clock())
            return message_field.noted(view, form.left_out)

        self.checking.push(visit, FEATURE, "Looking up the contact and the balance …", find)

    def confirmed(self, visit: Visit) -> None:
        """Record the text as confirmed, with its job, and close the modal."""
        meta = visit.state(confirm_view.Meta)
        chosen = State.of(visit.view).chosen(GROUP_BLOCK)
        group = self.group_named(chosen) if chosen else None
        if chosen and group is None:
            raise FieldErrors({GROUP_BLOCK: GROUP_GONE})
        self.outbox.confirm(meta.send_id, visit.who, {"add_to_group": group} if group else {})
        visit.ack(response_action="clear")

    def add_and_send(self, visit: Visit) -> None:
        """Ask for the group to add a refused text's number to."""
        self.desk.open(visit, lambda: self._add_contact(visit.value))
        visit.ack()

    def added(self, visit: Visit) -> None:
        """Send a refused text once more, adding its number to a group first."""
        meta = visit.state(confirm_view.Meta)
        group = self.group_named(State.of(visit.view).chosen(GROUP_BLOCK))
        if group is None:
            raise FieldErrors({GROUP_BLOCK: GROUP_GONE})
        self.again.with_group(meta.send_id, group, visit.who)
        visit.ack(response_action="clear")

    def _add_contact(self, send_id: str) -> Block:
        send, balance = self.texting.look_again(send_id)
        return confirm_view.add_contact(send, balance=balance)
