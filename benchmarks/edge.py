"""Requests to the bot as its HTTP edge takes them: signature checked over the bytes, payload read.

A checkout of before there was such an edge has Bolt do both.
"""

import io
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Protocol

from slack_bolt import BoltRequest
from slack_bolt.response import BoltResponse

from bot.app import Bot

try:
    from bot.slack.incoming.http import PATH, Edge, Signatures
except ImportError:
    Edge = None  # type: ignore[assignment, misc] # an earlier version

try:
    from bot.run import keep_for_good
except ImportError:
    keep_for_good = dict  # type: ignore[assignment] # as above

try:
    from bot.slack.incoming.arrival import arrival
except ImportError:

    def arrival(payload: dict[str, Any], headers: Mapping[str, str]) -> BoltRequest:
        """Return a request as an earlier version made it."""
        return BoltRequest(mode="socket_mode", body=payload, headers=dict(headers))


MOST_BYTES = 1024 * 1024


class Answering(Protocol):
    """Bolt, or what stands before it."""

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer one request."""


def whole(bot: Bot, secret: str) -> Answering:
    """Return what answers Slack's requests, from their bytes on, in a process that is set up as it runs."""
    keep_for_good()
    return bot.bolt if Edge is None else _WithEdge(bot, secret)


class _Answer(BoltResponse):
    """An answer that is told when it has left, as a server does."""

    close: Callable[[], None] = staticmethod(lambda: None)


def leave(answer: BoltResponse) -> None:
    """Have done what was put off until an answer has left."""
    if isinstance(answer, _Answer):
        answer.close()


class _WithEdge:
    def __init__(self, bot: Bot, secret: str) -> None:
        def respond(payload: dict[str, object], headers: object) -> BoltResponse:
            del headers  # nothing is delivered again
            return bot.bolt.dispatch(arrival(payload, {}))

        self._edge = Edge(respond, Signatures(secret), most_bytes=MOST_BYTES, healthy=bot.is_alive)

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer one request."""
        body = req.raw_body.encode()
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": PATH,
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": req.headers["content-type"][0],
            "HTTP_X_SLACK_REQUEST_TIMESTAMP": req.headers["x-slack-request-timestamp"][0],
            "HTTP_X_SLACK_SIGNATURE": req.headers["x-slack-signature"][0],
            "wsgi.input": io.BytesIO(body),
        }
        lines: list[str] = []
        parts = self._edge(environ, lambda line, _headers: lines.append(line))
        status = HTTPStatus(int(lines[0].split()[0]))
        answer = _Answer(status=status, body=b"".join(parts).decode())
        answer.close = getattr(parts, "close", answer.close)
        return answer
