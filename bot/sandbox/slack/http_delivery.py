"""Signed HTTP delivery: what Slack does when Socket Mode is off.

Source: docs.slack.dev, authentication/verifying-requests-from-slack. The signature's time stamp is the real
time, whatever the workspace's clock says, because the bot compares it with its own.
"""

import asyncio
import errno
import hashlib
import hmac
import json
import os
import select
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode, urlsplit

import h11

from bot.sandbox.slack.model import Answer, Delivery, Lane

HTTP_PORT: Final = 80
READ_BYTES: Final = 64 * 1024


def signature(secret: str, timestamp: str, body: str) -> str:
    """Give the value of X-Slack-Signature, version 0."""
    base = f"v0:{timestamp}:{body}".encode()
    return f"v0={hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()}"


def signed_request(secret: str, delivery: Delivery, timestamp: int) -> tuple[str, dict[str, str]]:
    """Body and headers of one delivery, as Slack sends them at `timestamp` (Unix seconds)."""
    if delivery.lane is Lane.EVENT:
        kind, body = "application/json", json.dumps(delivery.payload)
    elif delivery.lane is Lane.COMMAND:
        kind, body = "application/x-www-form-urlencoded", urlencode(delivery.payload)
    else:
        kind, body = "application/x-www-form-urlencoded", urlencode({"payload": json.dumps(delivery.payload)})
    headers = {
        "Content-Type": kind,
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": str(timestamp),
        "X-Slack-Signature": signature(secret, str(timestamp), body),
    }
    if delivery.attempt:
        headers |= {"X-Slack-Retry-Num": str(delivery.attempt), "X-Slack-Retry-Reason": delivery.reason}
    return body, headers


class HttpDelivery:
    """Posts deliveries from the server's event loop.

    A few lines on sockets: a client of a library takes as long as the bot takes to answer, and everything
    that is measured here is measured beside it. For the same reason there is no stream around the socket, and
    a connection that stands at once is used at once: else the loop goes round four more times, and while it
    is busy the bot waits for the request, which counts as its own. No connection is kept: a bot that closes
    an idle one must not look like a bot that failed. Nor is a proxy of this machine asked.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret

    async def post(self, url: str, delivery: Delivery, limit: float) -> Answer:
        """Deliver once and read the answer, within `limit` seconds of real time."""
        body, headers = signed_request(self._secret, delivery, int(time.time()))
        started = time.perf_counter()

        def answer(status: int | None, content: object = None, error: str = "") -> Answer:
            spent = (time.perf_counter() - started) * 1000
            return Answer(not error, spent, status, content, error, delivery)

        try:
            async with asyncio.timeout(limit):
                reply = await _exchange(url, body.encode(), headers)
        except TimeoutError:
            return answer(None, error="operation_timeout")
        except (OSError, h11.ProtocolError):
            return answer(None, error="dispatch_failed")
        if reply.status != HTTPStatus.OK:
            return answer(reply.status, error="dispatch_failed")
        return answer(200, _content(reply))


@dataclass(frozen=True, slots=True)
class _Reply:
    """What an HTTP server answered."""

    status: int
    content_type: str
    text: str


async def _exchange(url: str, body: bytes, headers: Mapping[str, str]) -> _Reply:
    """Make one request (without TLS) and read what is answered.

    Raises OSError without a connection, and :exc:`h11.ProtocolError` for an answer that is not whole.
    """
    at, loop = urlsplit(url), asyncio.get_running_loop()
    host = at.hostname or ""
    framing = {"Host": at.netloc, "Connection": "close", "Content-Length": str(len(body))}
    request = h11.Request(method="POST", target=at.path or "/", headers=[*framing.items(), *headers.items()])
    connection = h11.Connection(h11.CLIENT)
    events = (request, h11.Data(data=body), h11.EndOfMessage())
    written = b"".join(connection.send(event) or b"" for event in events)
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as sock:
        sock.setblocking(False)
        await _connect(sock, (host, at.port or HTTP_PORT))
        await loop.sock_sendall(sock, written)
        return await _read(connection, sock)


async def _connect(sock: socket.socket, address: tuple[str, int]) -> None:
    """Connect: on this machine that is done by the time one looks. Raises OSError."""
    if (begun := sock.connect_ex(address)) not in {0, errno.EINPROGRESS}:
        raise OSError(begun, os.strerror(begun))
    standing = select.poll()
    standing.register(sock, select.POLLOUT)
    if not standing.poll(0):
        try:
            await asyncio.get_running_loop().sock_connect(sock, address)
        except OSError as error:
            if error.errno != errno.EISCONN:  # in this very moment
                raise
    if failed := sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
        raise OSError(failed, os.strerror(failed))


async def _read(connection: h11.Connection, sock: socket.socket) -> _Reply:
    status, content_type, content = 0, "", bytearray()
    loop = asyncio.get_running_loop()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await loop.sock_recv(sock, READ_BYTES))
        elif isinstance(event, h11.Response):
            status = event.status_code
            content_type = dict(event.headers).get(b"content-type", b"").decode("latin-1")
        elif isinstance(event, h11.Data):
            content += event.data
        elif isinstance(event, h11.EndOfMessage):
            return _Reply(status, content_type, content.decode("utf-8", "replace"))


def _content(reply: _Reply) -> object:
    if reply.content_type.startswith("application/json"):
        try:
            return json.loads(reply.text)
        except ValueError:
            return reply.text or None
    return reply.text or None
