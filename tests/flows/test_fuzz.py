"""Whatever comes over the wire: nothing breaks or takes long, nothing is sent, and no log tells about whom.

Two thousand inputs in every run, by one seed; `make fuzz` tries a hundred thousand by another. Each run says
its seed, and `FUZZ_SEED` repeats it.
"""

import os
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any, Final

import pytest

from bot.settings import Mode
from bot.slack.incoming.http import Edge
from bot.slack.incoming.socket_client import Client
from bot.slack.incoming.socket_mode import SocketMode
from bot.slack.incoming.socket_session import Session
from bot.smsit import Endpoint, SmsItClient, SmsItError
from bot.texting.tables import sheet
from bot.texting.tables.raw import TableError
from tests.fakes.websocket import OtherSide
from tests.flows.conftest import OpenHouse
from tests.flows.fuzzed import (
    MOST_CPU_SECONDS,
    Caller,
    Slowest,
    as_slack_sends,
    at_rest,
    collected,
    each_in_turn,
    judged,
    share,
    spoilt,
)
from tests.flows.harness import Harness
from tests.flows.spoiling import PERSONAL, Spoiler
from tests.patience import wait_until
from tests.smsit.loopback import Loopback

SEED: Final = int(os.environ.get("FUZZ_SEED", "1"))
READS: Final = (
    Endpoint.CREDIT_BALANCE,
    Endpoint.GET_CONTACTS,
    Endpoint.CONTACT_REPORT,
    Endpoint.GROUP_REPORT,
)
REPLIES: Final[tuple[Any, ...]] = (
    [{"status": "0", "msg": "Successful API call"}],
    {"creditbalancenumber": "1,450"},
    {"smsstatus": "delivered", "errormsg": PERSONAL},
    {"successful": "3", "failed": "1"},
    {"contacts": [{"id": "1", "name": PERSONAL, "number": "14155550100", "date": "2026-01-01 00:00:00"}]},
)


NEVER_WERE: Final = re.compile(
    "trigger_id|(channel|view|user|team)_not_found|: not_found|hash_conflict|acknowledgement|"
    "(used|expired)_url|user_not_in_channel|missing required field: (user|channel)$"
)
"""What the pretend Slack says of triggers, places, views and envelopes that never were."""


@dataclass
class Limits:
    list_rows: int = 100
    list_megabytes: int = 1


@pytest.fixture
def slowest(request: pytest.FixtureRequest) -> Iterator[Slowest]:
    """What has to be quick. Each way says in its test what handles its inputs."""
    found = Slowest()
    yield found
    print(f"{request.node.name}: {found.inputs} inputs, at most {found.seconds:.3f} s of CPU time")  # noqa: T201 - as the seed
    assert found.inputs > 0
    assert found.seconds < MOST_CPU_SECONDS


@pytest.fixture(autouse=True)
def _says_its_seed() -> None:
    print(f"FUZZ_SEED={SEED}")  # noqa: T201 - shown with what fails


@pytest.fixture
def spoiler() -> Spoiler:
    return Spoiler(SEED)


@pytest.fixture
def housed(open_harness: OpenHouse) -> Iterator[Callable[[Mode], Harness]]:
    """Open a bot by one way in, of which nothing may have been sent in the end."""
    opened: list[Harness] = []

    def make(mode: Mode) -> Harness:
        opened.append(open_harness(mode))
        return opened[-1]

    yield make
    for harness in opened:
        found = {each for each in harness.sandbox.slack.problems if not NEVER_WERE.search(each)}
        harness.sandbox.slack.problems.clear()
        assert found == set()
        assert harness.texts == []


def test_http_answers_whatever_it_is_sent_and_nothing_comes_of_it(
    housed: Callable[[Mode], Harness],
    spoiler: Spoiler,
    slowest: Slowest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Edge, "__call__", slowest.of(Edge.__call__))
    serving = housed(Mode.HTTP)
    payloads = collected(serving)
    whole = [as_slack_sends(spoiler, payload) for payload in payloads]

    def unsigned() -> None:
        body, kind = spoiler.luck.choice(whole)
        status, _ = caller.post(spoiler.cut(body), kind, signed=False)
        assert status == 401

    def broken() -> None:
        body, kind = spoiler.luck.choice(whole)
        body = spoiler.cut(body)
        status, _ = caller.post(body, spoiler.luck.choice((kind, "application/json", "")), signed=True)
        assert status in {200, 400, 404}, body

    def shaped() -> None:
        body, kind = as_slack_sends(spoiler, spoilt(spoiler, payloads))
        status, said = caller.post(body, kind, signed=True)
        assert status in {200, 400, 404}, body
        assert "went wrong" not in said, body

    with closing(Caller(serving)) as caller, judged():
        each_in_turn(share(20), unsigned, lambda: None)
        each_in_turn(share(10), broken, at_rest(serving))
        each_in_turn(share(25), shaped, at_rest(serving))
    assert serving.maya.command("/sms credits").acked


