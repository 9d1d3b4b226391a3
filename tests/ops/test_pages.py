"""The pages for whoever watches over the bot."""

import json
from collections.abc import Iterator, Mapping
from typing import cast

import pytest

from bot import metrics
from bot.metrics import Sample
from bot.ops.pages import Pages
from bot.ops.vitals import Finding, Vitals
from tests.counted import counted


class FakeVitals:
    def __init__(self, **findings: Finding) -> None:
        self._findings = findings

    def findings(self) -> Mapping[str, Finding]:
        return self._findings

    def samples(self) -> Iterator[Sample]:
        yield metrics.BALANCE.of(4998)


def asked(path: str, method: str = "GET", **findings: Finding) -> tuple[str, dict[str, str], str]:
    """Return what a page answers: status, headers and body."""
    seen: list[tuple[str, list[tuple[str, str]]]] = []
    pages = Pages(cast("Vitals", FakeVitals(**findings)))
    environ = {"PATH_INFO": path, "REQUEST_METHOD": method}
    body = b"".join(pages(environ, lambda status, headers: seen.append((status, headers))))
    ((status, headers),) = seen
    assert dict(headers)["Content-Length"] == str(len(body))
    return status, dict(headers), body.decode()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_it_lives_whatever_is_wrong_with_it(method: str) -> None:
    status, headers, body = asked("/livez", method, database=Finding(ok=False, said="can't be used"))

    assert (status, body) == ("200 OK", "OK")
    assert headers["Cache-Control"] == "no-store"


def test_it_is_ready_when_each_part_is() -> None:
    status, headers, body = asked("/readyz", engine=Finding(ok=True, said="running"))

    assert (status, headers["Content-Type"]) == ("200 OK", "application/json")
    assert json.loads(body) == {"ready": True, "parts": {"engine": {"ok": True, "said": "running"}}}


def test_one_part_is_enough_not_to_be_ready_and_is_named() -> None:
    parts = {"engine": Finding(ok=True, said="running"), "tick": Finding(ok=False, said="90 s ago")}
    status, _headers, body = asked("/readyz", **parts)

    assert status == "503 Service Unavailable"
    assert json.loads(body)["parts"]["tick"] == {"ok": False, "said": "90 s ago"}
    assert not json.loads(body)["ready"]


def test_the_figures_are_those_counted_and_those_looked_up() -> None:
    status, headers, body = asked("/metrics")

    assert (status, headers["Content-Type"]) == ("200 OK", metrics.CONTENT_TYPE)
    assert counted("smsit_bot_balance_credits", body) == 4998
    assert counted("process_resident_memory_bytes", body) > 0


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/", "GET", "404 Not Found"),
        ("/slack/events", "POST", "404 Not Found"),
        ("/metrics", "POST", "405 Method Not Allowed"),
        ("/livez", "DELETE", "405 Method Not Allowed"),
    ],
)
def test_nothing_else_is_answered(path: str, method: str, status: str) -> None:
    assert asked(path, method)[0] == status
