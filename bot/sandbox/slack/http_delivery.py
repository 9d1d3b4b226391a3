"""Signed HTTP delivery: what Slack does when Socket Mode is off.

Source: docs.slack.dev, authentication/verifying-requests-from-slack. The signature's time stamp is the real
time, whatever the workspace's clock says, because the bot compares it with its own.
"""

import asyncio
import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import httpx

from bot.sandbox.slack.model import Answer, Delivery, Lane


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
    """Posts deliveries from the server's event loop."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._client: httpx.AsyncClient | None = None

    async def post(self, url: str, delivery: Delivery, limit: float) -> Answer:
        """Deliver once and read the answer, within `limit` seconds of real time."""
        body, headers = signed_request(self._secret, delivery, int(time.time()))
        client = self._open_client()
        started = time.perf_counter()

        def answer(status: int | None, content: object = None, error: str = "") -> Answer:
            spent = (time.perf_counter() - started) * 1000
            return Answer(not error, spent, status, content, error, delivery)

        try:
            reply = await asyncio.wait_for(client.post(url, content=body, headers=headers), limit)
        except TimeoutError:
            return answer(None, error="operation_timeout")
        except httpx.HTTPError:
            return answer(None, error="dispatch_failed")
        if reply.status_code != httpx.codes.OK:
            return answer(reply.status_code, error="dispatch_failed")
        return answer(200, _content(reply))

    async def close(self) -> None:
        """Let go of the client; a later `post` makes a new one."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def _open_client(self) -> httpx.AsyncClient:
        if self._client is None:
            # trust_env=False: a proxy of this machine must not see what goes to a loopback address. No
            # connection is kept: a bot that closes an idle one must not look like a bot that failed.
            self._client = httpx.AsyncClient(
                trust_env=False,
                timeout=None,  # noqa: S113 - `post` limits the whole exchange
                limits=httpx.Limits(max_keepalive_connections=0),
            )
        return self._client


def _content(reply: httpx.Response) -> object:
    if reply.headers.get("content-type", "").startswith("application/json"):
        try:
            return json.loads(reply.text)
        except ValueError:
            return reply.text or None
    return reply.text or None
