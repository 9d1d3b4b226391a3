"""Whatever comes over the wire: nothing breaks or takes long, nothing is sent, and no log tells about whom.

Two thousand inputs in every run, by one seed; `make fuzz` tries a hundred thousand by another. Each run says
its seed, and `FUZZ_SEED` repeats it.
"""

import hashlib
import hmac
import http.client
import json
import logging
import os
import re
import socket
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

import pytest

from bot import logs
from bot.sandbox.slack.model import Answer
from bot.sandbox.slack.payloads import in_view
from bot.settings import Mode
from bot.slack.incoming.http import Edge
from bot.slack.incoming.registry import Kind
from bot.slack.incoming.socket_client import Client
from bot.slack.incoming.socket_mode import SocketMode
from bot.slack.incoming.socket_session import Session
from bot.smsit import Endpoint, SmsItClient, SmsItError
from bot.texting.tables import sheet
from bot.texting.tables.raw import TableError
from tests.fakes.websocket import OtherSide
from tests.flows.conftest import OpenHouse
from tests.flows.harness import Harness
from tests.flows.spoiling import NUMBERS, PERSONAL, Spoiler
from tests.patience import PATIENCE_SECONDS, wait_until
from tests.smsit.loopback import Loopback

T = TypeVar("T")

INPUTS: Final = int(os.environ.get("FUZZ", "2000"))
SEED: Final = int(os.environ.get("FUZZ_SEED", "1"))
MOST_CPU_SECONDS: Final = 1.0
"""What any one input may take of the thread that handles it; the slowest take a few hundredths."""
AT_ONCE: Final = 25
"""Inputs until the bot is waited for: more would only be told that too much is going on."""

COMMANDS: Final = (
    *("", "credits", "status", "help", "groups", "scheduled", "do-not-text", "contacts", "contacts add"),
    *(
        "contacts unreachable",
        "contacts import",
        "broadcast",
        "list",
        "otp",
        "otp verify",
        "otp recent",
        "appointment",
        "appointments",
        "day-off",
        "birthdays",
    ),
)
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
REFUSED: Final = "a modal was refused: "


def share(percent: int) -> int:
    """Return how many of a run's inputs come by one way."""
    return INPUTS * percent // 100


@dataclass
class Limits:
    list_rows: int = 100
    list_megabytes: int = 1


def figures(line: str) -> str:
    """All digits of a line, whatever stands between them and in whatever script."""
    return "".join(str(unicodedata.decimal(each)) for each in line if each.isdecimal())


class Judge(logging.Handler):
    """Hears everything that is logged, as the log writes it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._written = logs.WithoutTraces("%(message)s")
        self.errors: list[str] = []
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = self._written.format(record)
        ours = record.name.startswith("bot") and not record.name.startswith("bot.sandbox")
        if ours and record.levelno >= logging.ERROR and not line.startswith(REFUSED):
            self.errors.append(line)
        said = figures(line)
        tells = PERSONAL.split()[0] in line or any(each in said for each in NUMBERS)
        if (ours or record.levelno >= logging.ERROR) and tells:
            self.told.append(line)


class Slowest:
    """The most CPU time that one input took of the thread that handled it, whatever else the machine does."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.inputs = 0

    @contextmanager
    def input(self) -> Iterator[None]:
        """Measure one input, in the thread that handles it."""
        began = time.thread_time()
        try:
            yield
        finally:
            self.seconds = max(self.seconds, time.thread_time() - began)
            self.inputs += 1

    def of(self, handle: Callable[..., T]) -> Callable[..., T]:
        """Have every call of a function measured."""

        def measured(*given: object, **named: object) -> T:
            with self.input():
                return handle(*given, **named)

        return measured


@pytest.fixture
def slowest(request: pytest.FixtureRequest) -> Iterator[Slowest]:
    """What has to be quick. Each way says in its test what handles its inputs."""
    found = Slowest()
    yield found
    print(f"{request.node.name}: {found.inputs} inputs, at most {found.seconds:.3f} s of CPU time")  # noqa: T201 - as the seed
    assert found.inputs > 0
    assert found.seconds < MOST_CPU_SECONDS


@contextmanager
def judged() -> Iterator[Judge]:
    """Hold what is logged meanwhile to what may be logged."""
    judge, root = Judge(), logging.getLogger()
    root.addHandler(judge)
    try:
        yield judge
    finally:
        root.removeHandler(judge)
    assert judge.errors == []
    assert judge.told == []


