"""How spans are delivered: told once when they are not, and nobody waits."""

import logging
import time
from collections.abc import Iterator

import pytest

from bot.tracing import exporter
from bot.tracing.ids import Ids
from tests.patience import PATIENCE_SECONDS
from tests.tracing.collector import Collector, collecting


@pytest.fixture
def collector() -> Iterator[Collector]:
    with collecting() as made:
        yield made


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """What comes to the log of the process, as whoever runs the bot has it."""
    root, lines = logging.getLogger(), list[str]()
    handler, level = logging.Handler(), root.level
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]  # as a sink
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lines
    root.setLevel(level)
    root.removeHandler(handler)


def record(to: exporter.SpanExporter, count: int = 1) -> exporter.TracerProvider:
    provider = exporter.provider("clinic", Ids(), to)
    for _ in range(count):
        provider.get_tracer("test").start_span("step").end()
    return provider


def test_spans_arrive_with_the_service_and_the_headers_of_the_settings(collector: Collector) -> None:
    exporter.stop(record(exporter.exporter(f"{collector.url}/", {"x-key": "k"})), PATIENCE_SECONDS)
    assert [each.name for each in collector.spans] == ["step"]
    assert collector.resource()["service.name"] == "clinic"
    assert collector.resource()["service.version"]
    assert not {"host.name", "process.command_args"} & collector.resource().keys()
    assert collector.headers[0]["x-key"] == "k"


def test_a_collector_that_is_away_is_told_once_and_so_is_that_it_is_back(
    collector: Collector, logged: list[str]
) -> None:
    to = exporter.ToldOnce(exporter.exporter(collector.url, {}))
    for status in (400, 400, 200, 200, 400):
        collector.status = status
        to.export(())
    assert logged == [
        "traces can't be delivered; they are dropped until that works again",
        "traces are delivered again",
        "traces can't be delivered; they are dropped until that works again",
    ]
    to.shutdown()


def test_a_collector_that_never_answers_holds_up_neither_work_nor_a_stop(
    collector: Collector, logged: list[str]
) -> None:
    collector.may_answer.clear()
    provider = record(exporter.exporter(collector.url, {}), count=3000)  # more than it keeps
    assert collector.asked.wait(PATIENCE_SECONDS)
    began = time.monotonic()
    exporter.stop(provider, 0.1)
    assert time.monotonic() - began < PATIENCE_SECONDS / 2
    assert logged == []
