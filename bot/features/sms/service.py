"""One text to one person, from what somebody asked for to the job that sends it.

Checking asks SMS-iT and takes its time; confirming is one short transaction, because Slack waits for it.
"""

from datetime import timedelta
from typing import Final

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.contacts.service import Card, ContactBook
from bot.features.permissions import Permissions
from bot.features.sends import refusals, series
from bot.features.sends.preview import Funds, Preview
from bot.features.sends.quiet import judged
from bot.features.sends.refusals import RecipientError
from bot.features.sends.rules import SendRules
from bot.features.sends.safeguards import Safeguards
from bot.features.sends.series import Dates
from bot.features.sends.service import FORGOTTEN, SendService, found
from bot.features.sends.submission import HELD_BY, Submission
from bot.features.sends.weekly import IN_SPITE, MEANWHILE, OTHERWISE, OverLimitError, Reason
from bot.features.sms.request import Request
from bot.smsit import Endpoint
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import NewSend, Send, duplicates, reach
from bot.store.sends.duplicates import Duplicate
from bot.store.states import SendState
from bot.texting import segments
from bot.texting.clock import Clock
from bot.texting.number_places import place
from bot.texting.spellings import canonical

NOT_A_CONTACT: Final = "-6"
"""SMS-iT's code for a number that is unknown or has opted out, on sending to a contact."""
NO_SUCH_GROUP: Final = f"{Endpoint.ADD_CONTACT}:-5"
"""The same for the group a number was to be added to before."""
SENT_MEANWHILE: Final = (
    "Go back to the form and review it again if you want it sent twice: the same text was sent to this "
    "number a moment ago."
)
NOT_REACHED: Final = (
    "Check this number before you send: it hasn't received the last three texts, and this one costs the same."
)
ADDABLE: Final = frozenset({NOT_A_CONTACT, NO_SUCH_GROUP})
"""Outcome codes of texts that can be sent once more after their number was added to a group."""


__all__ = ["Request", "TextService"]


