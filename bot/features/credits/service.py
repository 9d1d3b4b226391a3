"""The balances at SMS-iT, and how much of them is reserved."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.errors import UserError
from bot.smsit import CreditKind, SmsItClient, SmsItError
from bot.store import sends
from bot.store.database import Database
from bot.texting.clock import Clock, utc_now

FRESH: Final = timedelta(minutes=10)
"""How long a balance that was asked for is shown where nobody should wait for a new one."""


@dataclass(frozen=True, slots=True)
class Balances:
    """Credits for SMS and for voice, and the SMS credits that texts which wait will still take.

    ``reserved`` is reckoned by us, as the upper bound: SMS-iT knows nothing of texts the bot holds.
    """

    sms: int
    voice: int
    reserved: int


class Credits:
    """Asks SMS-iT for balances."""

    def __init__(self, client: SmsItClient, database: Database, clock: Clock = utc_now) -> None:
        self._client = client
        self._database = database
        self._clock = clock
        self._seen: tuple[datetime, int] | None = None

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
        self._seen = (self._clock(), found)
        return found

    def known(self) -> int | None:
        """Return the SMS balance as it was a few minutes ago at most; None when nobody asked. Asks nobody."""
        if self._seen is None or self._clock() - self._seen[0] > FRESH:
            return None
        return self._seen[1]

    def reserved(self) -> int:
        """Return the credits that texts which wait will take: queued, being sent, or held by the bot."""
        with self._database.read() as conn:
            return sends.reserved_credits(conn)
