"""The two delivery reports: late, about the latest text only, and free to go down."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.smsit.delivery import HANDED_OVER, LOST, Carrier, Outcome
from bot.sandbox.smsit.outbox import Outbox, TextOut
from bot.sandbox.smsit.quirks import Quirks
from bot.sandbox.smsit.refusals import Params, Payload, RefusalError, need


@dataclass(slots=True)
class Reports:
    """Reads the outbox as the service's reports would."""

    quirks: Quirks
    outbox: Outbox
    carrier: Carrier

    def outcome(self, text: TextOut, now: datetime) -> Outcome:
        """Tell what is reported at `now` of one text; reports run late by the quirk's lag."""
        lag = timedelta(seconds=self.quirks.report_lag * self.carrier.seconds)
        return self.carrier.outcome(text.number, text.at, now - lag)

    def contact(self, params: Params, now: datetime) -> Payload:
        """Answer getcontactsmsdeliveryreport: the latest text to the number, and no other."""
        latest = self.outbox.latest.get(need(params, "number", -2))
        if latest is None:
            raise RefusalError(-3, "No outbound SMS to this number.")
        outcome = self.outcome(latest, now)
        return {"smsstatus": outcome.status.value, "errormsg": outcome.error}

    def group(self, params: Params, now: datetime) -> Payload:
        """Answer getbulksmsdeliveryreport.

        "Successful" means handed to the carrier: a text that fails later leaves that figure again, and
        one that hangs is in neither.
        """
        texts = self.outbox.groups.get(need(params, "groupsmsid", -2))
        if texts is None:
            raise RefusalError(-3, "There is no such group SMS.")
        statuses = [self.outcome(text, now).status for text in texts]
        return {
            "successful": str(sum(status in HANDED_OVER for status in statuses)),
            "failed": str(sum(status in LOST for status in statuses)),
        }
