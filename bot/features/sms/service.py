"""One text to one person, from what somebody asked for to the job that sends it.

Checking asks SMS-iT and takes its time; confirming is one short transaction, because Slack waits for it.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.errors import UserError
from bot.features.contacts.service import Card, ContactBook
from bot.features.outbox import refusals, series
from bot.features.outbox.preview import Funds, Preview
from bot.features.outbox.quiet import judged
from bot.features.outbox.request import HELD_BY, Request
from bot.features.outbox.rules import SendRules
from bot.features.outbox.safeguards import Safeguards
from bot.features.outbox.series import Dates
from bot.features.outbox.service import FORGOTTEN, found
from bot.features.sms.request import Wanted
from bot.smsit import Endpoint
from bot.store import follow_ups, sends
from bot.store.database import Database
from bot.store.sends import NewSend, Send
from bot.store.states import SendState
from bot.texting import phones, segments
from bot.texting.clock import Clock
from bot.texting.number_places import place
from bot.texting.spellings import canonical

NOT_A_CONTACT: Final = "-6"
"""SMS-iT's code for a number that is unknown or has opted out, on sending to a contact."""
NO_SUCH_GROUP: Final = f"{Endpoint.ADD_CONTACT}:-5"
"""The same for the group a number was to be added to before."""
ADDABLE: Final = frozenset({NOT_A_CONTACT, NO_SUCH_GROUP})
"""Outcome codes of texts that can be sent once more after their number was added to a group."""


class Texting:
    """Checks, records and hands over texts to single people."""

    def __init__(
        self,
        database: Database,
        contacts: ContactBook,
        safeguards: Safeguards,
        rules: SendRules,
        clock: Clock,
    ) -> None:
        self._database = database
        self._contacts = contacts
        self._credits = safeguards.credits
        self._do_not_text = safeguards.do_not_text
        self._rules = rules
        self._clock = clock

    def check(self, request: Request[Wanted]) -> Preview[Send, Card | None]:
        """Look the recipient and the balance up and record a draft; asking twice gives the same draft.

        Its own is the contact; None when the number is none yet, and a group has to be chosen to add it to.
        Raises :exc:`UserError` when the text cannot be sent as it stands.
        """
        wanted = request.wanted
        self._may_be_texted(wanted.to.digits)
        card = self._contacts.lookup(wanted.to.digits)
        if card is not None and not card.subscribed:
            raise UserError(refusals.OPTED_OUT.format(masked=wanted.to.masked))
        balance, reserved = self._credits.sms_balance(), self._credits.reserved()
        dates = series.of(wanted, self._rules.account_zone, self._clock())
        new = self._new(request, card, balance, dates)
        times = len(dates.series)
        refusals.require_covered(new.credits * times, balance, reserved)
        with self._database.write() as conn:
            draft = sends.insert_draft(conn, new, now=self._clock())
        return Preview(
            draft,
            card,
            Funds(draft.credits * times, draft.credits_upper * times, balance, reserved),
            dates,
            judged({place(wanted.to.digits): 1}, dates.series, timedelta(), self._rules.windows),
        )

    def look_again(self, send_id: str) -> tuple[Send, int]:
        """Return a refused text and the balance, to be offered once more with its number added to a group.

        Raises :exc:`UserError` when the person has opted out, the words are no longer kept, or SMS-iT does
        not answer.
        """
        with self._database.read() as conn:
            send = found(sends.get(conn, send_id))
        if send.state is not SendState.REFUSED:
            raise UserError("That text was not refused, so there is nothing to send again.")
        if send.body is None:
            raise UserError(FORGOTTEN)
        self._may_be_texted(send.to_phone)
        card = self._contacts.lookup(send.to_phone)
        if card is not None and not card.subscribed:
            raise UserError(refusals.OPTED_OUT.format(masked=phones.mask(send.to_number)))
        return send, self._credits.sms_balance()

    def _may_be_texted(self, number: str) -> None:
        if self._do_not_text.is_listed(number):
            raise UserError(refusals.LISTED.format(masked=phones.mask(number)))

    def _new(self, request: Request[Wanted], card: Card | None, balance: int, dates: Dates) -> NewSend:
        wanted = request.wanted
        measure = segments.measure(wanted.message)
        return NewSend(
            key=request.key,
            team_id=request.who.team_id,
            user_id=request.who.user_id,
            to_number=card.number if card else wanted.to.digits,
            to_phone=canonical(wanted.to.digits),
            to_name=card.name if card else None,
            body=wanted.message,
            sender=wanted.sender,
            alpha_sender=wanted.alpha_sender,
            segments=measure.segments,
            credits=measure.segments,
            credits_upper=measure.upper_bound,
            origin_channel=request.channel,
            held_by=HELD_BY[wanted.when],
            send_at=wanted.at,
            zone=request.zone.key,
            recurrence=series.recurrence(wanted, dates, self._rules.account_zone),
            occurrences=len(dates.series),
            balance_shown=balance,
        )


def follow(conn: Connection, send: Send, now: datetime, follow_for: timedelta) -> None:
    """Follow a text that has been accepted, and no older one to its number any more.

    SMS-iT reports on the newest text to a number only, so one that a newer text has overtaken is not
    followed at all. Single texts, for whose report somebody may wait, come before the rows of lists.
    """
    began = send.attempting_at or now
    if sends.has_newer(conn, send.to_phone, after=began):
        sends.move(conn, send.id, SendState.SUPERSEDED, now=now, only_from=SendState.ACCEPTED)
        return
    rank = follow_ups.LAST if send.parent_id else follow_ups.FIRST
    follow_ups.start(conn, send.id, now, now + follow_for, rank=rank)
    sends.supersede_older(conn, send.to_phone, before=began, now=now)
