"""Spans that nobody records cost nothing: see tests/tracing for those that somebody does."""

import subprocess
import sys

import pytest

from bot import spans


def test_without_a_recorder_nothing_is_noted_and_what_is_raised_is_raised() -> None:
    with spans.span(spans.Step.JOB, "job", "send") as span:
        span.note(result="ok")
        spans.note(verb="credits")
        spans.called("slack chat.update", "ok", 0.1)
    assert span is spans.NOTHING
    with pytest.raises(KeyError), spans.span(spans.Step.JOB, "job"):
        raise KeyError


def test_switched_off_nothing_of_the_library_is_loaded() -> None:
    """A process that has all of the bot in it, as ``smsit-bot run`` and ``check`` have."""
    code = (
        "import sys, bot.app, bot.run, bot.doctor.command, bot.assembly.traces as traces\n"
        "from types import SimpleNamespace\n"
        "assert traces.begin(SimpleNamespace(tracing=False), None) is traces.nothing\n"
        "found = {name.partition('.')[0] for name in sys.modules}\n"
        "print(sorted(found & {'opentelemetry', 'google'}), 'bot.tracing' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter
    assert done.stdout == "[] False\n"