class TextService:
    """Checks, records and hands over texts to single people."""

    def __init__(
        self,
        database: Database,
        contacts: ContactBook,
        safeguards: Safeguards,
        send_service: SendService,
        permissions: Permissions,
        rules: SendRules,
        clock: Clock,
    ) -> None:
        self._database = database
        self._contacts = contacts
        self._credits = safeguards.credits
        self._is_closed = safeguards.is_closed
        self._do_not_text = safeguards.do_not_text
        self._weekly = safeguards.weekly
        self._send_service = send_service
        self._permissions = permissions
        self._rules = rules
        self._clock = clock

    def check(self, submission: Submission[Request]) -> Preview[Send, Card | None]:
        """Look the recipient and the balance up and record a draft; asking twice gives the same draft.

        Its own is the contact; None when the number is none yet, and a group has to be chosen to add it to.
        Raises :exc:`UserError` when the text cannot be sent as it stands, :exc:`RecipientError` because of
        who it is for.
        """
        request = submission.request
        self.require_unlisted(request.to.digits)
        card = self._contacts.lookup(request.to.digits)
        if card is not None:
            self.require_unlisted(card.number, card.name)
        if card is not None and not card.subscribed:
            raise RecipientError(refusals.OPTED_OUT.format(who=refusals.who(card.name, request.to.digits)))
        balance, reserved = self._credits.sms_balance(), self._credits.reserved()
        dates = series.of(request, self._rules.account_zone, self._clock(), submission.zone)
        new = self._new(submission, card, balance, dates)
        times = len(dates.series)
        refusals.require_covered(new.credits * dates.at_once, balance, reserved)
        with self._database.write() as conn:
            draft = sends.insert_draft(conn, new, now=self._clock())
            twice = self._duplicates(conn, draft)
            not_reached = reach.among(conn, (draft.to_phone,))
            over = self._weekly.of(conn, draft, draft.send_at or self._clock())
        reached = self._weekly.sentence(draft, over) if over else ""
        if over and not self._may_go_over(submission.who):
            raise OverLimitError(f"{reached} {OTHERWISE.format(role=self._weekly.override)}")
        return Preview(
            draft,
            card,
            Funds(draft.credits * times, draft.credits_upper * times, balance, reserved),
            dates,
            judged({place(request.to.digits): 1}, dates.series, timedelta(), self._rules.windows),
            is_aside=self._is_closed(submission.channel),
            full=request.is_typed or self._contacts.sees_numbers(submission.who),
            warnings=tuple(filter(None, (reached, NOT_REACHED if not_reached else ""))),
            duplicates=twice,
            needs_reason=bool(over),
        )

    def confirm(
        self,
        send_id: str,
        who: Who,
        group: str | None,
        told: str = "",
        reason: Reason | None = None,
        *,
        is_pressed: bool = False,
    ) -> None:
        """Hand a draft over; ``group`` is the one its number is added to first, if it is to be.

        ``told`` is the fingerprint of the duplicates that the confirmation told of; ``reason`` is why it goes
        in spite of the limit of a week. What a person pressed can be undone for as long as the policy says.
        Raises :exc:`UserError` when there has been another since, and as :meth:`SendService.confirm` does.
        """

        def require(conn: Connection, draft: Send) -> None:
            duplicates.look_alone(conn, draft.to_phone)
            found = self._duplicates(conn, draft)
            if found and duplicates.fingerprint(found) != told:
                raise UserError(SENT_MEANWHILE)
            if over := self._weekly.of(conn, draft, draft.send_at or self._clock()):
                self._note_over(conn, draft, who, over, reason)

        values = {"add_to_group": group} if group else {}
        undo = self._rules.limits.undo_seconds if is_pressed else 0
        self._send_service.confirm(send_id, who, values, require=require, undo_seconds=undo)

    def sees_numbers(self, who: Who) -> bool:
        """Tell whether a person sees numbers in full."""
        return self._contacts.sees_numbers(who)

    def look_again(self, send_id: str, who: Who) -> tuple[Send, int]:
        """Return a refused text and the balance, to be offered once more with its number added to a group.

        Raises :exc:`UserError` when it is none of theirs, the recipient has opted out, the words are no
        longer kept, or SMS-iT does not answer.
        """
        with self._database.read() as conn:
            send = found(sends.get(conn, send_id))
        self._permissions.require_send(send, who)
        if send.state is not SendState.REFUSED:
            raise UserError("That text wasn't refused, so there's nothing to send again.")
        if send.body is None:
            raise UserError(FORGOTTEN)
        for number in (send.to_phone, send.to_number):
            self.require_unlisted(number, send.to_name or "")
        card = self._contacts.lookup(send.to_phone)
        if card is not None and not card.subscribed:
            raise UserError(refusals.OPTED_OUT.format(who=refusals.who(send.to_name, send.to_number)))
        return send, self._credits.sms_balance()

    def require_unlisted(self, number: str, name: str = "") -> None:
        """Make sure that a number (digits) is not on the do-not-text list.

        Raises :exc:`RecipientError`, which says whose it is by their ``name``.
        """
        if self._do_not_text.is_listed(number):
            raise RecipientError(refusals.LISTED.format(who=refusals.who(name, number)))

    def _may_go_over(self, who: Who) -> bool:
        return self._permissions.access.allows(who, self._weekly.override)

    def _note_over(self, conn: Connection, draft: Send, who: Who, over: int, reason: Reason | None) -> None:
        """Write down that a text goes in spite of the limit. Raises :exc:`UserError` where it must not."""
        if reason is None:
            raise UserError(MEANWHILE)
        self._permissions.require_role(who, self._weekly.override, IN_SPITE)
        self._weekly.note(conn, draft, over, reason, who.user_id, self._clock())

    def _duplicates(self, conn: Connection, draft: Send) -> tuple[Duplicate, ...]:
        at = draft.send_at or self._clock()
        return duplicates.found(conn, draft.to_phone, draft.body or "", at, but=draft.id)

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
            send_at=dates.first if dates.kept else request.at,
            zone=submission.zone.key,
            recurrence=series.recurrence(request, dates, self._rules.account_zone),
            occurrences=dates.at_once,
            balance_shown=balance,
        )
