"""SMS-iT: key, host and balance. Whether a sender is taken, it only tells when something is sent."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bot.doctor import clocks
from bot.doctor.finding import Finding, look, ok, wrong
from bot.settings import Settings
from bot.smsit import NoApiAccess, SmsItClient, SmsItError, Unavailable
from bot.texting.clock import Clock
from bot.texting.words import pluralize

KEY_OR_HOST: Final = "Check SMSIT_API_KEY, and whether the account is on the host in SMSIT_BASE_URL."
UNANSWERED: Final = (
    "Look whether this machine reaches the address in SMSIT_BASE_URL on port 443, or needs HTTPS_PROXY, and "
    "whether SMS-iT has a fault."
)
NO_ACCESS: Final = "The key is right. Have API access added to the plan of the account: ask SMS-iT for it."
READ_SECONDS: Final = 10.0
"""How long the answer may take: somebody waits for the whole report."""


def findings(found: Settings, clock: Clock) -> Iterator[Finding]:
    """Look at what SMS-iT says."""
    key = found.smsit_api_key.get_secret_value()
    try:
        with SmsItClient(key, base_url=found.smsit_base_url, read_timeout=READ_SECONDS) as client:
            balance = client.credit_balance()
        now = clock()
    except SmsItError as error:
        yield wrong("SMS-iT", error.sentence, _todo(error))
        return
    yield ok("SMS-iT", "the key is valid")
    yield _clock(client.server_time, now)
    if balance > 0:
        yield ok("Balance", pluralize(balance, "SMS credit"))
    else:
        yield look("Balance", "no SMS credits: nothing can be sent", "Buy credits in your SMS-iT account.")


def _todo(error: SmsItError) -> str:
    if isinstance(error, NoApiAccess):
        return NO_ACCESS
    return UNANSWERED if isinstance(error, Unavailable) else KEY_OR_HOST


def _clock(theirs: datetime | None, now: datetime) -> Finding:
    """Compare the clocks. Nothing fails: where SMS-iT's is the one that is wrong, nobody here can set it."""
    name = "SMS-iT's clock"
    if theirs is None:
        return look(
            name, "SMS-iT didn't say what time it is", "See Clock; what SMS-iT holds goes by its own."
        )
    if said := clocks.apart(now, theirs):
        return look(
            name,
            f"this machine is {said} SMS-iT's",
            "If Clock is fine, tell SMS-iT: texts and reminders that it holds go out by its clock.",
        )
    return ok(name, f"within {clocks.MOST_APART.seconds} seconds of this machine's")
