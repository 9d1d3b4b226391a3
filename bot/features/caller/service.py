"""All that is known of somebody on the phone, read at one moment, as one person may see it.

SMS-iT says whether they are a contact and may be texted; all else stands in our own tables, and is shown
whether SMS-iT answers or not. What a verified code opens is decided in :mod:`bot.features.after_code`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.access import Opened, Role, Who
from bot.errors import UserError
from bot.features import after_code
from bot.features.after_code import Opening
from bot.features.appointments.service import Timeline
from bot.features.contacts.service import Card, ContactBook
from bot.features.do_not_text.service import DoNotText
from bot.features.permissions import Permissions
from bot.store import callers, do_not_text, sends, verifications
from bot.store.database import Database
from bot.store.do_not_text import Entry
from bot.store.sends import Send, reach
from bot.store.states import SendState
from bot.store.verifications import Stage, Verification
from bot.texting.clock import Clock
from bot.texting.spellings import canonical

LOOKED_THROUGH: Final = 20
"""Newest texts that are read."""
TEXTS, REFUSALS = 3, 3
"""How many of them are shown."""
GONE: Final = "That code no longer exists. Look the caller up: `/sms caller`."
NOT_YOURS: Final = (
    "Only <@{user}>, who verified this caller, can open this from the code. Look the caller up yourself: "
    "`/sms caller`."
)
OVER: Final = "That's no longer open to you. Verify the caller again: `/sms otp`."

Coming = Callable[[Connection, str], Timeline | None]
"""Returns the next appointment of a phone (its one form); none when there is none."""


@dataclass(frozen=True, slots=True)
class Code:
    """What codes say of a caller: the one that verified them last, and the newest one if that is another.

    ``purposes`` are the ids of those of which the person may read what they were for. ``opening`` is what is
    open to them now. ``is_fresh`` tells that the caller was verified within the last minutes: earlier it was
    in another call.
    """

    verified: Verification | None
    newer: Verification | None
    opening: Opening | None
    purposes: frozenset[str]
    is_fresh: bool


@dataclass(frozen=True, slots=True)
class DoNotTextNote:
    """That the number is on the do-not-text list, and the record of it for whoever may read that."""

    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Passport:
    """Somebody on the phone. ``full`` tells whether the person sees the whole number (digits).

    ``card`` is none when SMS-iT has no such contact, or didn't answer: then ``trouble`` says so. ``texts``
    are the newest to them, ``refusals`` the newest that SMS-iT refused. ``may_move`` tells whether the person
    may move or cancel the ``appointment``, which is the next one. ``now`` is when all this was read.
    """

    number: str = field(repr=False)
    name: str = field(repr=False)
    full: bool
    card: Card | None = field(repr=False)
    trouble: str
    do_not_text: DoNotTextNote | None
    code: Code
    texts: tuple[Send, ...]
    refusals: tuple[Send, ...]
    unreachable: bool
    appointment: Timeline | None
    may_move: bool
    now: datetime


class Passports:
    """Reads passports. ``coming`` finds the next appointment; ``region`` reads numbers without a code."""

    def __init__(
        self,
        database: Database,
        contacts: ContactBook,
        listed: DoNotText,
        permissions: Permissions,
        clock: Clock,
        *,
        coming: Coming,
        region: str | None,
    ) -> None:
        self._database = database
        self._contacts = contacts
        self._listed = listed
        self._permissions = permissions
        self._clock = clock
        self._coming = coming
        self._region = region

    def of(self, number: str, who: Who, *, kept: bool = False) -> Passport:
        """Return all that is known of a number (digits). It waits for SMS-iT.

        It has its country code, unless it is such as SMS-iT has ``kept`` it.
        """
        card, trouble = self._card(number, kept=kept)
        phone = canonical(number, self._region if kept else None)
        with self._database.read() as conn:
            return self._read(conn, number, phone, card, trouble, who)

    def phone_of(self, send_id: str, who: Who) -> str:
        """Return the phone (its one form) of the caller somebody verified with a code.

        Raises :exc:`UserError` to anybody else.
        """
        with self._database.read() as conn:
            found = verifications.get(conn, send_id)
        if found is None or not found.phone:
            raise UserError(GONE)
        if found.user_id != who.user_id:
            raise UserError(NOT_YOURS.format(user=found.user_id))
        return found.phone

    def whole_number(self, send_id: str, who: Who) -> str:
        """Return a number (digits) that is to be shown whole, because a code opens it; that is written down.

        Raises :exc:`UserError` to whoever it isn't open to, or no longer.
        """
        phone = self.phone_of(send_id, who)

        def use(conn: Connection) -> None:
            now, permitted = self._clock(), self._permissions.after_code
            opening = permitted.opens(conn, Opened.FULL_NUMBER, phone, who, now)
            if opening is None:
                raise UserError(OVER)
            after_code.used(conn, opening, Opened.FULL_NUMBER, who, now)

        self._database.write_with_others(use)
        return phone

    def openings(self, who: Who) -> tuple[Opening, ...]:
        """Return which callers' things are open to a person now, the last to end first."""
        if not self._permissions.after_code.rules.after_code or not self._may_send(who):
            return ()
        with self._database.read() as conn:
            return self._permissions.after_code.openings(conn, who, self._clock())

    def _card(self, number: str, *, kept: bool) -> tuple[Card | None, str]:
        try:
            return self._contacts.lookup(number, kept=kept, hurry=True), ""
        except UserError as error:
            return None, error.sentence

    def _read(
        self, conn: Connection, number: str, phone: str, card: Card | None, trouble: str, who: Who
    ) -> Passport:
        texts, appointment = sends.newest_to(conn, phone, LOOKED_THROUGH), self._coming(conn, phone)
        code = self._code(conn, phone, who)
        owner = appointment.known.user_id if appointment else ""
        may_send = self._may_send(who)
        return Passport(
            number=number,
            name=_name(card, appointment, texts),
            full=self._contacts.sees_numbers(who),
            card=card,
            trouble=trouble,
            do_not_text=self._note(conn, phone, number if card is None else card.number, in_full=may_send),
            code=code,
            texts=texts[:TEXTS],
            refusals=tuple(each for each in texts if each.state is SendState.REFUSED)[:REFUSALS],
            unreachable=bool(reach.among(conn, (phone,))),
            appointment=appointment,
            may_move=may_send and bool(owner) and self._permissions.may_move(owner, who, code.opening),
            now=self._clock(),
        )

    def _may_send(self, who: Who) -> bool:
        """Tell whether somebody has the role, still, for what a code opens."""
        return self._permissions.access.allows(who, Role.SENDER)

    def _note(self, conn: Connection, phone: str, kept: str, *, in_full: bool) -> DoNotTextNote | None:
        """Return the note of the do-not-text list; why it is on there is for those who may send."""
        if not self._listed.stands_in(conn, phone, kept):
            return None
        entry = do_not_text.get(conn, phone) if in_full else None
        return DoNotTextNote(entry if entry is not None and entry.is_listed else None)

    def _code(self, conn: Connection, phone: str, who: Who) -> Code:
        verified, newest = callers.last_verified(conn, phone), callers.codes_to(conn, phone, 1)
        newer = next((each for each in newest if verified is None or each.send_id != verified.send_id), None)
        if newer is not None and newer.state is Stage.VERIFIED:
            newer = None
        sees_all = self._permissions.access.allows(who, Role.ADMIN)
        own = [each for each in (verified, newer) if each and (sees_all or each.user_id == who.user_id)]
        after, now = self._permissions.after_code, self._clock()
        opening = after.opening(conn, phone, who, now) if self._may_send(who) else None
        is_fresh = verified is not None and after.is_fresh(verified, now)
        return Code(verified, newer, opening, frozenset(each.send_id for each in own), is_fresh)


def _name(card: Card | None, appointment: Timeline | None, texts: tuple[Send, ...]) -> str:
    """Return the name SMS-iT has, or the last one known here."""
    known = (card.name if card else "", appointment.known.name if appointment else "", *_names(texts))
    return next((each for each in known if each), "")


def _names(texts: tuple[Send, ...]) -> tuple[str | None, ...]:
    return tuple(each.to_name for each in texts)
