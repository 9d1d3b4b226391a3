"""Which trace a step belongs to, and what of it is told."""

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, ParentBased, Sampler, TraceIdRatioBased
from opentelemetry.trace import SpanKind, StatusCode

from bot import metrics, request_ids, spans
from bot.spans import Step
from bot.tracing.ids import first_span_id, trace_id
from bot.tracing.newest import Newest
from tests.tracing.recorded import Recorded

PRIVATE = "+14155550100: your test is positive"


def ids(span: ReadableSpan) -> tuple[int, int, int | None]:
    assert span.context is not None
    return span.context.trace_id, span.context.span_id, span.parent.span_id if span.parent else None


def step(name: str, of: Step = Step.WORK, subject: str = "", request: str = "") -> None:
    with request_ids.during(request), spans.span(of, name, subject):
        pass


def test_all_that_is_done_for_a_request_hangs_on_what_arrived_wherever_it_is_done(recorded: Recorded) -> None:
    step("arrival", Step.ARRIVAL, request="asked")
    step("elsewhere", Step.JOB, "send", request="asked")
    with request_ids.during("asked"), spans.span(Step.JOB, "job"), spans.span(Step.WORK, "inside"):
        metrics.smsit_call("smscontact", "ok", 0.25)

    first, elsewhere, call, inside, job = recorded.ended
    whole, root = trace_id("asked"), first_span_id("asked")
    assert ids(first) == (whole, root, None)
    assert [ids(each)[0] for each in recorded.ended] == [whole] * 5
    assert [ids(each)[2] for each in (elsewhere, job)] == [root, root]
    assert [ids(inside)[2], ids(call)[2]] == [ids(job)[1], ids(inside)[1]]
    assert [each.kind for each in (first, job, inside, call)] == [
        SpanKind.SERVER,
        SpanKind.CONSUMER,
        SpanKind.INTERNAL,
        SpanKind.CLIENT,
    ]
    assert call.end_time is not None
    assert call.start_time is not None
    assert call.end_time - call.start_time == 250_000_000
    assert dict(call.attributes or {}) == {
        "smsit_bot.request": "asked",
        "smsit_bot.step": "call",
        "smsit_bot.result": "ok",
    }


def test_what_slack_delivers_again_hangs_on_what_it_delivered_first(recorded: Recorded) -> None:
    for _ in range(2):
        step("arrival", Step.ARRIVAL, request="asked")
    first, again = recorded.ended
    assert ids(first)[1] == first_span_id("asked") == ids(again)[2]
    assert ids(again)[1] != first_span_id("asked")


def test_a_step_for_another_request_is_in_its_trace_and_not_inside_this_one(recorded: Recorded) -> None:
    with request_ids.during("one"), spans.span(Step.JOB, "job"):
        step("for another", request="two")
    another, _ = recorded.ended
    assert ids(another)[::2] == (trace_id("two"), first_span_id("two"))


def test_what_the_clock_does_is_in_the_trace_of_the_request_that_its_subject_comes_from(
    recorded: Recorded,
) -> None:
    step("before there is a job", subject="send")
    recorded.requests["send"] = "asked"
    step("report", subject="send")
    step("draw", subject="send")

    before, *others = recorded.ended
    assert ids(before)[::2] == (trace_id(request_ids.of("send")), None)
    assert {ids(each)[::2] for each in others} == {(trace_id("asked"), first_span_id("asked"))}
    assert recorded.looked == ["send", "send"], "once it is known it is not looked up again"


def test_what_the_clock_does_about_nothing_in_particular_is_not_recorded(recorded: Recorded) -> None:
    step("job clock.groups", Step.JOB)
    metrics.smsit_call("getgroups", "ok", 0.1)
    spans.note(verb="credits")
    assert recorded.ended == []


def test_an_exception_is_named_by_its_kind_and_never_quoted(recorded: Recorded) -> None:
    with pytest.raises(KeyError), request_ids.during("asked"), spans.span(Step.JOB, "job"):
        raise KeyError(PRIVATE)
    [span] = recorded.ended
    assert (span.status.status_code, span.status.description) == (StatusCode.ERROR, None)
    assert span.attributes is not None
    assert span.attributes["smsit_bot.result"] == "KeyError"
    assert "positive" not in span.to_json()
    assert span.events == ()


@pytest.mark.parametrize(("result", "failed"), [("ok", False), ("refused", False), ("broke", True)])
def test_a_result_that_is_a_failure_marks_its_step(recorded: Recorded, result: str, *, failed: bool) -> None:
    with request_ids.during("asked"), spans.span(Step.ARRIVAL, "command /sms") as span:
        span.note(result=result)
        spans.note(verb="credits")
    [ended] = recorded.ended
    assert (ended.status.status_code is StatusCode.ERROR) is failed
    assert ended.attributes is not None
    assert ended.attributes["smsit_bot.verb"] == "credits"


@pytest.mark.parametrize("sampler", [ALWAYS_OFF, ParentBased(TraceIdRatioBased(0.5))])
def test_of_a_trace_all_is_kept_or_nothing_whichever_process_does_it(sampler: Sampler) -> None:
    recorded = Recorded(sampler)
    requests = [f"{number:012x}" for number in range(40)]
    for request in requests:
        step("arrival", Step.ARRIVAL, request=request)
    for request in requests:
        step("job", Step.JOB, request=request)
    spans.install(None)

    arrived = {ids(each)[0] for each in recorded.ended if each.name == "arrival"}
    assert arrived == {ids(each)[0] for each in recorded.ended if each.name == "job"}
    assert bool(arrived) is (sampler is not ALWAYS_OFF)
    assert len(arrived) < len(requests)


def test_the_oldest_are_forgotten() -> None:
    newest = Newest(2)
    assert [newest.put(key, key.upper()) for key in "aab"] == [True, False, True]
    newest.put("c", "C")
    assert [newest.get(key) for key in "abc"] == ["", "B", "C"]
