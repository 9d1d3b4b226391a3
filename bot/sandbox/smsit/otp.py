"""One-time codes: made by one call, checked by another, sent by neither."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.sandbox.smsit.credits import Purse
from bot.sandbox.smsit.quirks import Quirks
from bot.sandbox.smsit.refusals import Params, Payload, RefusalError, text

CODE_LENGTH = 6


@dataclass(slots=True)
class OtpBook:
    """The codes made, and which are still good. A code belongs to the account, not to a phone number."""

    quirks: Quirks
    purse: Purse
    seed: int
    made: list[str] = field(default_factory=list, repr=False)
    _good_until: dict[str, datetime] = field(default_factory=dict, repr=False)

    def generate(self, now: datetime) -> Payload:
        """Answer generateOTP with six lower-case hexadecimal characters."""
        if self.purse.sms < max(1, self.quirks.otp_cost):
            raise RefusalError(-2, "Not enough credits to make a code.")
        self.purse.pay(self.quirks.otp_cost, now)
        nth = len(self.made) + 1
        code = hashlib.sha256(f"{self.seed}:{nth}".encode()).hexdigest()[:CODE_LENGTH]
        self.made.append(code)
        self._good_until[code] = now + timedelta(seconds=self.quirks.otp_seconds)
        return {"status": self.quirks.otp_success, "msg": "The code was made.", "otp": code}

    def validate(self, params: Params, now: datetime) -> Payload:
        """Answer validateOtp; the page writes the parameter in capitals, its example does not."""
        code = text(params, "otp") or text(params, "OTP")
        good_until = self._good_until.get(code)
        if good_until is None or now >= good_until:
            raise RefusalError(-2, "The code is not valid.")
        if self.quirks.otp_single_use:
            del self._good_until[code]
        return {"status": self.quirks.otp_success, "msg": "The code is valid."}
