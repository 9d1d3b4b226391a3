"""Spans as OpenTelemetry has them.

A trace is what is done for one request of Slack's. Its ids are made of the request's, which goes along with
work that is handed on and with jobs. Where there is none, such as when the clock asks for a report, the trace
is that of the request which the subject's job was enqueued for; else one of the subject's own. What the clock
does about nothing in particular is not recorded.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, NamedTuple

from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.sampling import Decision
from opentelemetry.trace import SpanContext, SpanKind, StatusCode, TraceFlags

from bot import request_ids, spans
from bot.spans import Span, Step
from bot.tracing.ids import Ids, Wanted, first_span_id, trace_id
from bot.tracing.newest import Newest

PREFIX: Final = "smsit_bot."
"""Begins the name of each attribute."""
FINE: Final = frozenset(
    {"ok", "accepted", "stopped", "refused", "not_sent", "put_right", "outdated", "rate_limited"}
)
"""Results that are no failure: all is well, a person was told, or the same is asked again."""
_MOST: Final = 10_000
_KINDS: Final = {Step.ARRIVAL: SpanKind.SERVER, Step.JOB: SpanKind.CONSUMER, Step.WORK: SpanKind.INTERNAL}


class _Whose(NamedTuple):
    """Which trace something belongs to: of a request, or a subject's own where none is known."""

    key: str
    is_request: bool


class _Step:
    """A span that is under way."""

    def __init__(self, whose: _Whose, span: trace.Span) -> None:
        self.whose = whose
        self.span = span

    def note(self, **words: str) -> None:
        for name, word in words.items():
            self.span.set_attribute(f"{PREFIX}{name}", word)
        if words.get("result", "ok") not in FINE:
            self.span.set_status(StatusCode.ERROR)


class TraceRecorder:
    """Records spans with a provider that takes its ids from ``ids``.

    ``request_of`` returns the id of the request that the job of a subject was enqueued for, or nothing. It
    may look into the database, and raises nothing.
    """

    def __init__(self, provider: TracerProvider, ids: Ids, request_of: Callable[[str], str]) -> None:
        self._tracer = provider.get_tracer("smsit-bot")
        self._sampler = provider.sampler
        self._ids = ids
        self._request_of = request_of
        self._requests = Newest(_MOST)
        self._begun = Newest(_MOST)
        self._current: ContextVar[_Step | None] = ContextVar("step", default=None)

    @contextmanager
    def span(self, step: Step, name: str, subject: str) -> Iterator[Span]:
        """Record a step until the end of the block."""
        whose = self._whose(subject)
        if whose is None:
            yield spans.NOTHING
            return
        span = self._begin(whose, name, _KINDS[step], is_first=step is Step.ARRIVAL)
        mine = _Step(whose, span)
        mine.note(step=step.value, **({"subject": subject} if subject else {}))
        before = self._current.set(mine)
        try:
            yield mine
        except BaseException as error:
            mine.note(result=type(error).__name__)  # its text may quote what it was about
            raise
        finally:
            self._current.reset(before)
            span.end()

    def note(self, **words: str) -> None:
        """Note something about the step this thread is at."""
        at = self._current.get()
        if at is not None:
            at.note(**words)

    def called(self, name: str, result: str, seconds: float) -> None:
        """Record a call that ended now."""
        whose = self._whose("")
        if whose is None:
            return
        ended = time.time_ns()
        span = self._begin(whose, name, SpanKind.CLIENT, start_time=ended - round(seconds * 1e9))
        _Step(whose, span).note(step="call", result=result)
        span.end(ended)

    def _whose(self, subject: str) -> _Whose | None:
        request_id, at = request_ids.current(), self._current.get()
        if request_id:
            return _Whose(request_id, is_request=True)
        if at is not None:
            return at.whose
        if not subject:
            return None
        if found := self._asked_for(subject):
            return _Whose(found, is_request=True)
        return _Whose(request_ids.of(subject), is_request=False)

    def _asked_for(self, subject: str) -> str:
        """Return the request that a subject's job was enqueued for. None as yet is not remembered."""
        found = self._requests.get(subject) or self._request_of(subject)
        if found:
            self._requests.put(subject, found)
        return found

    def _begin(
        self,
        whose: _Whose,
        name: str,
        kind: SpanKind,
        *,
        is_first: bool = False,
        start_time: int | None = None,
    ) -> trace.Span:
        """Begin a span below the one this thread is at in the same trace, else below the trace's first.

        An arrival is the first of its trace, but for what Slack delivers again. That of a subject has none.
        """
        whole, first = trace_id(whose.key), None
        at = self._current.get()
        context = trace.set_span_in_context(trace.INVALID_SPAN)
        if at is not None and at.whose == whose:
            context = trace.set_span_in_context(at.span)
        elif is_first and self._begun.put(whose.key, name):
            first = first_span_id(whose.key)
        elif whose.is_request:
            context = trace.set_span_in_context(self._first_of(whose.key, whole))
        attributes = {f"{PREFIX}request": whose.key} if whose.is_request else {}
        with self._ids.wanted(Wanted(whole, first)):
            return self._tracer.start_span(
                name, context, kind, attributes, start_time=start_time, record_exception=False
            )

    def _first_of(self, request_id: str, whole: int) -> trace.Span:
        """Return the first span of a request's trace as it is seen from elsewhere: sampled only if it is."""
        sampled = self._sampler.should_sample(None, whole, "").decision is Decision.RECORD_AND_SAMPLE
        flags = TraceFlags(TraceFlags.SAMPLED if sampled else TraceFlags.DEFAULT)
        seen = SpanContext(whole, first_span_id(request_id), is_remote=True, trace_flags=flags)
        return trace.NonRecordingSpan(seen)