def test_socket_mode_answers_whatever_it_is_sent_and_nothing_comes_of_it(
    housed: Callable[[Mode], Harness],
    spoiler: Spoiler,
    slowest: Slowest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Client, "_work_on", slowest.of(Client._work_on))
    harness = housed(Mode.SOCKET)
    payloads, receiver = collected(harness), harness.bot._receiver
    assert isinstance(receiver, SocketMode)
    envelope = {"type": "interactive", "envelope_id": "fuzz", "accepts_response_payload": True}

    def shaped() -> None:
        payload = spoilt(spoiler, payloads)
        sent = {
            **envelope,
            "payload": payload,
            "retry_attempt": spoiler.value(),
            "retry_reason": spoiler.value(),
        }
        receiver._client.enqueue_message(spoiler.written(sent).decode())

    def broken() -> None:
        text = spoiler.cut(spoiler.written(spoiler.spoilt({**envelope, "payload": payloads[0]})))
        if b'"disconnect"' not in text:
            receiver._client.enqueue_message(text.decode("latin-1"))

    def rest() -> None:
        wait_until(receiver._client.message_workers._work_queue.empty)
        at_rest(harness)()

    with judged():
        each_in_turn(share(15), shaped, rest)
        each_in_turn(share(5), broken, rest)
        assert harness.maya.command("/sms credits").acked


def test_frames_of_any_kind_end_a_connection_or_are_passed_over(
    spoiler: Spoiler, slowest: Slowest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "_read", slowest.of(Session._read))
    heard: list[str] = []

    def some() -> None:
        session = Session(other_side.url, heard.append)
        session.receive()
        wait_until(lambda: other_side.came)
        there = other_side.came.pop().socket
        frames = b"".join(spoiler.frame(spoiler.cut(b'{"type":"hello"}')) for _ in range(10))
        with suppress(OSError):
            there.sendall(frames)
            there.shutdown(socket.SHUT_RDWR)
        wait_until(lambda: not session.is_open)
        session.end()

    with closing(OtherSide()) as other_side, judged():
        each_in_turn(share(5) // 10, some, lambda: None)


def test_files_of_any_kind_are_a_table_or_a_sentence(spoiler: Spoiler, slowest: Slowest) -> None:
    whole = f'Number,Name,Consent\n+1 415 555 0100,{PERSONAL},yes\n14155550101,"Grace",no\n'.encode()

    def some() -> None:
        separator = spoiler.luck.choice((b",", b";", b"\t", b"|", b"\0"))
        content = spoiler.cut(whole.replace(b",", separator))
        if spoiler.luck.random() < 0.3:
            encoding = spoiler.luck.choice(("utf-16", "utf-32", "cp1252"))
            content = content.decode("utf-8", "replace").encode(encoding, "replace")
        with suppress(TableError), slowest.input():
            found = sheet.read(content, Limits(), "US")
            assert all("\0" not in column for column in found.columns), content

    with judged():
        each_in_turn(share(10), some, lambda: None)


def test_smsit_may_answer_what_it_likes(spoiler: Spoiler, slowest: Slowest) -> None:
    with Loopback() as server, judged():
        client = SmsItClient("key", base_url=server.url, sleep=lambda _seconds: None)

        def some() -> None:
            reply = spoiler.written(spoiler.spoilt(spoiler.luck.choice(REPLIES)))
            body = spoiler.cut(reply) if spoiler.luck.random() < 0.3 else reply
            status = spoiler.luck.choice((200, 200, 200, 204, 302, 404, 500))
            for endpoint in (*READS, Endpoint.SMS_CONTACT):
                server._answers[endpoint.path].clear()
                server.says(endpoint, body, status)
            for call in (
                lambda: client.credit_balance(retry=False),
                lambda: client.get_contacts(retry=False),
                lambda: client.contact_report("14155550100", retry=False),
                lambda: client.group_report("7", retry=False),
                lambda: client.send_to_contact("14155550100", "14155550199", "Hello"),
            ):
                with suppress(SmsItError), slowest.input():
                    value = call()
                    assert repr(value).encode() is not None, body

        each_in_turn(share(10) // 5, some, lambda: None)
        client.close()
