"""A way to a service that can be closed, and whose connections can be lost in each way a network knows."""

import socket
import socketserver
import threading
from contextlib import suppress
from urllib.parse import urlsplit

from tests.ports import free_port


class Relay:
    def __init__(self) -> None:
        self._port = free_port()
        self._server: socketserver.ThreadingTCPServer | None = None
        self._kept: set[socket.socket] = set()
        self._mute: set[socket.socket] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def open(self, to: str) -> None:
        target = ("127.0.0.1", int(urlsplit(to).port or 80))
        kept, mute = self._kept, self._mute = set(), set()

        class Both(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                kept.add(self.request)
                with socket.create_connection(target) as far:
                    back = threading.Thread(target=_copy, args=(far, self.request, mute))
                    back.start()
                    _copy(self.request, far, mute)
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

    def silence(self) -> None:
        """Let nothing through on the connections there are, and tell nobody; new ones are as usual."""
        self._mute |= self._kept

    def end(self) -> None:
        """End the connections there are as their other side would; new ones are as usual."""
        for connection in tuple(self._kept):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_WR)

    def reset(self) -> None:
        """Break the connections there are off; new ones are as usual."""
        for connection in tuple(self._kept):
            linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"  # on, for 0 seconds: close with a reset
            with suppress(OSError):
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                connection.shutdown(socket.SHUT_RD)
                connection.close()


def _copy(source: socket.socket, target: socket.socket, mute: set[socket.socket]) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            if not {source, target} & mute:
                target.sendall(data)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
