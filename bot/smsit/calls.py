"""One call, from parameters to a decoded answer. Reads are retried, writes never."""

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self
from zoneinfo import ZoneInfo

from bot.smsit import checks, decode
from bot.smsit.codes import refusal
from bot.smsit.delays import pause
from bot.smsit.endpoints import Endpoint
from bot.smsit.errors import ApiError, NotSent, OutcomeUnknown, SmsItError, Unavailable
from bot.smsit.faults import Fault
from bot.smsit.transport import Reply, Transport

Clock = Callable[[], datetime]
Observer = Callable[[str, str, float], object]

READ_ATTEMPTS = 4

REFUSED = "refused"
"""What came of a call that SMS-iT answered with a code, and did not do."""
_TOO_MANY = 429
_SERVER_ERRORS = 500
_log = logging.getLogger(__name__)


def utc_now() -> datetime:
    """Give the present, aware, in UTC."""
    return datetime.now(UTC)


def unusable(endpoint: Endpoint, what: str) -> SmsItError:
    """Give the error for an answer that never came or says nothing clear: it depends on what was asked."""
    return Unavailable(endpoint, what) if endpoint.is_read else OutcomeUnknown(endpoint, what)


def _nobody(_method: str, _result: str, _seconds: float) -> None:
    """Observe nothing."""


class Calls:
    """What every endpoint's method stands on: settings, transport and `call`."""

    def __init__(
        self,
        api_key: str,
        *,
        base_url: str = "decentralized",
        timezone: ZoneInfo | None = None,
        connect_timeout: float = 5.0,
        read_timeout: float = 30.0,
        clock: Clock = utc_now,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._timezone = timezone
        self._read_timeout = checks.timeout("read_timeout", read_timeout)
        self._clock = clock
        self._sleep = sleep
        self._random = secrets.SystemRandom()
        self._server_time: datetime | None = None
        self._observe: Observer = _nobody
        self._transport = Transport(
            checks.base_url(base_url),
            checks.api_key(api_key),
            checks.timeout("connect_timeout", connect_timeout),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the idle connections of every thread. The client stays usable."""
        self._transport.close()

    @property
    def server_time(self) -> datetime | None:
        """The time by the server's clock in the newest answer, in UTC; None where none came, or told none."""
        return self._server_time

    def observed_by(self, observer: Observer) -> None:
        """Have each call told, each try of it: its name, one word for what came of it, and its seconds.

        The observer must be quick and raise nothing.
        """
        self._observe = observer

    def call(
        self,
        endpoint: Endpoint,
        params: Mapping[str, str],
        *,
        timeout: float | None = None,
        retry: bool = True,
    ) -> Mapping[str, object]:
        """Make one call and return the decoded answer, without checking arguments or what success looks like.

        `params` go as they are, beside the key. `timeout` is seconds for connecting and waiting together,
        each time it is tried (default: the client's two timeouts). A read is tried up to four times unless
        `retry` is False; a write exactly once, whatever happens.
        Raises ApiError for a negative status, NotSent, OutcomeUnknown or Unavailable.
        """
        in_all = timeout is not None
        wait = self._read_timeout if timeout is None else checks.timeout("timeout", timeout)
        attempts = READ_ATTEMPTS if retry and endpoint.is_read else 1
        began = started = time.monotonic()
        outcome = self._transport.post(endpoint, params, wait, in_all=in_all)
        for attempt in range(1, attempts):
            if not _is_passing(outcome):
                break
            self._observe(endpoint, outcome.result, time.monotonic() - began)
            after = outcome.retry_after if isinstance(outcome, Reply) else None
            self._sleep(pause(attempt, after, self._clock(), self._random.random()))
            began = time.monotonic()
            outcome = self._transport.post(endpoint, params, wait, in_all=in_all)
        seconds, result = time.monotonic() - began, outcome.result
        if isinstance(outcome, Reply):
            self._server_time = _time(outcome.date)
        _log.debug("%s took %.3f s", endpoint, time.monotonic() - started)
        try:
            return _settle(endpoint, outcome)
        except ApiError:
            result = REFUSED if isinstance(outcome, Reply) and outcome.is_ok else result
            raise
        finally:
            self._observe(endpoint, result, seconds)


def _time(said: str) -> datetime | None:
    """Read a time as HTTP writes it; None for anything else."""
    try:
        return parsedate_to_datetime(said).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _is_passing(outcome: Reply | Fault) -> bool:
    """Whether a read may fare better next time: no connection, 429, or an error of the server."""
    if isinstance(outcome, Fault):
        return outcome.may_pass
    return outcome.status == _TOO_MANY or outcome.status >= _SERVER_ERRORS


def _settle(endpoint: Endpoint, outcome: Reply | Fault) -> Mapping[str, object]:
    """Turn what came over the wire into an answer or the right error."""
    if isinstance(outcome, Fault):
        if outcome.proves_unsent and not endpoint.is_read:
            raise NotSent(endpoint, outcome.what)
        raise unusable(endpoint, outcome.what)
    fields = decode.reply(outcome.body) if outcome.may_speak else {}
    code = decode.status(fields)
    if code is not None and code < 0:
        raise refusal(endpoint, code)
    if not outcome.is_ok:
        # A page in front of SMS-iT may answer 4xx or 5xx before or after the work was done.
        raise unusable(endpoint, f"it answered with HTTP {outcome.status}")
    if not fields:
        raise unusable(endpoint, "its answer was empty or unreadable")
    return fields
