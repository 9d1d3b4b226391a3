"""Serving Slack over real sockets: signed requests, many connections, and the end."""

import http.client
import json
import socket
from collections.abc import Iterator

import pytest

from bot import foreground
from bot.slack.incoming import web_server
from bot.slack.incoming.http import HEALTH, Environ, StartResponse
from bot.slack.incoming.http_server import HttpServer
from bot.slack.incoming.interaction import Interaction
from tests.patience import PATIENCE_SECONDS
from tests.slack.incoming.http_servers import COMMAND, made, post, serving, signed
from tests.slack.incoming.test_http import MOST_BYTES
from tests.slack.interactions import MAYA


@pytest.fixture(scope="module")
def server() -> Iterator[HttpServer]:
    with serving() as server:
        yield server


def test_a_command_signed_by_slack_is_answered(server: HttpServer) -> None:
    assert post(server.port, COMMAND, signed(COMMAND)) == (200, f"Hello {MAYA.user_id}")


def test_an_answer_leaves_in_one_piece_before_what_was_put_off_is_done(
    server: HttpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[object] = []
    send = web_server._Channel.send

    def heard(channel: web_server._Channel, data: bytes, **options: bool) -> int:
        came.append(bytes(data).partition(b"\r\n\r\n")[::2])
        sent: int = send(channel, data, **options)
        return sent

    def late(interaction: Interaction) -> None:
        interaction.ack(text="here")
        foreground.after_answer(lambda: came.append("put off"))

    monkeypatch.setattr(web_server._Channel, "send", heard)
    with serving(listener=late) as another:
        assert post(another.port, COMMAND, signed(COMMAND)) == (200, "here")
    (head, body), last = came
    assert head.startswith(b"HTTP/1.1 200 OK")
    assert (body, last) == (b"here", "put off")


def test_an_answer_that_a_connection_does_not_take_at_once_comes_whole() -> None:
    most = 16 * 1024**2
    text = "x" * most

    def everything(_environ: Environ, start_response: StartResponse) -> list[bytes]:
        start_response("200 OK", [("Content-Length", str(most))])
        return [text.encode()]

    server = web_server.Server(
        everything, ("127.0.0.1", 0), threads=1, most_bytes=MOST_BYTES, serves="tests", connections=64
    )
    server.start()
    try:
        assert post(server.port, "", {}) == (200, text)
    finally:
        server.stop()


@pytest.mark.parametrize(
    "headers",
    [
        signed(COMMAND, secret="somebody else's"),
        signed(COMMAND, at=0),
        signed(COMMAND + "&more=1"),
    ],
    ids=["wrong secret", "long ago", "another body"],
)
def test_a_command_not_signed_by_slack_is_not_heard(server: HttpServer, headers: dict[str, str]) -> None:
    status, body = post(server.port, COMMAND, headers)

    assert status == 401
    assert "Hello" not in body


def test_slacks_check_of_the_address_is_answered(server: HttpServer) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc"})

    answer = post(server.port, body, signed(body) | {"Content-Type": "application/json"})

    assert answer == (200, json.dumps({"challenge": "abc"}))


def test_a_body_too_large_is_turned_away_before_it_is_read(server: HttpServer) -> None:
    body = "x" * (MOST_BYTES + 1)

    assert post(server.port, body, signed(body))[0] == 413


def test_a_server_says_nothing_of_what_it_is_made_of(server: HttpServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_SECONDS)
    connection.request("GET", HEALTH)
    answer = connection.getresponse()

    assert (answer.status, answer.read()) == (200, b"200 OK")
    assert answer.getheader("Server") is None
    connection.close()


def test_it_serves_until_it_is_stopped() -> None:
    with serving(healthy=lambda: False) as server:
        assert server.is_alive()
        port = server.port

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)


def test_a_server_that_never_started_gives_its_port_back() -> None:
    server = made()
    port = server.port

    server.stop()

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)


def test_it_serves_on_an_ipv6_address_as_well() -> None:
    assert socket.has_ipv6
    with serving("::1") as server:
        assert post(server.port, COMMAND, signed(COMMAND), "::1")[0] == 200
