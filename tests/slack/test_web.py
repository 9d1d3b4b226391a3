"""How Slack is asked: no answer outlasts its time, is larger than any, or breaks who reads it."""

import socket
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPException

import pytest
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import UserError
from bot.slack import web
from bot.slack.incoming.connect import web_client
from bot.slack.outgoing.files import Files
from bot.texting.tables.uploads import UploadedFile
from tests.counted import counted
from tests.patience import PATIENCE_SECONDS

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
Answering = Callable[..., str]


@pytest.fixture
def answering() -> Iterator[Answering]:
    """Start a Slack that answers everything with the same bytes, and then goes on with more or hangs up."""
    over, listeners, threads = threading.Event(), list[socket.socket](), list[threading.Thread]()

    def start(answer: bytes, *, dripping: bool = False) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with connection, suppress(OSError):
                        connection.recv(65536)
                        connection.sendall(answer)
                        while dripping and not over.wait(0.005):
                            connection.sendall(b" ")

        thread = threading.Thread(target=serve)
        threads.append(thread)
        thread.start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/api/"

    yield start
    over.set()
    for listener, thread in zip(listeners, threads, strict=True):
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(PATIENCE_SECONDS)


def whole(body: bytes) -> bytes:
    return OK + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body


@pytest.mark.parametrize("beginning", [b"HTTP/1.1 200 OK\r\n", OK + b"Content-Length: 99999\r\n\r\n"])
def test_an_answer_in_drops_is_given_up_in_time(answering: Answering, beginning: bytes) -> None:
    url = answering(beginning, dripping=True)
    client = web_client("xoxb-token", url)
    client.timeout = 0.1  # type: ignore[assignment]  # seconds; the SDK's type is a whole number

    with pytest.raises(TimeoutError):
        client.auth_test()
    files = Files(client, timeout=0.1)
    file = UploadedFile("F1", "file.csv", 9, "U0MAYA")
    with pytest.raises(UserError, match="Upload the file again"):
        files.download(file)
    with pytest.raises(UserError, match="Upload the file again"):
        files._fetched({"url_private": f"{url}file.csv"})


def test_an_answer_larger_than_any_is_not_read_to_its_end(
    answering: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "MOST_BYTES", 1000)
    long = answering(whole(b'{"ok": true, "more": "' + b"x" * 2000 + b'"}'))
    refused = answering(whole(b"x" * 2000).replace(b"200 OK", b"500 Oh"))

    for url in (long, refused):
        with pytest.raises(web.TooLong):
            web_client("xoxb-token", url).auth_test()


@pytest.mark.parametrize("body", [b"[]", b"1", b'"text"', b"[" * 100_000, b'{"a":' * 80 + b"1" + b"}" * 80])
def test_what_is_no_answer_is_an_error_every_caller_knows(answering: Answering, body: bytes) -> None:
    with pytest.raises(SlackClientError):
        web_client("xoxb-token", answering(whole(body))).auth_test()


def test_every_text_and_figure_of_an_answer_can_be_used(answering: Answering) -> None:
    body = b'{"ok": true, "name": "A\\ud800", "size": 1e999, "none": NaN, "end": "\\u0000"}'

    answer = web_client("xoxb-token", answering(whole(body))).auth_test()

    assert answer.data == {"ok": True, "name": "A\ufffd", "size": None, "none": None, "end": "\ufffd"}


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (whole(b'{"ok": true}'), "ok"),
        (whole(b'{"ok": false, "error": "no_text"}'), "refused"),
        (whole(b'{"ok": false, "error": "ratelimited"}').replace(b"200 OK", b"429 Wait"), "rate_limited"),
        (whole(b"[" * 100_000), "no_answer"),
        (b"", "no_answer"),
    ],
)
def test_each_call_is_counted_by_its_method_and_what_came_of_it(
    answering: Answering, answer: bytes, result: str
) -> None:
    series, limited = "smsit_bot_slack_call_seconds_count", "smsit_bot_rate_limited_total"
    before = counted(series, method="auth.test", result=result), counted(limited, service="slack")

    with suppress(SlackClientError, HTTPException, OSError):
        web_client("xoxb-token", answering(answer)).auth_test()

    assert counted(series, method="auth.test", result=result) == before[0] + 1
    assert counted(limited, service="slack") == before[1] + (result == "rate_limited")


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("5", 5), ("0", 0), ("", 30), ("soon", 30), ("nan", 30), ("1e999", 30), ("-5", 30), ("9" * 400, 3600)],
)
def test_a_wait_is_never_longer_than_an_hour(answering: Answering, asked: str, seconds: float) -> None:
    body = b'{"ok": false, "error": "ratelimited"}'
    answer = whole(body).replace(b"200 OK\r\n", b"429 Wait\r\nRetry-After: %s\r\n" % asked.encode())

    with pytest.raises(SlackApiError) as raised:
        web_client("xoxb-token", answering(answer)).auth_test()

    assert web.seconds_to_wait(raised.value) == seconds


def test_the_proxy_of_the_environment_is_gone_through(
    answering: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = answering(whole(b'{"ok": true}'))
    monkeypatch.setenv("http_proxy", proxy)

    try:
        assert web_client("xoxb-token", "http://slack.example/api/").auth_test()["ok"]
    finally:
        monkeypatch.delenv("http_proxy")
        urllib.request.install_opener(web.opener())
