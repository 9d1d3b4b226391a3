"""One text to one person, from what somebody asked for to the job that sends it.

Checking asks SMS-iT and takes its time; confirming is one short transaction, because Slack waits for it.
"""

from datetime import timedelta
from typing import Final

from bot.errors import UserError
from bot.features.contacts.service import Card, ContactBook
from bot.features.sends import refusals, series
from bot.features.sends.preview import Funds, Preview
from bot.features.sends.quiet import judged
from bot.features.sends.rules import SendRules
from bot.features.sends.safeguards import Safeguards
from bot.features.sends.series import Dates
from bot.features.sends.service import FORGOTTEN, found
from bot.features.sends.submission import HELD_BY, Submission
from bot.features.sms.request import Request
from bot.smsit import Endpoint
from bot.store import sends
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


class TextService:
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

    def check(self, submission: Submission[Request]) -> Preview[Send, Card | None]:
        """Look the recipient and the balance up and record a draft; asking twice gives the same draft.

        Its own is the contact; None when the number is none yet, and a group has to be chosen to add it to.
        Raises :exc:`UserError` when the text cannot be sent as it stands.
        """
        request = submission.request
        self._may_be_texted(request.to.digits)
        card = self._contacts.lookup(request.to.digits)
        if card is not None and not card.subscribed:
            raise UserError(refusals.OPTED_OUT.format(masked=request.to.masked))
        balance, reserved = self._credits.sms_balance(), self._credits.reserved()
        dates = series.of(request, self._rules.account_zone, self._clock())
        new = self._new(submission, card, balance, dates)
        times = len(dates.series)
        refusals.require_covered(new.credits * times, balance, reserved)
        with self._database.write() as conn:
            draft = sends.insert_draft(conn, new, now=self._clock())
        return Preview(
            draft,
            card,
            Funds(draft.credits * times, draft.credits_upper * times, balance, reserved),
            dates,
            judged({place(request.to.digits): 1}, dates.series, timedelta(), self._rules.windows),
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

    def _new(self, submission: Submission[Request], card: Card | None, balance: int, dates: Dates) -> NewSend:
        request = submission.request
        measure = segments.measure(request.message)
        return NewSend(
            key=submission.key,
            team_id=submission.who.team_id,
            user_id=submission.who.user_id,
            to_number=card.number if card else request.to.digits,
            to_phone=canonical(request.to.digits),
            to_name=card.name if card else None,
            body=request.message,
            sender=request.sender,
            alpha_sender=request.alpha_sender,
            segments=measure.segments,
            credits=measure.segments,
            credits_upper=measure.upper_bound,
            origin_channel=submission.channel,
            held_by=HELD_BY[request.when],
            send_at=request.at,
            zone=submission.zone.key,
            recurrence=series.recurrence(request, dates, self._rules.account_zone),
            occurrences=len(dates.series),
            balance_shown=balance,
        )
