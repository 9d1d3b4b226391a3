"""One-time codes."""

from bot.smsit import checks
from bot.smsit.calls import Calls
from bot.smsit.endpoints import Endpoint
from bot.smsit.errors import WrongOtp
from bot.smsit.models import Otp
from bot.smsit.outcomes import expect_code, expect_verified


class OtpCalls(Calls):
    """The calls about one-time codes.

    SMS-iT ties a code to nobody: what is valid for one customer validates for another. Who uses these calls
    must remember which code was made for whom.
    """

    def generate_otp(self) -> Otp:
        """Have a code made. Nothing is sent to anybody; that is for `send_to_contact`.

        Raises ApiError (NotEnoughCredits, …), NotSent or OutcomeUnknown.
        """
        return Otp(expect_code(self.call(Endpoint.GENERATE_OTP, {})))

    def validate_otp(self, code: str) -> bool:
        """Whether a code is valid: True only on a clear yes, False only on a clear no.

        SMS-iT does not publish what a yes looks like, so anything else is an error and never a yes. Asking
        may use the code up. Raises InvalidArgument, ApiError, NotSent or OutcomeUnknown.
        """
        params = {"otp": checks.text("code", code)}
        try:
            fields = self.call(Endpoint.VALIDATE_OTP, params)
        except WrongOtp:
            return False
        expect_verified(fields)
        return True
