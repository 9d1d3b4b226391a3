"""Spans that nobody records; see tests/tracing for those that somebody does."""

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
