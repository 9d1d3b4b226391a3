"""Credits: what a text costs, and the balance that pays for it."""

import math
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.sandbox.smsit.quirks import Billing, Quirks
from bot.sandbox.smsit.refusals import Params, Payload, RefusalError, text

PER_CREDIT = 160
PER_UNICODE_CREDIT = 70
FAMILY_BYTES = 1600  # the family stops counting here

# GSM 03.38, the basic table and its extension; the page counts a character of either as one.
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà\f^{}\\[~]|€"
)


def credits_for(message: str, billing: Billing = Billing.DOCUMENTED) -> int:
    """Count the credits of one text to one phone: 1 for each 160 characters, or 70 when in Unicode."""
    if billing is Billing.FAMILY:
        counted = message.encode()[:FAMILY_BYTES].decode(errors="ignore")
        narrow = message.isascii()
    else:
        counted = message
        narrow = GSM.issuperset(message)
    return max(1, math.ceil(len(counted) / (PER_CREDIT if narrow else PER_UNICODE_CREDIT)))


@dataclass(slots=True)
class Purse:
    """The two balances of the account. What the API tells lags behind by `quirks.balance_lag` seconds."""

    quirks: Quirks
    sms: int
    voice: int
    _recent: deque[tuple[datetime, int]] = field(default_factory=deque)

    def pay(self, amount: int, now: datetime) -> bool:
        """Take `amount` SMS credits; False, and nothing taken, when there are not enough."""
        if amount > self.sms:
            return False
        self.sms -= amount
        if self.quirks.balance_lag > 0:
            self._recent.append((now, amount))
        return True

    def told(self, now: datetime) -> int:
        """Give the SMS balance the API admits to at `now`."""
        edge = now - timedelta(seconds=self.quirks.balance_lag)
        while self._recent and self._recent[0][0] <= edge:
            self._recent.popleft()
        return self.sms + sum(amount for _, amount in self._recent)

    def balance(self, params: Params, now: datetime) -> Payload:
        """Answer getcreditbalance."""
        kind = text(params, "type")
        if kind not in {"1", "2"}:
            raise RefusalError(-2, "The type is neither 1 nor 2.")
        amount = self.told(now) if kind == "1" else self.voice
        return {"creditbalancenumber": str(amount), "msg": "Successful API call"}
