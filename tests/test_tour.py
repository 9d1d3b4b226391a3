"""The tour is the first thing a newcomer runs: it must come true, and say so when it does not."""

import logging
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection

import pytest

from bot import demo
from bot.sandbox import Sandbox
from bot.sandbox.slack.model import Message
from bot.sandbox.tour import Tour
from bot.sandbox.walk import CHANNEL, Walk
from tests.counted import counted
from tests.patience import ACK_SECONDS, PATIENCE_SECONDS, wait_until

pytestmark = pytest.mark.long


def test_the_tour_tells_the_story_of_a_text_and_of_a_broadcast(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    assert demo.tour() == 0

    told, said = capsys.readouterr()
    assert "ERROR" not in said, said
    assert not [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR]
    assert "She presses Send now." in told
    assert "Delivered" in told
    assert not any(mark in told for mark in ("<@", "<!", "<#", "*", "`"))  # a terminal shows no markup
    assert "You need the sender role to send a text." in told
    assert "One text was wanted, and one text was sent." in told
    assert "Stopped by @" in told
    assert "Lena reads in #sms-approvals" in told
    assert "handed to carriers" in told
    assert "33 people were wanted, and each of them got one text." in told
    assert told.rstrip().endswith("2 appointments were cancelled, and 2 people know.")


def scraped(port: int) -> str:
    with closing(HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", "/metrics")
        answer = connection.getresponse()
        assert answer.status == HTTPStatus.OK
        return answer.read().decode()


def test_after_the_tour_a_scrape_tells_the_same_story(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = demo.environment
    monkeypatch.setattr(demo, "environment", lambda *given: {**environment(*given), "OPS_PORT": "0"})
    patient = Sandbox(manifest=demo.manifest(), delivery_seconds=1.0, ack_limit=PATIENCE_SECONDS)
    with patient as sandbox, demo.running(sandbox) as bot:
        assert bot.ops_port is not None
        before = scraped(bot.ops_port)
        assert Tour(sandbox, lambda _line: None).play()
        wait_until(bot.is_quiet)
        after = scraped(bot.ops_port)
        left = sandbox.smsit.ledger

    def new(name: str, **labels: str) -> float:
        return counted(name, after, **labels) - counted(name, before, **labels)

    groups = {text.group_sms_id for text in left if text.group_sms_id}
    single = [text for text in left if not text.group_sms_id]
    for kind, method, count in (("contact", "smscontact", len(single)), ("group", "smsgroup", len(groups))):
        assert count > 0
        assert new("smsit_bot_attempts_total", kind=kind, outcome="accepted") == count
        assert new("smsit_bot_attempts_total", kind=kind) == count, "none was refused, unknown or tried again"
        assert new("smsit_bot_smsit_call_seconds_count", method=method) == count
        assert new("smsit_bot_smsit_call_seconds_count", method=method, result="ok") == count
    assert new("smsit_bot_ack_seconds_count", kind="command", result="refused") == 1, "Sam was turned away"
    assert new("smsit_bot_ack_seconds_count", result="broke") == new("smsit_bot_rate_limited_total") == 0
    assert counted("smsit_bot_slack_up", after) == counted("smsit_bot_database_up", after) == 1
    assert counted("smsit_bot_queue_jobs", after) == 0
    assert not [text for text in left if text.number in after or text.body in after]


def test_without_a_bot_the_tour_says_where_it_stopped() -> None:
    lines: list[str] = []
    with Sandbox(ack_limit=ACK_SECONDS) as sandbox:
        assert not Tour(sandbox, lines.append).play()

    assert lines[-1] == "✗ the bot did not answer /sms: dispatch_failed"


def test_a_message_that_never_said_what_is_between_is_told_as_it_stands() -> None:
    with Sandbox(ack_limit=ACK_SECONDS) as sandbox:
        messages = sandbox.slack.messages
        bot = Message(CHANNEL, messages.next_ts(), "U0BOT", "Text to Ada: Delivered", posted_by_bot=True)
        messages.put(bot)
        walk = Walk(sandbox, lambda _line: None)

        assert walk._message("Ada", "Sent", or_else="Delivered") == bot
