"""The two sending endpoints: check, charge, and let texts leave, now or when their time comes."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.sandbox.smsit.calendar import Calendar, Pending, Series, instant, read_date
from bot.sandbox.smsit.contacts import ContactBook, Membership
from bot.sandbox.smsit.credits import Purse, credits_for
from bot.sandbox.smsit.expansion import expand
from bot.sandbox.smsit.outbox import Outbox, TextOut
from bot.sandbox.smsit.quirks import Quirks
from bot.sandbox.smsit.refusals import DONE, Params, Payload, RefusalError, need, one_of, text
from bot.sandbox.smsit.validation import (
    CONTACT_CODES,
    FLAGS,
    GROUP_CODES,
    THROTTLES,
    check_alpha,
    check_sender,
    check_series,
)

BREATH = 100  # texts between two pauses of an unthrottled group send, so that others get a turn


@dataclass(slots=True)
class SendDesk:
    """Sends for one account. `senders` are the numbers it may send from."""

    clock: Callable[[], datetime]
    zone: ZoneInfo
    seed: int
    senders: Sequence[str]
    quirks: Quirks
    book: ContactBook
    purse: Purse
    outbox: Outbox
    calendar: Calendar

    def to_contact(self, params: Params) -> Payload:
        """Answer smscontact. With a date, nobody checks that the contact exists or is subscribed."""
        sender, message = check_sender(params, self.senders, may_send=self.quirks.may_send)
        number = need(params, "to", -5)
        scheduled = text(params, "sendondate")
        if not scheduled and not self._reachable(number):
            raise RefusalError(-6, "The number is not valid, not a contact, or has unsubscribed.")
        alpha = check_alpha(params, allowed=self.quirks.alpha_allowed)
        series = check_series(params, CONTACT_CODES)
        self._check_credits(message, 1, CONTACT_CODES.credits)
        pending = Pending(self.clock(), alpha or sender, number, message)
        if scheduled:
            self._schedule(pending, scheduled, series)
        else:  # recurring without a date falls here: once, now
            self._send_to_contact(pending)
        return DONE

    def to_group(self, params: Params) -> Generator[float, None, Payload]:
        """Answer smsgroup, yielding the pauses in seconds between texts while it sends."""
        sender, message = check_sender(params, self.senders, may_send=self.quirks.may_send)
        group = self.book.group(need(params, "to", -5))
        if group is None:
            raise RefusalError(-6, "There is no such group.")
        alpha = check_alpha(params, allowed=self.quirks.alpha_allowed)
        rotate = one_of(params, "rotate", FLAGS, -8) == "1"
        throttle = int(one_of(params, "throttle", THROTTLES, -9) or "1")
        series = check_series(params, GROUP_CODES)
        members = self._subscribed(group)
        self._check_credits(message, len(members), GROUP_CODES.credits)
        if not members:
            raise RefusalError(-15, "No one in the group is subscribed.")
        pending = Pending(
            self.clock(),
            alpha or sender,
            group,
            message,
            group=True,
            rotate=rotate and not alpha,
        )
        scheduled = text(params, "sendondate")
        if scheduled:
            self._schedule(pending, scheduled, series)
            return DONE
        group_sms_id = self.outbox.new_group()
        for index, row in enumerate(members):
            if throttle > 1 and index:
                yield throttle * self.quirks.throttle_scale
            elif index % BREATH == BREATH - 1:
                yield 0.0
            self._send_to_member(pending, group_sms_id, index, row, self.clock())
        return {"status": group_sms_id, "msg": "Successful API call"}

    def settle(self) -> None:
        """Let everything leave whose time has come."""
        for pending in self.calendar.due(self.clock()):
            if pending.group:
                group_sms_id = self.outbox.new_group()
                for index, row in enumerate(self._subscribed(pending.to)):
                    self._send_to_member(pending, group_sms_id, index, row, pending.due)
            elif self._reachable(pending.to):
                self._send_to_contact(pending)

    def _schedule(self, pending: Pending, written: str, series: Series | None) -> None:
        start = read_date(written)
        now = pending.due
        for date in series.occurrences(start) if series else (start,):
            due = max(instant(date, self.zone), now)  # a past date goes out at once
            self.calendar.add(replace(pending, due=due))
        self.settle()

    def _reachable(self, number: str) -> bool:
        contact = self.book.find(number)
        return contact is not None and contact.subscribed

    def _subscribed(self, group: str) -> list[Membership]:
        return [row for row in self.book.members(group) if row.subscribed]

    def _check_credits(self, message: str, recipients: int, code: int) -> None:
        if credits_for(message, self.quirks.billing) * recipients > self.purse.sms:
            raise RefusalError(code, "Not enough credits to send the message.")

    def _send_to_contact(self, pending: Pending) -> None:
        cost = credits_for(pending.message, self.quirks.billing)
        self._leave(TextOut(pending.to, pending.message, pending.sender, pending.due, cost))

    def _send_to_member(
        self,
        pending: Pending,
        group_sms_id: str,
        index: int,
        row: Membership,
        at: datetime,
    ) -> None:
        number = row.contact.number
        salt = f"{self.seed}:{number}:{group_sms_id}"
        body = expand(pending.message, name=row.contact.name, salt=salt)
        sender = self.senders[index % len(self.senders)] if pending.rotate else pending.sender
        cost = credits_for(body, self.quirks.billing)
        self._leave(TextOut(number, body, sender, at, cost, group_sms_id))

    def _leave(self, text_out: TextOut) -> None:
        # What the balance no longer pays for stays behind, without a word.
        if self.purse.pay(text_out.credits, text_out.at):
            self.outbox.leave(text_out)
