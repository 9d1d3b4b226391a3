"""SMS-iT: key, host and balance. Whether a sender is taken, it only tells when something is sent."""

from collections.abc import Iterator
from typing import Final

from bot.doctor.finding import Finding, look, ok, wrong
from bot.settings import Settings
from bot.smsit import SmsItClient, SmsItError

READ_SECONDS: Final = 10.0
"""How long the answer may take: somebody waits for the whole report."""


def findings(found: Settings) -> Iterator[Finding]:
    """Look at what SMS-iT says."""
    key = found.smsit_api_key.get_secret_value()
    try:
        with SmsItClient(key, base_url=found.smsit_base_url, read_timeout=READ_SECONDS) as client:
            balance = client.credit_balance()
    except SmsItError as error:
        yield wrong(
            "SMS-iT",
            error.sentence,
            "Check SMSIT_API_KEY, and whether the account is on the host in SMSIT_BASE_URL.",
        )
        return
    yield ok("SMS-iT", "the key is valid")
    if balance > 0:
        yield ok("Balance", f"{balance:,} SMS credits")
    else:
        yield look("Balance", "no SMS credits: nothing can be sent", "Buy credits in your SMS-iT account.")
