"""The balances at SMS-iT, and how much of them is reserved."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.errors import UserError
from bot.features.credits.outlook import Outlook, outlook
from bot.smsit import CreditKind, InvalidApiKey, NoApiAccess, SmsItClient, SmsItError
from bot.store import balances, sends
from bot.store.balances import Sample
from bot.store.batched_writes import in_batches
from bot.store.database import Database
from bot.texting.clock import Clock, utc_now

log = logging.getLogger(__name__)

FRESH: Final = timedelta(minutes=10)
"""How long nobody asks for a new balance of their own accord where one was asked for."""
KEPT: Final = timedelta(days=40)
"""How long balances are kept."""
LOOKED_BACK: Final = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Balances:
    """Credits for SMS and for voice, and the SMS credits that texts which wait will still take.

    ``reserved`` is calculated by us, as the upper bound: SMS-iT knows nothing of texts the bot holds.
    """

    sms: int
    voice: int
    reserved: int


class Credits:
    """Asks SMS-iT for balances, and remembers what it said.

    What was said last is known at once; the tick writes it down, so nobody who confirms waits for that.
    """

    def __init__(self, client: SmsItClient, database: Database, clock: Clock = utc_now) -> None:
        self._client = client
        self._database = database
        self._clock = clock
        self._seen: Sample | None = None
        self._kept: Sample | None = None

    def balances(self) -> Balances:
        """Return both balances now. Raises :exc:`UserError` when SMS-iT gives none."""
        sms = self.sms_balance()
        try:
            voice = self._client.credit_balance(CreditKind.VOICE)
        except SmsItError as error:
            raise UserError(error.sentence) from None
        return Balances(sms, voice, self.reserved())

    def sms_balance(self) -> int:
        """Return the SMS balance now. Raises :exc:`UserError` when SMS-iT gives none."""
        try:
            found = self._client.credit_balance(CreditKind.SMS)
        except SmsItError as error:
            raise UserError(error.sentence) from None
        return self._note(found)

    def look(self) -> int:
        """Return the SMS balance now, for nobody who waits: asked once. Raises :exc:`SmsItError`."""
        return self._note(self._client.credit_balance(CreditKind.SMS, retry=False))

    def refresh(self) -> bool:
        """Ask for the SMS balance unless it was asked for a few minutes ago; tell whether it is news."""
        known = self.known()
        if known is not None and self._is_fresh(known):
            return False
        try:
            return self.look() != (None if known is None else known.credits)
        except SmsItError as error:
            log.info("the balance is not known: %s", type(error).__name__)
            return False

    def key_works(self) -> bool | None:
        """Tell whether SMS-iT took the key a few minutes ago, or takes it now; None without an answer."""
        known = self.known()
        if known is not None and self._is_fresh(known):
            return True
        try:
            self.look()
        except (InvalidApiKey, NoApiAccess):
            return False
        except SmsItError:
            return None
        return True

    def known(self) -> Sample | None:
        """Return the SMS balance as it was read last, by any process; None when nobody did. Asks nobody."""
        now, seen = self._clock(), self._seen
        with self._database.read() as conn:
            kept = balances.newest(conn, now)
        found = (each for each in (kept, seen) if each is not None and each.at <= now)
        return max(found, key=lambda sample: sample.at, default=None)

    def outlook(self, zone: ZoneInfo) -> Outlook | None:
        """Return how the balance went and how long it lasts, by the days of a zone; None while unknown."""
        now, known = self._clock(), self.known()
        if known is None:
            return None
        with self._database.read() as conn:
            samples = balances.since(conn, now - LOOKED_BACK)
        past = [each for each in samples if each.at < known.at]
        return outlook([*past, known], now, zone)

    def keep(self) -> None:
        """Write down the balance that was read last, if it is not written down yet."""
        seen = self._seen
        if seen is not None and seen != self._kept:
            with self._database.write(soon=False) as conn:
                balances.note(conn, seen)
            self._kept = seen

    def forget(self) -> None:
        """Forget balances that are old."""
        before = self._clock() - KEPT
        in_batches(self._database, lambda conn, most: balances.forget(conn, before, most))

    def reserved(self) -> int:
        """Return the credits that texts which wait will take: queued, being sent, or held by the bot."""
        with self._database.read() as conn:
            return sends.reserved_credits(conn)

    def _is_fresh(self, sample: Sample) -> bool:
        return self._clock() - sample.at <= FRESH

    def _note(self, credits_: int) -> int:
        self._seen = Sample(self._clock(), credits_)
        return credits_
