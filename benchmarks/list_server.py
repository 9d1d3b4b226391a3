"""A pretend SMS-iT for measuring: as lean as can be, so that what is measured is the caller.

It takes each text a fixed time, counts what came for each number and notes when. It speaks just enough HTTP
for the client. `POST tally/` gives the figures since the last time and begins anew.
"""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from urllib.request import Request, urlopen

from runs import PROCESSES

DELAY_SECONDS = 0.05
WINDOW_SECONDS = 1.0
_SENT = b'[{"status":"0","msg":"Successful API call"}]'
_ANSWERS = {
    b"getcreditbalance": b'[{"status":"0","creditbalancenumber":"1000000"}]',
    b"getcontactsmsdeliveryreport": b'[{"status":"0","smsstatus":"queued","errormsg":""}]',
    b"getcontacts": b'[{"status":"0","contacts":[]}]',
}


@dataclass(frozen=True, slots=True)
class Tally:
    """What the server saw: texts, the most to one number, seconds from first to last, the fullest second."""

    texts: int
    most_to_one: int
    seconds: float
    most_in_a_second: int


class _Line(asyncio.Protocol):
    """One connection. Texts are answered after the delay, all else at once."""

    def __init__(self, seen: list[tuple[float, str]]) -> None:
        self._seen = seen
        self._pending = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Take one whole request at a time; the client never sends the next one before the answer."""
        self._pending += data
        head, end, body = self._pending.partition(b"\r\n\r\n")
        if end and len(body) >= _length(head):
            self._pending = b""
            self._take(head.split(b" ", 2)[1], body)

    def _take(self, path: bytes, body: bytes) -> None:
        name = path.strip(b"/").rpartition(b"/")[2]
        if name == b"smscontact":
            self._seen.append((time.perf_counter(), body.partition(b"&to=")[2].partition(b"&")[0].decode()))
            asyncio.get_running_loop().call_later(DELAY_SECONDS, self._answer, _SENT)
        elif name == b"tally":
            self._answer(json.dumps(_tally(self._seen)).encode())
            self._seen.clear()
        else:
            self._answer(_ANSWERS.get(name, _SENT))

    def _answer(self, body: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def _length(head: bytes) -> int:
    _, found, after = head.lower().partition(b"content-length:")
    return int(after.split(b"\r\n", 1)[0]) if found else 0


def _tally(seen: list[tuple[float, str]]) -> list[float]:
    times = sorted(at for at, _number in seen)
    fullest = oldest = 0
    for newest, at in enumerate(times):
        while times[oldest] <= at - WINDOW_SECONDS:
            oldest += 1
        fullest = max(fullest, newest - oldest + 1)
    most = max(Counter(number for _at, number in seen).values(), default=0)
    return [len(times), most, times[-1] - times[0] if times else 0.0, fullest]


def tally(base_url: str) -> Tally:
    """Ask the server what it has seen since the last time."""
    request = Request(f"{base_url}tally/", data=b"")  # noqa: S310 - our own server, on this machine
    with urlopen(request) as answer:  # noqa: S310 - as above
        texts, most, seconds, fullest = json.load(answer)
    return Tally(int(texts), int(most), float(seconds), int(fullest))


@contextmanager
def server() -> Iterator[str]:
    """Run the server in a process of its own; give its base URL."""
    processes = PROCESSES
    ours, theirs = processes.Pipe()
    process = processes.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}/"
    finally:
        process.terminate()
        process.join()


def _serve(ready: Connection) -> None:
    asyncio.run(_listen(ready))


async def _listen(ready: Connection) -> None:
    seen: list[tuple[float, str]] = []
    listening = await asyncio.get_running_loop().create_server(lambda: _Line(seen), "127.0.0.1", 0)
    ready.send(listening.sockets[0].getsockname()[1])
    await listening.serve_forever()
