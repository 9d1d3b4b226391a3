"""A server on a real socket with one command, and signed requests to it."""

import http.client
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from slack_sdk import WebClient

from bot.access import Role
from bot.slack.incoming.connect import Identity, bolt_app
from bot.slack.incoming.http import PATH, Signatures
from bot.slack.incoming.http_server import HttpServer
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from tests.fakes.people import Colleagues, FakeNewcomers
from tests.fakes.slack import FakeReplies
from tests.patience import PATIENCE_SECONDS
from tests.slack.incoming.test_http import FORM, MOST_BYTES, SECRET, signature
from tests.slack.interactions import ACCESS, TEAM, command


def accept(interaction: Interaction) -> None:
    interaction.ack(text=f"Hello {interaction.who.user_id}")


def made(
    host: str = "127.0.0.1",
    *,
    healthy: Callable[[], bool] = lambda: True,
    listener: Callable[[Interaction], None] = accept,
) -> HttpServer:
    client = WebClient(token="xoxb-nowhere", base_url="http://127.0.0.1:9/api/")
    app = bolt_app(client, Identity(TEAM, None, "B0SMSIT", "U0BOT"))
    registry = Registry(app, ACCESS, FakeReplies(), FakeNewcomers(Colleagues()))
    registry.command("/sms", Role.VIEWER, listener)
    registry.close()
    return HttpServer(app, Signatures(SECRET), (host, 0), threads=2, most_bytes=MOST_BYTES, healthy=healthy)


@contextmanager
def serving(
    host: str = "127.0.0.1",
    *,
    healthy: Callable[[], bool] = lambda: True,
    listener: Callable[[Interaction], None] = accept,
) -> Iterator[HttpServer]:
    server = made(host, healthy=healthy, listener=listener)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        assert not server.is_alive()


def signed(body: str, *, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))
    return {
        "Content-Type": FORM,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(body.encode(), stamp, secret),
    }


def post(
    port: int, body: str, headers: dict[str, str], host: str = "127.0.0.1", path: str = PATH
) -> tuple[int, str]:
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


COMMAND = urlencode(command("help"))
