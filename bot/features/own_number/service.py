"""Whose number is whose, and a test: a text to oneself that says what one person of many would get.

A test is a text of its own, to one number, and goes the way of every such text; the broadcast or list that it
shows knows nothing of it.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from bot.access import Who
from bot.errors import UserError
from bot.features.contacts.service import Card
from bot.features.sends.preview import Preview
from bot.features.sends.service import GONE
from bot.features.sends.submission import Submission
from bot.features.sms.service import Request
from bot.store import own_numbers, sends
from bot.store.database import Database
from bot.store.own_numbers import OwnNumber
from bot.store.sends import TEST, Send, SendKind
from bot.store.sends.duplicates import fingerprint
from bot.store.states import SendState
from bot.texting import phones
from bot.texting.clock import Clock
from bot.texting.schedules import ONCE, When
from bot.texting.spellings import canonical

NO_NUMBER: Final = "Give your own number on the Home tab first, under My number."
NO_GROUP: Final = (
    "Your number isn't in your contacts, and SMS-iT only texts contacts. On the Home tab, under My number, "
    "choose a group to add it to."
)

A_DAY: Final = timedelta(days=1)
MOST_TESTS: Final = 20
"""Tests to one number a day. They aren't counted as texts of a week, and nobody checks whose number it is."""
ENOUGH: Final = f"Send the next test tomorrow: this number got {MOST_TESTS} tests within a day."

__all__ = ["NO_NUMBER", "Body", "OwnNumber", "OwnNumbers", "TestTexts"]

Body = Callable[[Send, str, str], str]
"""Gives the text of a draft to many as one of them gets it, by the value and the words of what was picked.

Raises :exc:`UserError` when it is gone.
"""


class Texts(Protocol):
    """Texts to one person."""

    def check(self, submission: Submission[Request]) -> Preview[Send, Card | None]:
        """Look the recipient and the balance up and record a draft. Raises :exc:`UserError`."""

    def confirm(self, send_id: str, who: Who, group: str | None, told: str = "") -> None:
        """Hand a draft over. Raises :exc:`UserError`."""


class OwnNumbers:
    """Keeps people's numbers."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def of(self, who: Who) -> OwnNumber | None:
        """Return a person's number; none when they gave none."""
        with self._database.read() as conn:
            return own_numbers.get(conn, who.user_id)

    def give(self, who: Who, number: OwnNumber | None) -> None:
        """Keep a person's number, or forget it."""
        with self._database.write(urgent=True) as conn:
            if number is None:
                own_numbers.remove(conn, who.user_id)
            else:
                own_numbers.put(conn, who.user_id, number, self._clock())


class TestTexts:
    """Sends tests. ``bodies`` give the text of a draft of their kind as one person gets it."""

    __test__ = False

    def __init__(
        self,
        database: Database,
        numbers: OwnNumbers,
        texts: Texts,
        bodies: Mapping[SendKind, Body],
        clock: Clock,
    ) -> None:
        self._database = database
        self._numbers = numbers
        self._texts = texts
        self._bodies = bodies
        self._clock = clock

    def require(self, send_id: str, who: Who) -> Send:
        """Return a person's draft. Raises :exc:`UserError` when there is no such draft of theirs."""
        with self._database.read() as conn:
            draft = sends.get(conn, send_id)
        if draft is None or draft.state is not SendState.DRAFT or draft.user_id != who.user_id:
            raise UserError(GONE)
        return draft

    def send(self, send_id: str, who: Who, key: str, zone: ZoneInfo, picked: tuple[str, str]) -> str:
        """Text a person what ``picked``, a value and its words, gets of their draft; return where it went.

        That is their number, masked. The same ``key`` again sends nothing more. Raises :exc:`UserError`.
        """
        own = self._numbers.of(who)
        if own is None:
            raise UserError(NO_NUMBER)
        draft = self.require(send_id, who)
        self._require_few(own)
        request = Request(
            to=phones.from_digits(own.number),
            message=self._bodies[draft.kind](draft, *picked),
            sender=draft.sender,
            alpha_sender=draft.alpha_sender,
            when=When.NOW,
            at=None,
            repeat=ONCE,
            every=1,
            until=None,
            is_typed=True,
        )
        preview = self._texts.check(Submission(request, who, None, f"{TEST}{key}", zone))
        if preview.own is None and not own.group:
            raise UserError(NO_GROUP)
        group = own.group if preview.own is None else None
        told = fingerprint(preview.duplicates)  # a test is sent as often as it is asked for
        self._texts.confirm(preview.draft.id, who, group, told)
        return phones.mask(own.number)

    def _require_few(self, own: OwnNumber) -> None:
        """Make sure that a number gets no more tests than anybody needs. Raises :exc:`UserError`."""
        with self._database.read() as conn:
            sent = sends.count_tests(conn, canonical(own.number), self._clock() - A_DAY)
        if sent >= MOST_TESTS:
            raise UserError(ENOUGH)
