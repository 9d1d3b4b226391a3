"""The balances at SMS-iT, and what of them is spoken for."""

from dataclasses import dataclass

from bot.errors import UserError
from bot.smsit import CreditKind, SmsItClient, SmsItError
from bot.store import sends
from bot.store.database import Database


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

    def __init__(self, client: SmsItClient, database: Database) -> None:
        self._client = client
        self._database = database

    def balances(self) -> Balances:
        """Return both balances now. Raises :exc:`UserError` when SMS-iT gives none."""
        try:
            sms = self._client.credit_balance(CreditKind.SMS)
            voice = self._client.credit_balance(CreditKind.VOICE)
        except SmsItError as error:
            raise UserError(error.sentence) from None
        return Balances(sms, voice, self.reserved())

    def sms_balance(self) -> int:
        """Return the SMS balance now. Raises :exc:`UserError` when SMS-iT gives none."""
        try:
            return self._client.credit_balance(CreditKind.SMS)
        except SmsItError as error:
            raise UserError(error.sentence) from None

    def reserved(self) -> int:
        """Return the credits that texts which wait will take: queued, being sent, or held by the bot."""
        with self._database.read() as conn:
            return sends.reserved_credits(conn)
