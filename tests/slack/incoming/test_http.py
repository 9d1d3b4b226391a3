"""Signed HTTP: what the edge turns away, and what it lets through."""

import hashlib
import hmac
import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt.response import BoltResponse

from bot import foreground
from bot.slack.incoming import payloads
from bot.slack.incoming.http import HEALTH, PATH, Edge, Signatures
from bot.slack.incoming.payloads import Payload
from tests.slack.interactions import command

SECRET = "the signing secret"
MOST_BYTES = 2048
FORM = "application/x-www-form-urlencoded"
STAMP = 1_795_453_200
BODY = urlencode(command("help")).encode()


def signature(body: bytes, stamp: str, secret: str = SECRET) -> str:
    return (
        "v0=" + hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    )


class Unread(io.BytesIO):
    """A body that nobody has any business with."""

    def read(self, _size: int | None = -1) -> bytes:
        raise AssertionError("it was read")


class Inner:
    """What stands behind the edge: remembers what came through."""

    def __init__(self) -> None:
        self.seen: list[Payload] = []
        self.headers: list[Mapping[str, str]] = []

    def __call__(self, payload: Payload, headers: Mapping[str, str]) -> BoltResponse:
        self.seen.append(payload)
        self.headers.append(headers)
        return BoltResponse(status=200, body="through")


@pytest.fixture
def inner() -> Inner:
    return Inner()


def signed_by_slack(body: bytes = BODY, stamp: str = str(STAMP)) -> dict[str, Any]:
    """Return a request as a server hands it over; its signature is of the time ``stamp``."""
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": PATH,
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": FORM,
        "HTTP_X_SLACK_REQUEST_TIMESTAMP": str(STAMP),
        "HTTP_X_SLACK_SIGNATURE": signature(body, stamp),
        "wsgi.input": io.BytesIO(body),
    }


def ask(
    inner: Inner,
    body: bytes = BODY,
    *,
    healthy: bool = True,
    stream: io.BytesIO | None = None,
    **environ: str,
) -> int:
    """Send one request to an edge and return the status it answers with. Its phrase is Python's own."""
    statuses: list[str] = []
    signatures = Signatures(SECRET, lambda: STAMP + 0.5)
    edge = Edge(inner, signatures, most_bytes=MOST_BYTES, healthy=lambda: healthy)
    stamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", str(STAMP))
    given_ = {**signed_by_slack(body, stamp), **environ, "wsgi.input": stream or io.BytesIO(body)}
    answer = edge(given_, lambda status, _headers: statuses.append(status))
    assert b"".join(answer) in {statuses[0].encode(), b"through"}
    getattr(answer, "close", list)()  # a server does
    return int(statuses[0].split(maxsplit=1)[0])


def test_what_can_wait_waits_until_the_answer_has_left() -> None:
    done: list[str] = []

    def respond(_payload: Payload, _headers: Mapping[str, str]) -> BoltResponse:
        foreground.after_answer(lambda: done.append("after"))
        return BoltResponse(status=200, body="through")

    edge = Edge(respond, Signatures(SECRET, lambda: STAMP), most_bytes=MOST_BYTES, healthy=bool)
    answer: Any = edge(signed_by_slack(), lambda _status, _headers: None)
    assert (b"".join(answer), done, foreground.is_quiet()) == (b"through", [], False)
    answer.close()
    assert (done, foreground.is_quiet()) == (["after"], True)


def test_nothing_waits_for_an_answer_that_could_not_be_given() -> None:
    def respond(_payload: Payload, _headers: Mapping[str, str]) -> BoltResponse:
        raise OSError("no answer")

    edge = Edge(respond, Signatures(SECRET, lambda: STAMP), most_bytes=MOST_BYTES, healthy=bool)
    with pytest.raises(OSError, match="no answer"):
        edge(signed_by_slack(), lambda _status, _headers: None)
    assert foreground.is_quiet()


def test_a_signed_request_of_the_right_shape_goes_through(inner: Inner) -> None:
    assert ask(inner) == 200
    assert inner.seen == [{**command("help"), "response_url": ""}]


@pytest.mark.parametrize(
    ("environ", "status"),
    [
        ({"PATH_INFO": "/"}, 404),
        ({"PATH_INFO": "/slack/events/"}, 404),
        ({"PATH_INFO": HEALTH}, 404),
        ({"REQUEST_METHOD": "GET"}, 405),
        ({"REQUEST_METHOD": "PUT"}, 405),
        ({"CONTENT_LENGTH": str(MOST_BYTES + 1)}, 413),
        ({"HTTP_X_SLACK_REQUEST_TIMESTAMP": ""}, 401),
        ({"HTTP_X_SLACK_REQUEST_TIMESTAMP": "yesterday"}, 401),
        ({"HTTP_X_SLACK_REQUEST_TIMESTAMP": f"-{STAMP}"}, 401),
        ({"HTTP_X_SLACK_REQUEST_TIMESTAMP": f"{STAMP}.0"}, 401),
        ({"HTTP_X_SLACK_REQUEST_TIMESTAMP": "²"}, 401),
        ({"HTTP_X_SLACK_REQUEST_TIMESTAMP": f"{STAMP:013}"}, 401),
        ({"HTTP_X_SLACK_REQUEST_TIMESTAMP": "9" * 5000}, 401),
        ({"HTTP_X_SLACK_REQUEST_TIMESTAMP": str(STAMP - 301)}, 401),
        ({"HTTP_X_SLACK_REQUEST_TIMESTAMP": str(STAMP + 301)}, 401),
        ({"HTTP_X_SLACK_SIGNATURE": ""}, 401),
        ({"HTTP_X_SLACK_SIGNATURE": "v0=é"}, 401),
        ({"HTTP_X_SLACK_SIGNATURE": "v0=abc"}, 401),
    ],
)
def test_what_slack_did_not_sign_is_turned_away_unread(
    inner: Inner, environ: dict[str, str], status: int
) -> None:
    assert ask(inner, stream=Unread(), **environ) == status
    assert inner.seen == []


