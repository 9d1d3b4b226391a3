"""How Slack reaches the confirmation of a text."""

import threading
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.outbox.service import Outbox
from bot.features.sms import confirm_view
from bot.features.sms.again import Again
from bot.features.sms.form import Meta, Wanted, draft, wanted
from bot.features.sms.ids import GROUP_BLOCK, Action, Modal
from bot.features.sms.service import Request, Texting
from bot.slack import metadata
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.errors import UserError
from bot.slack.forms import FieldErrors, State
from bot.slack.kit import Block
from bot.slack.people import People
from bot.slack.roles import Role, Who
from bot.slack.visits import Visit
from bot.slack.writing.senders import Senders
from bot.slack.writing.times import When
from bot.texting.clock import Clock

SHOW_TRIES: Final = 10
SHOW_PAUSE_SECONDS: Final = 0.3


@dataclass(frozen=True, slots=True)
class Confirming:
    """Takes the filled-in form, shows what it would cost, and hands over what was confirmed."""

    desk: Desk
    texting: Texting
    outbox: Outbox
    again: Again
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
        meta = metadata.load(Meta, str(visit.view.get("private_metadata", "")))
        form = draft(State.of(visit.view), meta)
        try:
            asked = wanted(
                form, senders=self.senders, region=self.region, zone=self.account_zone, now=self.clock()
            )
        except FieldErrors as wrong:
            visit.ack(response_action="errors", errors=wrong.by_block)
            return
        external_id = _external_id(visit.trigger_id)
        self.desk.later(visit, lambda: self._check(asked, visit.who, meta.channel, external_id))
        visit.ack(response_action="push", view=confirm_view.checking() | {"external_id": external_id})

    def confirmed(self, visit: Visit) -> None:
        """Record the text as confirmed, with its job, and close the modal."""
        meta = metadata.load(confirm_view.Meta, str(visit.view.get("private_metadata", "")))
        group = State.of(visit.view).chosen(GROUP_BLOCK)
        self.outbox.confirm(meta.send_id, visit.who, **({"add_to_group": group} if group else {}))
        visit.ack(response_action="clear")

    def add_and_send(self, visit: Visit) -> None:
        """Ask for the group to add a refused text's number to."""
        self.desk.open(visit, lambda: self._add_contact(visit.value))
        visit.ack()

    def added(self, visit: Visit) -> None:
        """Send a refused text once more, adding its number to a group first."""
        meta = metadata.load(confirm_view.Meta, str(visit.view.get("private_metadata", "")))
        group = State.of(visit.view).chosen(GROUP_BLOCK)
        self.again.with_group(meta.send_id, group, visit.who)
        visit.ack(response_action="clear")

    def _add_contact(self, send_id: str) -> Block:
        send, balance = self.texting.look_again(send_id)
        return confirm_view.add_contact(send, balance=balance)

    def _check(self, asked: Wanted, who: Who, channel: str | None, external_id: str) -> None:
        zone = self.people.zone(who.user_id)
        try:
            ready = self.texting.check(Request(asked, who, channel, key=external_id, zone=zone))
        except UserError as error:
            view = confirm_view.not_possible(error.sentence)
        else:
            view = confirm_view.confirmation(
                ready, here=_where(channel, asked.when), account_zone=self.account_zone, now=self.clock()
            )
        for _ in range(SHOW_TRIES):
            if self.desk.modals.update(view | {"external_id": external_id}, external_id=external_id):
                return
            # Quicker than Slack took our answer: the view to be filled in is not there yet. Or it was closed.
            threading.Event().wait(SHOW_PAUSE_SECONDS)


def _external_id(trigger_id: str) -> str:
    """Return an id for the view to be filled in; the same submission delivered twice gets the same one."""
    return "sms-" + blake2b(trigger_id.encode(), digest_size=16).hexdigest()


def _where(channel: str | None, when: When) -> str:
    place = f"in <#{channel}>" if channel else "as a direct message to you"
    if when is When.SMSIT:
        return f"Its message appears {place}. What becomes of it later only SMS-iT knows."
    return f"Its message appears {place} and follows it until it is delivered."
