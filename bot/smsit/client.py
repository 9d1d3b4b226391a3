"""The client of all ten endpoints."""

from bot.smsit.contacts import ContactCalls
from bot.smsit.otp import OtpCalls
from bot.smsit.reports import ReportCalls
from bot.smsit.sending import SendingCalls


class SmsItClient(SendingCalls, ReportCalls, ContactCalls, OtpCalls):
    """A client of the SMS-iT API, for use by any number of threads.

    `base_url` is "decentralized", "cloud" or an address. `timezone` is the account's own time zone, needed
    for schedules and appointments: SMS-iT takes wall-clock times and does not tell which zone they are in.
    Timeouts are in seconds; a call fails when no connection is made within `connect_timeout` or nothing is
    heard for `read_timeout`. `clock` gives the present (aware), `sleep` waits between the tries of a read.

    Raises InvalidArgument for settings that cannot work; every other error is a SmsItError too.
    """
