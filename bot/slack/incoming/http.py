"""Slack by signed HTTP requests, behind a proxy that speaks TLS.

In front of Bolt stands a thin edge. It turns away what Bolt would stumble over: bodies too large, time
stamps and signatures that are not made of the right characters, and the header by which anybody could ask
Bolt to run a lazy listener.
"""

import logging
import socket
import threading
from collections.abc import Callable, Iterable
from typing import Any, Final

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from waitress.server import create_server

log = logging.getLogger(__name__)

PATH: Final = "/slack/events"
HEALTH: Final = "/healthz"
LAZY_PREFIX: Final = "HTTP_X_SLACK_BOLT_LAZY_"

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Wsgi = Callable[[Environ, Any], Iterable[bytes]]  # Bolt has a type of its own for StartResponse


class Edge:
    """The WSGI application Slack's requests come to."""

    def __init__(self, inner: Wsgi, *, most_bytes: int, healthy: Callable[[], bool]) -> None:
        self._inner = inner
        self._most_bytes = most_bytes
        self._healthy = healthy

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        method, path = environ.get("REQUEST_METHOD"), environ.get("PATH_INFO")
        if path == HEALTH and method in {"GET", "HEAD"}:
            return _plain(start_response, "200 OK" if self._healthy() else "503 Service Unavailable")
        if path != PATH:
            return _plain(start_response, "404 Not Found")
        if method != "POST":
            return _plain(start_response, "405 Method Not Allowed")
        if int(environ.get("CONTENT_LENGTH") or 0) > self._most_bytes:
            return _plain(start_response, "413 Content Too Large")
        if not _is_signed(environ):
            return _plain(start_response, "401 Unauthorized")
        for name in [name for name in environ if name.startswith(LAZY_PREFIX)]:
            del environ[name]
        return self._inner(environ, start_response)


class HttpServer:
    """Serves the edge on one address, with a bounded number of threads."""

    def __init__(
        self,
        app: App,
        *,
        host: str,
        port: int,
        threads: int,
        most_bytes: int,
        healthy: Callable[[], bool],
    ) -> None:
        edge = Edge(SlackRequestHandler(app, PATH), most_bytes=most_bytes, healthy=healthy)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family)
        self._server = create_server(
            edge, sockets=[listener], threads=threads, max_request_body_size=most_bytes, ident=None
        )
        self._thread = threading.Thread(target=self._server.run, name="http-server", daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on; the one chosen when the setting was 0."""
        return int(self._server.effective_port)

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()
        log.info("listening for Slack on port %d", self.port)

    def stop(self) -> None:
        """Stop serving; what is being answered is finished first."""
        if not self._thread.is_alive():
            self._server.close()
            return
        self._server.trigger.pull_trigger(self._server.close)  # in its own loop, which would else sleep on
        self._thread.join(timeout=10)

    def is_alive(self) -> bool:
        """Tell whether it serves."""
        return self._thread.is_alive()


def _is_signed(environ: Environ) -> bool:
    stamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
    signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
    return stamp.isascii() and stamp.isdigit() and bool(signature) and signature.isascii()


def _plain(start_response: StartResponse, status: str) -> Iterable[bytes]:
    body = status.encode()
    start_response(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
