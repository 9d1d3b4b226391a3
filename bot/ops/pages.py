"""The pages on the port for operations. They ask for no password and tell nothing of people."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Final, Protocol

from bot import metrics
from bot.metrics import Sample
from bot.ops.vitals import Finding
from bot.slack.incoming.http import Environ, StartResponse
from bot.slack.incoming.web_server import Server

THREADS: Final = 2
MOST_CONNECTIONS: Final = 64
MOST_BYTES: Final = 1024
"""Of a body, which nobody who asks has to send."""

Page = tuple[HTTPStatus, str, bytes]


class Looking(Protocol):
    """What the pages are made of: the parts of one bot, or of all behind a front."""

    def findings(self) -> Mapping[str, Finding]:
        """Return how each part is."""

    def samples(self) -> Iterator[Sample]:
        """Give the figures that are looked up when asked for."""


class Pages:
    """The WSGI application: ``/livez``, ``/readyz`` and ``/metrics``.

    ``account`` is the key of one of several, which each figure that is looked up has as a label then.
    """

    def __init__(self, vitals: Looking, account: str = "") -> None:
        self._vitals = vitals
        self._account = account
        self._pages: dict[str, Callable[[], Page]] = {
            "/livez": _alive,
            "/readyz": self._ready,
            "/metrics": self._metrics,
        }

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        status, kind, body = self._answer(environ)
        headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
        start_response(f"{status.value} {status.phrase}", headers)
        return [body]

    def _answer(self, environ: Environ) -> Page:
        page = self._pages.get(environ.get("PATH_INFO", ""))
        if page is None:
            return _plain(HTTPStatus.NOT_FOUND)
        if environ.get("REQUEST_METHOD") not in {"GET", "HEAD"}:
            return _plain(HTTPStatus.METHOD_NOT_ALLOWED)
        return page()

    def _ready(self) -> Page:
        findings = self._vitals.findings()
        ready = all(each.ok for each in findings.values())
        parts = {name: {"ok": each.ok, "said": each.said} for name, each in findings.items()}
        body = json.dumps({"ready": ready, "parts": parts}).encode()
        return HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE, "application/json", body

    def _metrics(self) -> Page:
        return HTTPStatus.OK, metrics.CONTENT_TYPE, metrics.exposition(self._vitals.samples(), self._account)


def served(vitals: Looking, host: str, port: int, account: str = "") -> Server:
    """Return the server of these pages, which listens already and is not started."""
    return Server(
        Pages(vitals, account),
        (host, port),
        threads=THREADS,
        most_bytes=MOST_BYTES,
        serves="operations",
        connections=MOST_CONNECTIONS,
    )


def _alive() -> Page:
    """Answer that the process does. What is lost may need a person: starting again would hide it."""
    return _plain(HTTPStatus.OK)


def _plain(status: HTTPStatus) -> Page:
    return status, "text/plain", status.phrase.encode()
