"""The tour is the first thing a newcomer runs: it must come true, and say so when it does not."""

import logging

import pytest

from bot import demo
from bot.sandbox import Sandbox
from bot.sandbox.tour import Tour

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


def test_without_a_bot_the_tour_says_where_it_stopped() -> None:
    lines: list[str] = []
    with Sandbox() as sandbox:
        assert not Tour(sandbox, lines.append).play()

    assert lines[-1] == "✗ the bot did not answer /sms: dispatch_failed"
