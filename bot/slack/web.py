"""How Slack is asked over HTTP: each answer has a time to be whole in, a most it may hold, and its shape.

The SDK asks by the opener that is installed for the process, wherever it is not told of a proxy itself. So
that is where the limits are; the proxy of the environment is the opener's matter too.
"""

import logging
import ssl
import urllib.request
from functools import cache
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web import SlackResponse

from bot import metrics
from bot.slack.incoming import payloads
from bot.slack.mark import NO_MARK, Mark
from bot.smsit.deadlines import TimedAnswers

MOST_BYTES: Final = 16 * 1024 * 1024
"""Of one answer that is read as a whole. A page of a thousand users has three million."""
PIECE: Final = 64 * 1024
WAIT_SECONDS: Final = 30.0
"""How long is waited when Slack asks to wait and does not say for how long, or not in a figure."""
LONGEST_WAIT_SECONDS: Final = 3600.0
PATIENCE: Final = 3.0
"""How many times the longest silence a whole answer may take."""


log = logging.getLogger(__name__)


class TooLong(HTTPException):
    """An answer holds more than any of Slack's."""


class BoundedResponse(HTTPResponse):
    """An answer that is read as a whole up to a limit only."""

    def read(self, amt: int | None = None) -> bytes:
        """Return so many bytes, or all. Raises :exc:`TooLong` for all of too many."""
        if amt is not None:
            return super().read(amt)
        try:
            return self._all()
        except BaseException:
            self.close()  # the SDK would leave it open
            raise

    def _all(self) -> bytes:
        pieces, size = [], 0
        while piece := super().read(PIECE):
            size += len(piece)
            if size > MOST_BYTES:
                raise TooLong(f"more than {MOST_BYTES} bytes")
            pieces.append(piece)
        return b"".join(pieces)


class _Connection(TimedAnswers, HTTPConnection):
    patience = PATIENCE
    response_class = BoundedResponse


class _SecureConnection(TimedAnswers, HTTPSConnection):
    patience = PATIENCE
    response_class = BoundedResponse


class _Http(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> Any:  # noqa: ANN401 - the library's own
        return self.do_open(_Connection, req)


@cache
def trusted() -> ssl.SSLContext:
    """Read the certificates once for all: it takes longer than most calls, and a megabyte each time."""
    return ssl.create_default_context()


class _Https(urllib.request.HTTPSHandler):
    def __init__(self) -> None:
        super().__init__(context=trusted())

    def https_open(self, req: urllib.request.Request) -> Any:  # noqa: ANN401 - as above
        return self.do_open(_SecureConnection, req, context=trusted())


def opener(*handlers: urllib.request.BaseHandler) -> urllib.request.OpenerDirector:
    """Return an opener whose answers are bounded. It goes by the proxies of the environment."""
    return urllib.request.build_opener(_Http(), _Https(), *handlers)


def bound_everything() -> None:
    """Let the SDK ask within these bounds, from now on and for the whole process."""
    urllib.request.install_opener(opener())


class Client(WebClient):
    """A Web API client whose answers hold no half characters, and no figures that are none.

    Whatever is shown leaves by it, so it puts the mark of the account on.
    """

    mark: Mark = NO_MARK

    def api_call(self, api_method: str, **named: Any) -> SlackResponse:  # noqa: ANN401 - the SDK's own
        """Make one call. Raises the SDK's errors, and :exc:`SlackRequestError` for what is no answer."""
        log.debug("Slack is asked: %s", api_method)
        if "json" in named:
            named["json"] = self.mark.put(named["json"])
        with metrics.slack_call(api_method, outcome):
            try:
                answer = super().api_call(api_method, **named)
                answer.data = payloads.whole(answer.data)
            except (AttributeError, ValueError, RecursionError) as error:
                raise SlackRequestError(f"no answer of Slack's ({type(error).__name__})") from None
            return answer


def outcome(error: BaseException) -> str:
    """Name what came of a call that raised: Slack said no, said to wait, or did not answer."""
    if not isinstance(error, SlackApiError):
        return "no_answer"
    limited = error.response.status_code == HTTPStatus.TOO_MANY_REQUESTS
    return metrics.RATE_LIMITED if limited else "refused"


def seconds_to_wait(error: SlackApiError) -> float:
    """Return how long Slack asks to wait: an hour at most."""
    asked = str(error.response.headers.get("Retry-After", "")).strip()
    if not (asked.isascii() and asked.isdigit()):
        return WAIT_SECONDS
    return min(float(asked[:9]), LONGEST_WAIT_SECONDS)
