"""What is sent spoilt, how it comes in, and what is held against the bot for it."""

import hashlib
import hmac
import http.client
import json
import logging
import os
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from bot import logs
from bot.sandbox.slack.model import Answer
from bot.sandbox.slack.payloads import in_view
from bot.slack.incoming.registry import Kind
from tests.flows.harness import Harness
from tests.flows.spoiling import NUMBERS, PERSONAL, Spoiler
from tests.patience import PATIENCE_SECONDS

T = TypeVar("T")

INPUTS: Final = int(os.environ.get("FUZZ", "2000"))
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
REFUSED: Final = "a modal was refused: "


def share(percent: int) -> int:
    """Return how many of a run's inputs come by one way."""
    return INPUTS * percent // 100


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
