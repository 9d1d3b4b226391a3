"""What is recorded of a text, from what Slack delivered to the last edit of its message."""

import threading

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from bot.sandbox.smsit.faults import Fault
from bot.store.sends import Send
from bot.store.states import SendState
from tests.flows.conftest import OpenHouse
from tests.flows.harness import ADA, FRONT, Harness, later
from tests.patience import wait_until
from tests.tracing.collector import Collector, collecting, told

pytestmark = pytest.mark.measured

WORDS = "Your test is positive"


def trace_of(collector: Collector, send: Send) -> list[Span]:
    """Return the spans of the trace that a text's job is in, in the order in which they began."""
    [job] = [each for each in collector.spans if each.name == "job sms.attempt" and about(each, send)]
    found = [each for each in collector.spans if each.trace_id == job.trace_id]
    return sorted(found, key=lambda each: each.start_time_unix_nano)


def about(span: Span, send: Send) -> bool:
    return told(span).get("subject", send.id) == send.id


def test_a_text_is_one_trace_even_over_a_restart_and_nothing_private_is_in_it(
    open_harness: OpenHouse,
) -> None:
    with collecting() as collector:
        house = open_harness(TRACING="on", OTEL_EXPORTER_OTLP_ENDPOINT=collector.url)
        house.send(f"/sms {ADA} {WORDS}")
        house.until(SendState.ACCEPTED)
        house.bot.stop()
        wait_until(is_delivered)
        house.start_bot()  # as in any other process, which knows of the text from the database alone
        house.tick(minutes=2)
        sent = house.until(SendState.DELIVERED)
        house.hold(f"/sms {ADA} {WORDS}", later(house.clock, hours=1))
        house.tick(minutes=61)
        house.until(SendState.ACCEPTED)
        house.tick(minutes=2)
        held = house.until(SendState.DELIVERED)
        house.sandbox.smsit.faults.add("smscontact", Fault.REPLY_LOST)
        house.send(f"/sms {ADA} {WORDS}")
        lost = house.until(SendState.UNKNOWN)
        house.bot.stop()
        wait_until(is_delivered)

        is_whole(trace_of(collector, sent), sent)
        begins_at_its_time(trace_of(collector, held))
        is_marked(trace_of(collector, lost))
        assert "text" in {told(each).get("verb") for each in collector.spans if each.name == "command /sms"}
        assert collector.resource()["service.name"] == "smsit-bot"
        nothing_private(house, collector)


def is_delivered() -> bool:
    """Tell whether what was left at a stop is delivered, which goes on for longer where a machine is slow."""
    return all(each.name != "tracing-stop" for each in threading.enumerate())


def is_whole(found: list[Span], send: Send) -> None:
    first, *others = found
    assert (first.name, first.parent_span_id) == ("view submission sms.confirm", b"")
    by_id = {each.span_id: each.name for each in found}
    assert {(each.name, by_id[each.parent_span_id]) for each in others} >= {
        ("job sms.attempt", first.name),
        ("attempt contact", "job sms.attempt"),
        ("smsit smscontact", "attempt contact"),
        ("message send", first.name),
        ("slack chat.postMessage", "message send"),
        ("report", first.name),
        ("smsit getcontactsmsdeliveryreport", "report"),
        ("slack chat.update", "message send"),
    }
    assert others[-1].name == "slack chat.update", "the last edit"
    assert all(about(each, send) for each in others)
    assert all(each.end_time_unix_nano >= each.start_time_unix_nano for each in found)


def begins_at_its_time(found: list[Span]) -> None:
    names = {each.name for each in found}
    assert names >= {"attempt contact", "report", "message send", "slack chat.update"}
    assert not any("submission" in each for each in names)
    assert not any("request" in told(each) for each in found)


def is_marked(found: list[Span]) -> None:
    results = {each.name: (told(each).get("result"), each.status.code) for each in found}
    assert results["attempt contact"] == ("unknown", Status.STATUS_CODE_ERROR)
    assert results["smsit smscontact"] == ("no_answer", Status.STATUS_CODE_ERROR)
    assert results["slack chat.update"] == ("ok", Status.STATUS_CODE_UNSET)


def nothing_private(house: Harness, collector: Collector) -> None:
    everything = b"".join(collector.bodies)
    given = house.given()
    secrets = (given["SMSIT_API_KEY"], given["SLACK_BOT_TOKEN"], given["DATABASE_URL"])
    for private in (ADA, ADA[1:], f"•{ADA[-4:]}", "Lovelace", WORDS, "U0MAYA", FRONT, *secrets):
        assert private.encode() not in everything, private
