"""A proxy on one address that shares requests out to several processes, as a load balancer does."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle

from tests.patience import PATIENCE_SECONDS


@contextmanager
def dispatching(ports: Sequence[int]) -> Iterator[tuple[str, list[int]]]:
    """Give its address, and to which port each request went that was answered.

    One that nothing listens on is passed over: nothing of a request reached it then. What was handed on is
    handed on once, whatever comes of it.
    """
    turns, taken, lock = cycle(ports), list[int](), threading.Lock()

    def connected() -> tuple[int, HTTPConnection]:
        for _ in ports:
            with lock:
                port = next(turns)
            connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
            try:
                connection.connect()
            except OSError:
                continue
            return port, connection
        raise ConnectionError("no process listens")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            port, connection = connected()
            connection.request("POST", self.path, body, dict(self.headers))
            answer = connection.getresponse()
            said = answer.read()
            taken.append(port)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.getheader("Content-Type") or "text/plain")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)
            connection.close()

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", taken
        server.shutdown()
