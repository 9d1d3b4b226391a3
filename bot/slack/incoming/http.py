"""Slack by signed HTTP requests: what is let in at the edge, and how it is answered.

The signature is checked over the bytes as they came, before anything reads them. What is not from Slack costs
one hash at most; what is from Slack and cannot be read is answered as a bad request.
"""

import hmac
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any, Final

from slack_bolt.response import BoltResponse

from bot import foreground, metrics
from bot.slack.incoming import payloads
from bot.slack.incoming.payloads import Malformed, Payload
from bot.slack.keyed_hash import KeyedHash

PATH: Final = "/slack/events"
HEALTH: Final = "/healthz"
OLDEST_SECONDS: Final = 300
"""Slack's own rule: an older request may be one that somebody recorded and plays again."""

_STAMP: Final = 12
_SIGNATURE: Final = len("v0=") + 64
"""Characters of a time stamp at most, and of a signature."""
_RETRY: Final = {
    "X-Slack-Retry-Num": "HTTP_X_SLACK_RETRY_NUM",
    "X-Slack-Retry-Reason": "HTTP_X_SLACK_RETRY_REASON",
}
"""Headers, and what WSGI calls them."""

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Respond = Callable[[Payload, Mapping[str, str]], BoltResponse]
"""Has a payload answered; beside it stand the headers that say whether it came before."""


class Signatures:
    """Tells whether Slack signed a request. ``now`` gives seconds since 1970.

    Raises :exc:`ValueError` for a blank secret: anybody could sign with that.
    Source: docs.slack.dev, authentication/verifying-requests-from-slack.
    """

    def __init__(self, secret: str, now: Callable[[], float] = time.time) -> None:
        if not secret.strip():
            raise ValueError("a blank signing secret")
        self._hash = KeyedHash(secret.encode())
        self._now = now

    def are_fresh(self, environ: Environ) -> bool:
        """Tell whether a request carries a signature at all, and a time that is not long ago."""
        stamp, signature = _signed(environ)
        if len(signature) != _SIGNATURE or not signature.isascii():
            return False
        if len(stamp) > _STAMP or not (stamp.isascii() and stamp.isdigit()):
            return False
        return abs(self._now() - int(stamp)) <= OLDEST_SECONDS

    def match(self, environ: Environ, body: bytes) -> bool:
        """Tell whether the signature is that of these bytes."""
        stamp, signature = _signed(environ)
        return hmac.compare_digest(self._signature(stamp, body), signature)

    def sign(self, body: bytes) -> dict[str, str]:
        """Return the headers that sign these bytes now, as Slack does."""
        stamp = str(int(self._now()))
        return {
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": self._signature(stamp, body),
        }

    def _signature(self, stamp: str, body: bytes) -> str:
        return f"v0={self._hash.of(b'v0:%b:%b' % (stamp.encode(), body)).hex()}"


class Edge:
    """The WSGI application Slack's requests come to. ``most_bytes`` is the longest body that is read."""

    def __init__(
        self, respond: Respond, signatures: Signatures, *, most_bytes: int, healthy: Callable[[], bool]
    ) -> None:
        self._respond = respond
        self._signatures = signatures
        self._most_bytes = most_bytes
        self._healthy = healthy

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        method, path = environ.get("REQUEST_METHOD"), environ.get("PATH_INFO")
        if path == HEALTH and method in {"GET", "HEAD"}:
            status = HTTPStatus.OK if self._healthy() else HTTPStatus.SERVICE_UNAVAILABLE
            return _plain(start_response, status)
        if path != PATH:
            return _plain(start_response, HTTPStatus.NOT_FOUND)
        if method != "POST":
            return _plain(start_response, HTTPStatus.METHOD_NOT_ALLOWED)
        return self._receive(environ, start_response)

    def _receive(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not self._signatures.are_fresh(environ):
            return _refuse(start_response, HTTPStatus.UNAUTHORIZED)
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if length > self._most_bytes:
            return _refuse(start_response, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        body = environ["wsgi.input"].read(length)
        if not self._signatures.match(environ, body):
            return _refuse(start_response, HTTPStatus.UNAUTHORIZED)
        try:
            payload = payloads.read(body, environ.get("CONTENT_TYPE", ""))
        except Malformed:
            return _refuse(start_response, HTTPStatus.BAD_REQUEST)
        answering = foreground.answering()
        answering.begin()
        try:
            parts = _answer(start_response, self._respond(payload, _retried(environ)))
        except BaseException:
            answering.end()
            raise
        return _Leaving(parts, answering.end)


class _Leaving:
    """An answer on its way. The server closes it once it is written, and not before: see PEP 3333."""

    def __init__(self, parts: Iterable[bytes], close: Callable[[], None]) -> None:
        self._parts = parts
        self.close = close

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._parts)


def _signed(environ: Environ) -> tuple[str, str]:
    """Return the time stamp and the signature a request carries; empty where it has none."""
    return environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", ""), environ.get("HTTP_X_SLACK_SIGNATURE", "")


def _retried(environ: Environ) -> Mapping[str, str]:
    """Return the headers by which Slack says that it delivers again. No other header goes to Bolt."""
    return {name: environ[given] for name, given in _RETRY.items() if environ.get(given)}


def _refuse(start_response: StartResponse, status: HTTPStatus) -> Iterable[bytes]:
    metrics.HTTP_REFUSED.labels(str(status.value)).inc()
    return _plain(start_response, status)


def _plain(start_response: StartResponse, status: HTTPStatus) -> Iterable[bytes]:
    line = _line(status)
    body = line.encode()
    start_response(line, [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


def _answer(start_response: StartResponse, answer: BoltResponse) -> Iterable[bytes]:
    """Say what Bolt says. A character that is half one, which no bytes can carry, becomes a question mark."""
    body = answer.body.encode("utf-8", "replace")
    headers = [
        (name, value)
        for name, values in answer.headers.items()
        for value in values
        if name.lower() != "content-length"
    ]
    start_response(_line(answer.status), [*headers, ("Content-Length", str(len(body)))])
    return [body]


@cache
def _line(status: int) -> str:
    """Return a status as the first line of an answer says it."""
    return f"{status:d} {HTTPStatus(status).phrase}"
