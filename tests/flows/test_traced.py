"""What is recorded of one text, from what Slack delivered to the last edit of its message."""

from bot.store.states import SendState
from bot.tracing.ids import first_span_id, trace_id
from tests.flows.conftest import OpenHouse
from tests.flows.harness import ADA
from tests.tracing.collector import collecting, told

WORDS = "Your test is positive"


def test_one_text_is_one_trace_even_over_a_restart(open_harness: OpenHouse) -> None:
    with collecting() as collector:
        house = open_harness(TRACING="on", OTEL_EXPORTER_OTLP_ENDPOINT=collector.url)
        house.send(f"/sms {ADA} {WORDS}")
        house.until(SendState.ACCEPTED)
        house.bot.stop()
        house.start_bot()
        house.tick(minutes=2)
        house.until(SendState.DELIVERED)
        house.bot.stop()
        for each in collector.spans:
            print(each.name, told(each), each.trace_id.hex()[:8], each.span_id.hex()[:6], each.parent_span_id.hex()[:6])
        raise SystemExit
