"""A one-time code, from what somebody asked for to the job that has it made and texted.

Checking asks SMS-iT and takes its time; confirming is one short transaction, because Slack waits for it.
There is no code yet in either: it is made right before its text leaves.
"""

from typing import Final

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.contacts.service import Card, ContactBook
from bot.features.otp import texts
from bot.features.otp.limits import Limits
from bot.features.otp.request import Request, is_purpose
from bot.features.sends import refusals
from bot.features.sends.preview import Funds, Preview
from bot.features.sends.refusals import RecipientError
from bot.features.sends.safeguards import Safeguards
from bot.features.sends.service import GONE, SendService, found
from bot.features.sends.submission import Submission
from bot.policy.model import Otp
from bot.store import sends, verifications
from bot.store.database import Database
from bot.store.sends import NewSend, Send, SendKind
from bot.store.verifications import NewVerification
from bot.texting.clock import Clock
from bot.texting.spellings import canonical

NO_CONTACT: Final = (
    "{masked} isn't in your contacts, and SMS-iT texts only contacts. Add it with /sms contacts add, then "
    "send the code."
)
NO_PURPOSE: Final = "That purpose is no longer offered. Go back and choose another one."


class CodeService:
    """Checks, records and hands over codes to be sent."""

    def __init__(
        self,
        database: Database,
        contacts: ContactBook,
        safeguards: Safeguards,
        send_service: SendService,
        rules: Otp,
        limits: Limits,
        clock: Clock,
    ) -> None:
        self._database = database
        self._contacts = contacts
        self._credits = safeguards.credits
        self._is_closed = safeguards.is_closed
        self._do_not_text = safeguards.do_not_text
        self._send_service = send_service
        self._clock = clock
        self._rules = rules
        self._limits = limits

    def check(self, submission: Submission[Request]) -> Preview[Send, str]:
        """Look the person and the balance up and record a draft; asking twice gives the same draft.

        Its own is what the code is for.
        Raises :exc:`UserError` when no code can be sent as it stands, :exc:`RecipientError` because of who
        it is for.
        """
        to = submission.request.to
        self.require_unlisted(to.digits)
        with self._database.read() as conn:
            self._limits.check(conn, submission.who.user_id, to.digits, self._clock())
        card = self._contacts.lookup(to.digits)
        if card is None:
            raise RecipientError(NO_CONTACT.format(masked=to.masked))
        self.require_unlisted(card.number, card.name)
        if not card.subscribed:
            raise RecipientError(refusals.OPTED_OUT.format(who=refusals.who(card.name, to.digits)))
        balance, reserved = self._credits.sms_balance(), self._credits.reserved()
        new = self._new(submission, card, balance)
        refusals.require_covered(new.credits, balance, reserved)
        with self._database.write() as conn:
            draft = sends.insert_draft(conn, new, now=self._clock())
        funds = Funds(draft.credits, draft.credits_upper, balance, reserved)
        full = submission.request.is_typed or self._contacts.sees_numbers(submission.who)
        return Preview(
            draft, submission.request.purpose, funds, full=full, is_aside=self._is_closed(submission.channel)
        )

    def require_unlisted(self, number: str, name: str = "") -> None:
        """Make sure that a number (digits) is not on the do-not-text list.

        Raises :exc:`RecipientError`, which says whose it is by their ``name``.
        """
        if self._do_not_text.is_listed(number):
            raise RecipientError(refusals.LISTED.format(who=refusals.who(name, number)))

    def confirm(self, send_id: str, purpose: str, who: Who) -> None:
        """Have a code made and sent for a draft. Durable on return; a second confirmation changes nothing.

        An older code of the same person, to the same number and for the same purpose, counts no longer.
        Raises :exc:`UserError` when a limit was reached meanwhile, the draft is gone or somebody else's, its
        number must not be texted, or a budget does not cover it.
        """
        if not is_purpose(purpose, self._rules):
            raise UserError(NO_PURPOSE)
        self._database.write_with_others(lambda conn: self._hand_over(conn, send_id, purpose, who))

    def _hand_over(self, conn: Connection, send_id: str, purpose: str, who: Who) -> None:
        """Record the verification and hand its send over in one transaction."""
        draft = found(sends.get(conn, send_id))
        if draft.user_id != who.user_id or draft.kind is not SendKind.OTP:
            raise UserError(GONE)
        now = self._clock()
        verifications.lock(conn)
        if verifications.get(conn, draft.id) is not None:  # it is the same press again
            return
        self._limits.check(conn, draft.user_id, draft.to_phone, now)
        whom = draft.to_number, draft.to_phone
        new = NewVerification(draft.id, draft.user_id, *whom, purpose, self._rules.tries)
        verifications.replace_older(conn, new, now)
        verifications.insert_making(conn, new, now)
        self._send_service.hand_over(conn, draft)

    def _new(self, submission: Submission[Request], card: Card, balance: int) -> NewSend:
        body = texts.template(self._rules)
        usual, most = texts.weight(body)
        return NewSend(
            key=submission.key,
            kind=SendKind.OTP,
            team_id=submission.who.team_id,
            user_id=submission.who.user_id,
            to_number=card.number,
            to_phone=canonical(submission.request.to.digits),
            to_name=card.name or None,
            body=body,
            sender=submission.request.sender,
            alpha_sender=submission.request.alpha_sender,
            segments=usual,
            credits=usual,
            credits_upper=most,
            origin_channel=submission.channel,
            zone=submission.zone.key,
            balance_shown=balance,
        )