@pytest.mark.parametrize("missing", ["HTTP_X_SLACK_REQUEST_TIMESTAMP", "HTTP_X_SLACK_SIGNATURE"])
def test_a_request_without_a_signature_is_turned_away(inner: Inner, missing: str) -> None:
    signed_ = {
        "HTTP_X_SLACK_REQUEST_TIMESTAMP": str(STAMP),
        "HTTP_X_SLACK_SIGNATURE": signature(b"", str(STAMP)),
    }
    del signed_[missing]
    edge = Edge(inner, Signatures(SECRET, lambda: STAMP), most_bytes=MOST_BYTES, healthy=bool)
    statuses: list[str] = []

    edge(
        {"REQUEST_METHOD": "POST", "PATH_INFO": PATH, "wsgi.input": Unread(), **signed_},
        lambda status, _headers: statuses.append(status),
    )

    assert [line.split()[0] for line in statuses] == ["401"]


BROKEN = (
    b"{",
    b"\xff\xfe{",
    b"payload=",
    b"payload=%7B",
    b"[]",
    b"payload=[]",
    b"payload=1",
    b"payload=null",
)


@pytest.mark.parametrize("body", [BODY, *BROKEN])
def test_nothing_is_parsed_before_the_signature_is_found_right(
    inner: Inner, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> Payload:
        raise AssertionError("it was parsed")

    monkeypatch.setattr(payloads, "read", never)

    wrong = signature(body + b" ", str(STAMP))
    assert ask(inner, body, HTTP_X_SLACK_SIGNATURE=wrong) == 401


@pytest.mark.parametrize("kind", [FORM, "application/json", ""])
@pytest.mark.parametrize(
    "body",
    [
        *BROKEN,
        b"",
        b"\xff",
        b"text=%00&\xc3",
        b"[" * 50_000,
        b'{"a":' * 900 + b"1" + b"}" * 900,
        b'{"a": ' + b"9" * 5000 + b"}",
        b"&".join(b"f%d=" % each for each in range(200)),
        b'{"user": 7}',
        b'{"actions": [3]}',
        b'{"view": {"state": {"values": {"b": [1]}}}}',
        b"payload=" + quote('{"view": {"private_metadata": {}}}').encode(),
    ],
)
def test_what_is_signed_and_cannot_be_read_is_a_bad_request(inner: Inner, body: bytes, kind: str) -> None:
    edge_takes = len(body) <= MOST_BYTES

    expected = 400 if edge_takes else 413
    assert ask(inner, body, CONTENT_TYPE=kind) == expected
    assert inner.seen == []


@given(st.binary(max_size=200), st.sampled_from([FORM, "application/json; charset=utf-8", "text/plain", ""]))
def test_whatever_slack_signs_is_answered_and_nothing_breaks(body: bytes, kind: str) -> None:
    inner = Inner()

    assert ask(inner, body, CONTENT_TYPE=kind) == (200 if inner.seen else 400)


def test_only_the_headers_of_a_second_delivery_go_further(inner: Inner) -> None:
    lazy = {"HTTP_X_SLACK_BOLT_LAZY_ONLY": "1", "HTTP_X_SLACK_BOLT_LAZY_FUNCTION_NAME": "f"}

    ask(inner, **lazy, HTTP_X_SLACK_RETRY_NUM="2", HTTP_X_SLACK_RETRY_REASON="http_timeout")

    assert inner.headers == [{"X-Slack-Retry-Num": "2", "X-Slack-Retry-Reason": "http_timeout"}]


@pytest.mark.parametrize("secret", ["", "  "])
def test_nobody_signs_with_a_blank_secret(secret: str) -> None:
    with pytest.raises(ValueError, match="blank"):
        Signatures(secret)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(("healthy", "status"), [(True, 200), (False, 503)])
def test_the_health_address_tells_whether_slack_can_reach_the_bot(
    inner: Inner, method: str, status: int, *, healthy: bool
) -> None:
    assert ask(inner, healthy=healthy, PATH_INFO=HEALTH, REQUEST_METHOD=method) == status
    assert inner.seen == []