@pytest.fixture(autouse=True)
def _says_its_seed() -> None:
    print(f"FUZZ_SEED={SEED}")  # noqa: T201 - shown with what fails


@pytest.fixture
def spoiler() -> Spoiler:
    return Spoiler(SEED)


def collected(harness: Harness) -> list[dict[str, Any]]:
    """Payloads as Slack sends them: every command, every form as it is submitted, every button and field."""
    maya, found, views = harness.maya, list[dict[str, Any]](), list[dict[str, Any]]()
    for line in COMMANDS:
        found.append(sent(maya.command(f"/sms {line}")))
        views += shown(harness)
    found += [sent(maya.open_home()), sent(maya.shortcut("send_text"))]
    views += shown(harness)
    return found + pressed(harness, views)


def sent(answer: Answer) -> dict[str, Any]:
    assert answer.delivery is not None
    return dict(answer.delivery.payload)


def shown(harness: Harness) -> list[dict[str, Any]]:
    """The modal on the screen as a payload has it, if there is one; then it is closed."""
    harness.drawn()
    found = [in_view(view)["view"] for view in [harness.maya.view] if view is not None]
    at_rest(harness)()
    return found


def pressed(harness: Harness, views: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A payload for each id the bot listens to, in one of these views; and each view as it is submitted."""
    member = harness.maya.member
    base: dict[str, Any] = {"user": {"id": member.id, "team_id": member.team_id}, "trigger_id": "1.2.3"}
    base |= {"team": {"id": member.team_id}, "api_app_id": "A0"}
    made = [{**base, "type": "view_submission", "view": view} for view in views]
    for number, each in enumerate(harness.bot.registry):
        view = views[number % len(views)]
        action = {"type": "button", "action_id": each.id, "block_id": "b", "value": '{"id":"x"}'}
        by_kind: dict[Kind, dict[str, Any]] = {
            Kind.ACTION: {"type": "block_actions", "actions": [action], "view": view},
            Kind.SUBMISSION: {"type": "view_submission", "view": {**view, "callback_id": each.id}},
            Kind.OPTIONS: {"type": "block_suggestion", "action_id": each.id, "value": "ada", "view": view},
        }
        if each.kind in by_kind:
            made.append({**base, **by_kind[each.kind]})
    return made


class Caller:
    """Posts to the bot over a kept connection."""

    def __init__(self, harness: Harness) -> None:
        assert harness.bot.port is not None
        self._line = http.client.HTTPConnection("127.0.0.1", harness.bot.port, timeout=PATIENCE_SECONDS)
        self._secret = harness.sandbox.slack.signing_secret.encode()

    def post(self, body: bytes, kind: str, *, signed: bool) -> tuple[int, str]:
        stamp = str(int(time.time()))
        digest = hmac.new(self._secret, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        signature = f"v0={digest}" if signed else f"v0={digest[::-1]}"
        headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature, "Content-Type": kind}
        self._line.request("POST", "/slack/events", body, headers)
        answer = self._line.getresponse()
        return answer.status, answer.read().decode()

    def close(self) -> None:
        self._line.close()


def as_slack_sends(spoiler: Spoiler, payload: Any) -> tuple[bytes, str]:  # noqa: ANN401 - JSON
    """A payload in one of the three ways of Slack, each now and then of the wrong kind."""
    text = spoiler.written(payload)
    if isinstance(payload, dict) and "command" in payload:
        flat = {key: each if isinstance(each, str) else json.dumps(each) for key, each in payload.items()}
        return urlencode(flat, errors="surrogatepass").encode(), "application/x-www-form-urlencoded"
    if isinstance(payload, dict) and payload.get("type") == "event_callback":
        return text, "application/json"
    return b"payload=" + urlencode({"": text}).encode()[1:], "application/x-www-form-urlencoded"


def spoilt(spoiler: Spoiler, payloads: list[dict[str, Any]]) -> Any:  # noqa: ANN401 - JSON
    payload = spoiler.luck.choice(payloads)
    return spoiler.with_words(payload) if spoiler.luck.random() < 0.5 else spoiler.spoilt(payload)


def each_in_turn(count: int, do: Callable[[], None], rest: Callable[[], None]) -> None:
    for number in range(count):
        do()
        if number % AT_ONCE == 0:
            rest()
    rest()


def at_rest(harness: Harness) -> Callable[[], None]:
    def rest() -> None:
        harness.drawn()
        for user_id in harness.sandbox.slack.people:
            while (view := harness.person(user_id).view) is not None:
                harness.sandbox.slack.views.close(view)

    return rest


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
