"""Making one birthday text: looked at as any text is, and held until its time. Nobody gets two in a year."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.errors import UserError
from bot.features.audiences.service import Member, of_member
from bot.features.birthdays import words
from bot.features.birthdays.reasons import NOT_REACHED, LeftOut, Reason
from bot.features.birthdays.setup import Ready
from bot.features.sends.quiet import judged
from bot.features.sends.rules import SendRules
from bot.features.sends.safeguards import Safeguards
from bot.features.sends.service import SendService
from bot.store import audit, birthday_texts, birthdays, sends
from bot.store.audit import Event
from bot.store.birthdays import BirthdayDay, DayState
from bot.store.database import Database
from bot.store.sends import HeldBy, NewSend, duplicates, reach
from bot.texting import segments
from bot.texting.clock import Clock
from bot.texting.local_days import day_of
from bot.texting.number_places import place
from bot.texting.sender_ids import Senders


class Texts:
    """Makes the texts of a day, one transaction each."""

    def __init__(
        self,
        database: Database,
        send_service: SendService,
        safeguards: Safeguards,
        rules: SendRules,
        senders: Senders,
        clock: Clock,
    ) -> None:
        self._database = database
        self._send_service = send_service
        self._do_not_text = safeguards.do_not_text
        self._weekly = safeguards.weekly
        self._rules = rules
        self._senders = senders
        self._clock = clock

    def hold(self, day: BirthdayDay, ready: Ready, member: Member, send_at: datetime) -> bool:
        """Have somebody's text wait for its time, or for an approval; one that does already stays as it is.

        False where the day isn't being prepared any more: none is added to what was shown. Raises
        :exc:`LeftOut` when they get none.
        """
        body = words.of_person(ready.body, of_member(member))
        if self._do_not_text.is_listed(member.person.number):
            raise LeftOut(Reason.LISTED)
        at = self._awake(member.phone, send_at)
        with self._database.write() as conn:
            duplicates.look_alone(conn, member.phone)
            now = birthdays.get(conn, day.id, lock=True)
            if now is None or now.state is not DayState.PREPARING:
                return False
            had = birthday_texts.had_in(conn, member.phone, day.day.year)
            if had is None:
                self._hold(conn, day, self._new(day, ready, member, body, at))
            elif had != day.id:
                raise LeftOut(Reason.HAD_ONE)
        return True

    def _awake(self, phone: str, at: datetime) -> datetime:
        """Return when to text a number: then, or when the quiet hours are over where it may be."""
        quiet = judged({place(phone): 1}, (at,), timedelta(), self._rules.windows)
        if quiet is None:
            return at
        zone = self._rules.days_zone
        if quiet.until is None or day_of(quiet.until, zone) != day_of(at, zone):
            raise LeftOut(Reason.QUIET)
        return quiet.until

    def _hold(self, conn: Connection, day: BirthdayDay, new: NewSend) -> None:
        now = self._clock()
        draft = sends.insert_draft(conn, new, now=now)
        at = draft.send_at or now
        if reach.among(conn, (draft.to_phone,)):
            raise LeftOut(NOT_REACHED)
        if self._weekly.of(conn, draft, at):
            raise LeftOut(Reason.WEEK)
        if duplicates.found(conn, draft.to_phone, draft.body or "", at, but=draft.id):
            raise LeftOut(Reason.TWICE)
        try:
            self._send_service.hand_over(conn, draft)
        except UserError:  # all else that it looks at was looked at above
            raise LeftOut(Reason.BUDGET) from None
        birthday_texts.add(conn, day.id, day.day.year, draft.id)
        audit.note(conn, Event.FOR_BIRTHDAY, draft.id, at=now)

    def _new(self, day: BirthdayDay, ready: Ready, member: Member, body: str, at: datetime) -> NewSend:
        measure, (sender, alpha) = segments.measure(body), self._senders.behind(self._senders.numbers[0])
        return NewSend(
            key=birthday_texts.key_of(day.id),
            team_id=ready.who.team_id,
            user_id=ready.who.user_id,
            to_number=member.person.number,
            to_phone=member.phone,
            to_name=member.person.name or None,
            body=body,
            sender=sender,
            alpha_sender=alpha,
            segments=measure.segments,
            credits=measure.segments,
            credits_upper=measure.upper_bound,
            origin_channel=ready.channel,
            held_by=HeldBy.BOT,
            send_at=at,
            zone=self._rules.days_zone.key,
        )
