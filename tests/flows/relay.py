"""A way to a service that can be closed: while it is, connections to it are refused."""

import socket
import socketserver
import threading
from contextlib import suppress
from urllib.parse import urlsplit


class Relay:
    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = int(free.getsockname()[1])
        self._server: socketserver.ThreadingTCPServer | None = None
        self._kept: set[socket.socket] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def open(self, to: str) -> None:
        target = ("127.0.0.1", int(urlsplit(to).port or 80))
        kept = self._kept = set()

        class Both(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                kept.add(self.request)
                with socket.create_connection(target) as far:
                    back = threading.Thread(target=_copy, args=(far, self.request))
                    back.start()
                    _copy(self.request, far)
                    back.join()
                kept.discard(self.request)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self._server = Server(("127.0.0.1", self._port), Both)
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        """Refuse new connections, and end those that are kept open for the next call."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        for connection in tuple(self._kept):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
