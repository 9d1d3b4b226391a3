"""Delivery reports and credit balances."""

from bot.smsit import checks, decode
from bot.smsit.calls import Calls, unusable
from bot.smsit.endpoints import Endpoint
from bot.smsit.models import ContactReport, CreditKind, GroupReport


class ReportCalls(Calls):
    """The calls that only ask; all of them are retried, unless a caller in a hurry says `retry=False`."""

    def contact_report(self, number: str, *, retry: bool = True) -> ContactReport:
        """Tell how the *latest* text to a number (digits with country code) fares, never an earlier one.

        Raises InvalidArgument, ApiError (UnknownReport: nothing was ever sent to it, …) or Unavailable.
        """
        params = {"number": checks.kept_number("number", number)}
        fields = self.call(Endpoint.CONTACT_REPORT, params, retry=retry)
        status = decode.word(fields.get("smsstatus"))
        if "smsstatus" not in fields or status is None:
            raise unusable(Endpoint.CONTACT_REPORT, "its answer holds no delivery status")
        return ContactReport(status=status.lower(), error=decode.word(fields.get("errormsg")) or "")

    def group_report(self, group_sms_id: str, *, retry: bool = True) -> GroupReport:
        """How many texts of a group send were taken by the carriers, and how many failed, so far.

        Raises InvalidArgument, ApiError (UnknownReport, …) or Unavailable.
        """
        params = {"groupsmsid": checks.report_id("group_sms_id", group_sms_id)}
        fields = self.call(Endpoint.GROUP_REPORT, params, retry=retry)
        successful, failed = decode.count(fields.get("successful")), decode.count(fields.get("failed"))
        if successful is None or failed is None:
            raise unusable(Endpoint.GROUP_REPORT, "its answer holds no figures")
        return GroupReport(successful=successful, failed=failed)

    def credit_balance(self, kind: CreditKind = CreditKind.SMS, *, retry: bool = True) -> int:
        """Give the account's credits of one kind. The figure lags behind recent sends.

        Raises InvalidArgument, ApiError or Unavailable.
        """
        params = {"type": str(checks.choice("kind", kind, CreditKind).value)}
        fields = self.call(Endpoint.CREDIT_BALANCE, params, retry=retry)
        balance = decode.count(fields.get("creditbalancenumber"))
        if balance is None:
            raise unusable(Endpoint.CREDIT_BALANCE, "its answer holds no balance")
        return balance
