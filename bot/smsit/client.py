"""The client of all ten endpoints."""

from collections.abc import Mapping

from bot.smsit.contacts import ContactCalls
from bot.smsit.endpoints import Endpoint
from bot.smsit.errors import NotSent
from bot.smsit.otp import OtpCalls
from bot.smsit.reports import ReportCalls
from bot.smsit.texts import SendingCalls


class SmsItClient(SendingCalls, ReportCalls, ContactCalls, OtpCalls):
    """A client of the SMS-iT API, for use by any number of threads.

    `base_url` is "decentralized", "cloud" or an address. `timezone` is the account's own time zone, needed
    for schedules and appointments: SMS-iT takes wall-clock times and does not tell which zone they are in.
    Timeouts are in seconds; a call fails when no connection is made within `connect_timeout` or nothing is
    heard for `read_timeout`. `clock` gives the present (aware), `sleep` waits between the tries of a read.

    Raises InvalidArgument for settings that cannot work; every other error is a SmsItError too.
    """


class ReadingClient(SmsItClient):
    """A client that asks and changes nothing: every write is refused before anything leaves."""

    def call(
        self,
        endpoint: Endpoint,
        params: Mapping[str, str],
        *,
        timeout: float | None = None,
        retry: bool = True,
    ) -> Mapping[str, object]:
        """Make a call that reads. Raises NotSent for any other one, and what the client raises."""
        if not endpoint.is_read:
            raise NotSent(endpoint, "this client only reads")
        return super().call(endpoint, params, timeout=timeout, retry=retry)
