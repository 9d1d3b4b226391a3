"""A bot that listens for Slack over HTTP, and does nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from slack_bolt import App

from bot.slack.incoming.connect import Identity, bolt_app, web_client
from bot.slack.incoming.http import Signatures
from bot.slack.incoming.http_server import Dispatching, HttpServer


def bolt() -> App:
    client = web_client("xoxb-1", "http://127.0.0.1:1/")
    return bolt_app(client, Identity("T0HARBOUR", None, "B0BOT", "U0BOT"))


@contextmanager
def served(app: Dispatching, secret: str, host: str = "127.0.0.1") -> Iterator[str]:
    server = HttpServer(app, Signatures(secret), (host, 0), threads=8, most_bytes=1024, healthy=lambda: True)
    server.start()
    try:
        yield str(server.port)
    finally:
        server.stop()
