"""What the SMS-iT client costs on top of `requests`, on one thread against a loopback server.

Ways to send the same form, taking turns in one run:

- ours: `SmsItClient.send_to_contact`, arguments checked and the answer decoded, in plain HTTP and over TLS;
- bare: one pooled `requests.Session` in plain HTTP, the answer thrown away;
- per call: `requests.get` with a new TLS connection each time, the habit of wrappers without a session.

The server is a process of its own, and as small as can be, so that what is measured is the caller.
"""

import os
import shutil
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import requests
from figures import Figure
from runs import PROCESSES, Budget, run, say

from bot.smsit import SmsItClient

ROUNDS, LEAST_ROUNDS = 15, 3
CALLS = 300
TLS_CALLS = 25
OF_BARE = 0.85
OF_PER_CALL = 3.0

FORM = {
    "apikey": "benchmark-key",
    "from": "14155550100",
    "to": "14155550123",
    "message": "Your table for two is ready. See you at the harbour!",
}
_BODY = b'[{"status":"0","msg":"Successful API call"}]'
_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\nContent-Length: %d\r\n\r\n" % len(_BODY)
    + _BODY
)


def serve(ready: Connection, certificate: tuple[Path, Path] | None) -> None:
    """Answer every request alike, over kept connections, until the process is ended."""
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    ready.send(listener.getsockname()[1])
    while True:
        line, _ = listener.accept()
        threading.Thread(target=_talk, args=(line, context), daemon=True).start()


def _talk(raw: socket.socket, context: ssl.SSLContext | None) -> None:
    raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    line = context.wrap_socket(raw, server_side=True) if context else raw
    with line:
        pending = b""
        while chunk := line.recv(65536):
            pending += chunk
            head, end, rest = pending.partition(b"\r\n\r\n")
            if end and len(rest) >= _length(head):
                line.sendall(_ANSWER)
                pending = b""


def _length(head: bytes) -> int:
    _, found, after = head.lower().partition(b"content-length:")
    return int(after.split(b"\r\n", 1)[0]) if found else 0


@contextmanager
def server(certificate: tuple[Path, Path] | None = None) -> Iterator[int]:
    """Run the server in a process of its own; give its port."""
    processes = PROCESSES
    ours, theirs = processes.Pipe()
    process = processes.Process(target=serve, args=(theirs, certificate), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


def throwaway_certificate(folder: Path) -> tuple[Path, Path]:
    """Have openssl make a self-signed certificate for 127.0.0.1 that lives as long as this run."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    openssl = shutil.which("openssl")
    if openssl is None:
        sys.exit("The openssl command is needed for the TLS figure; install it and try again.")
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "1"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(  # noqa: S603 - fixed arguments, and the openssl found on the PATH
        [openssl, "req", "-x509", *kind, *subject, *files], check=True, capture_output=True
    )
    return certificate, key


def pace(call: Callable[[], object], times: int) -> tuple[float, float]:
    """Give the calls per second over `times` calls, and the milliseconds of CPU that each took."""
    cpu, started = time.thread_time(), time.perf_counter()
    for _ in range(times):
        call()
    took = time.perf_counter() - started
    return times / took, 1000 * (time.thread_time() - cpu) / times


def client_of(address: str, certificate: Path) -> SmsItClient:
    """Make a client that trusts the throw-away certificate, in the way a proxy's certificate is trusted."""
    os.environ["REQUESTS_CA_BUNDLE"] = str(certificate)
    try:
        return SmsItClient(FORM["apikey"], base_url=address)
    finally:
        del os.environ["REQUESTS_CA_BUNDLE"]


def sending(client: SmsItClient) -> Callable[[], object]:
    """Give the call that sends the form through our client."""
    return lambda: client.send_to_contact(FORM["from"], FORM["to"], FORM["message"])


def paces() -> Iterator[dict[str, tuple[float, float]]]:
    """Give the pace of each way, round after round."""
    budget = Budget()
    with (
        tempfile.TemporaryDirectory() as folder,
        requests.Session() as session,
    ):
        certificate, key = throwaway_certificate(Path(folder))
        with server() as port, server((certificate, key)) as tls_port:
            plain, secure = f"http://127.0.0.1:{port}/apis/", f"https://127.0.0.1:{tls_port}/apis/"
            options: dict[str, Any] = {
                "timeout": (5, 30),
                "allow_redirects": False,
                "verify": str(certificate),
            }
            with client_of(plain, certificate) as ours, client_of(secure, certificate) as ours_tls:
                ways: dict[str, tuple[Callable[[], object], int]] = {
                    "ours": (sending(ours), CALLS),
                    "bare": (lambda: session.post(f"{plain}smscontact/", data=FORM, **options), CALLS),
                    "ours_tls": (sending(ours_tls), CALLS),
                    "per_call": (
                        lambda: requests.get(f"{secure}smscontact/", params=FORM, **options),  # noqa: S113 - in options
                        TLS_CALLS,
                    ),
                }
                for call, _ in ways.values():
                    pace(call, 10)
                for nth in budget.rounds(ROUNDS, LEAST_ROUNDS):
                    say(f"round {nth + 1} of at most {ROUNDS}")
                    yield {name: pace(call, times) for name, (call, times) in ways.items()}


def main() -> int:
    """Measure, print, and return the exit code."""
    return run("SMS-iT client: one thread, loopback, median of alternating rounds", measure)


def measure() -> list[Figure]:
    """Return what was measured."""
    rounds = list(paces())
    median = {name: statistics.median(row[name][0] for row in rounds) for name in rounds[0]}
    cpu = {name: statistics.median(row[name][1] for row in rounds) for name in rounds[0]}
    to_bare = statistics.median(row["ours"][0] / row["bare"][0] for row in rounds)
    to_per_call = statistics.median(row["ours_tls"][0] / row["per_call"][0] for row in rounds)
    speeds = [
        Figure(f"client.{name}", round(figure, 1), "calls/s", "", ok=True) for name, figure in median.items()
    ]
    costs = [
        Figure(f"client.{name}, CPU", round(figure, 3), "ms a call", "", ok=True)
        for name, figure in cpu.items()
    ]
    targets = [
        Figure("client.ours_to_bare", round(to_bare, 3), "x", f">= {OF_BARE}", to_bare >= OF_BARE),
        Figure(
            "client.ours_tls_to_per_call",
            round(to_per_call, 3),
            "x",
            f">= {OF_PER_CALL}",
            to_per_call >= OF_PER_CALL,
        ),
    ]
    return [*speeds, *costs, *targets]


if __name__ == "__main__":
    sys.exit(main())
