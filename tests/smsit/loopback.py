"""A pretend SMS-iT that says what a test tells it to, and remembers what it was asked."""

import socket
import threading
from collections import defaultdict, deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qsl

from bot.smsit import Endpoint
from tests.patience import PATIENCE_SECONDS

HTML = "text/html; charset=UTF-8"


@dataclass(frozen=True)
class Heard:
    """One request, as the server heard it."""

    method: str
    path: str
    headers: dict[str, str]
    form: dict[str, str]
    line: int  # the caller's port: the same for requests on one kept connection


@dataclass(frozen=True)
class Answer:
    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    # "reset" and "hang up" answer nothing, "late" waits to be told, "cut" stops in the body, "drops" and
    # "drops of headers" go on and on, a byte at a time
    fault: str = ""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Stay quiet when a caller has gone before the answer."""


class Loopback:
    """Answers each endpoint from its queue; the last answer stays."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self._hearing = threading.Condition()
        self.over = threading.Event()
        self._answers: dict[str, deque[Answer]] = defaultdict(deque)
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/apis/"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def says(
        self, endpoint: Endpoint, body: bytes | str, status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        raw = body if isinstance(body, bytes) else body.encode()
        self._answers[endpoint.path].append(Answer(raw, status, headers or {}))

    def fails(self, endpoint: Endpoint, fault: str, body: bytes = b"") -> None:
        self._answers[endpoint.path].append(Answer(body, fault=fault))

    def answer(self, heard: Heard) -> Answer:
        with self._hearing:
            self.heard.append(heard)
            self._hearing.notify_all()
            queue = self._answers[heard.path.removeprefix("/apis/")]
            return queue.popleft() if len(queue) > 1 else queue[0]

    def times_heard(self) -> int:
        """How many requests came, once there is one: a caller in a hurry may have left before it was read."""
        with self._hearing:
            assert self._hearing.wait_for(lambda: self.heard, timeout=PATIENCE_SECONDS)
            return len(self.heard)

    def forms(self, endpoint: Endpoint) -> list[dict[str, str]]:
        return [heard.form for heard in self.heard if heard.path == f"/apis/{endpoint.path}"]


def _handler(loopback: Loopback) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = dict(parse_qsl(body, keep_blank_values=True))
            heard = Heard(self.command, self.path, dict(self.headers), form, self.client_address[1])
            answer = loopback.answer(heard)
            if answer.fault == "reset":
                linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"  # on, for 0 seconds: close with a reset
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.close_connection = True
                return
            if answer.fault == "hang up":
                self.close_connection = True
                return
            if answer.fault == "late":
                loopback.over.wait()
            if answer.fault.startswith("drops"):
                self._drip(
                    b"HTTP/1.1 200 OK\r\n" + b"Content-Length: 9999\r\n\r\n" * (answer.fault == "drops")
                )
                return
            missing = 100 if answer.fault == "cut" else 0
            self.send_response(answer.status)
            for name, value in {"Content-Type": HTML, **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body) + missing))
            self.end_headers()
            self.wfile.write(answer.body)
            self.close_connection = bool(missing)

        def _drip(self, beginning: bytes) -> None:
            """Answer a byte at a time, until the caller has gone or the server ends."""
            self.close_connection = True
            self.wfile.write(beginning)
            while not loopback.over.wait(0.005):
                self.wfile.write(b" ")

        do_GET = do_POST  # noqa: N815 - the name that http.server asks for

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    return Handler
