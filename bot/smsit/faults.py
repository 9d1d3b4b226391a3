"""What went wrong where no answer came, and whether that proves that nothing was sent."""

import logging
from dataclasses import dataclass
from ssl import SSLCertVerificationError

from urllib3 import exceptions as urllib3_errors

from bot.smsit.library import requests

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fault:
    """No answer. `what` says why in a few words.

    `proves_unsent` is True when no connection was ever made, `may_pass` False when asking again is no use.
    """

    what: str
    proves_unsent: bool = False
    may_pass: bool = True

    @property
    def result(self) -> str:
        """One word for what came of the call."""
        return "unreachable" if self.proves_unsent else "no_answer"


def fault_of(failure: Exception) -> Fault:
    """Read from the chain of causes what went wrong, and whether a connection was ever made.

    urllib3 raises NewConnectionError (refused, no route, name not resolved) and ConnectTimeoutError only
    while it opens a socket, and SSLCertVerificationError before the first byte of the request; nothing is
    retried, so no earlier try hides behind them. A reset, a broken pipe or a silence may come after the
    request was read, on a kept connection above all.
    """
    cause: object = failure.args[0] if failure.args else None
    if isinstance(cause, urllib3_errors.MaxRetryError):
        cause = cause.reason
    if isinstance(cause, urllib3_errors.ProxyError):
        cause = cause.original_error
    _log.debug("no answer: %s", type(cause or failure).__name__)
    if isinstance(cause, urllib3_errors.NameResolutionError):
        return Fault("its server wasn't found", proves_unsent=True)
    if isinstance(cause, urllib3_errors.NewConnectionError):
        return Fault("its server refused the connection", proves_unsent=True)
    if isinstance(cause, urllib3_errors.ConnectTimeoutError):
        return Fault("the connection timed out", proves_unsent=True)
    if isinstance(cause, urllib3_errors.SSLError):
        rejected = bool(cause.args) and isinstance(cause.args[0], SSLCertVerificationError)
        return Fault(
            "its server's certificate isn't trusted" if rejected else "the secure connection failed", rejected
        )
    if isinstance(failure, requests.Timeout) or isinstance(cause, urllib3_errors.ReadTimeoutError):
        return Fault("it didn't answer in time")
    return Fault("the connection broke before it answered")
