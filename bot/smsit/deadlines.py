"""A time for a whole answer. Knows nothing of who asks, and nothing but the standard library.

The timeout of a socket is one of silence: an answer that comes a byte a second outlasts each. Here every read
of an answer gets what is left of the time for all of it.
"""

import io
import socket
import time
from typing import Any, ClassVar


class TimedSocket:
    """A socket of which answers are read in time; everything else is the socket's own."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._silence = 0.0
        self._until: float | None = None

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the socket has
        return getattr(self._sock, name)

    def begin(self, silence: float, whole: float) -> None:
        """Let the answer that comes now be silent for so many seconds at most, and be whole within others."""
        self._silence = silence
        self._until = time.monotonic() + whole

    def makefile(self, _mode: str = "rb", _buffering: int = -1) -> io.BufferedReader:
        """Return the answer as a file. Reading it raises :exc:`TimeoutError` when the time is over."""
        return io.BufferedReader(_TimedReads(self, self._sock))

    def hurry(self) -> None:
        """Let the next read take no longer than is left. Raises :exc:`TimeoutError` when nothing is."""
        if self._until is None:
            return
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer took too long")
        self._sock.settimeout(min(left, self._silence))


class _TimedReads(io.RawIOBase):
    """Reads of a socket, each hurried."""

    def __init__(self, timed: TimedSocket, sock: socket.socket) -> None:
        super().__init__()
        self._timed = timed
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 - a writable buffer
        self._timed.hurry()
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class TimedAnswers:
    """Goes before a connection of :mod:`http.client`, or one made after it.

    An answer has to be whole ``patience`` times as many seconds after it is asked for as a silence may last.
    """

    patience: ClassVar[float] = 1.0
    sock: Any
    timeout: Any

    def connect(self) -> None:
        """Connect."""
        super().connect()  # type: ignore[misc]  # the connection's own
        self.sock = TimedSocket(self.sock)

    def getresponse(self, *args: Any, **named: Any) -> Any:  # noqa: ANN401 - the connection's own
        """Wait for the answer, as far as its headers."""
        if isinstance(self.sock, TimedSocket) and isinstance(self.timeout, int | float):
            self.sock.begin(self.timeout, self.timeout * self.patience)
        return super().getresponse(*args, **named)  # type: ignore[misc]  # as above
