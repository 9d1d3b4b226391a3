"""A recorder whose spans stay in memory."""

from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import Sampler

from bot import spans
from bot.tracing.ids import Ids
from bot.tracing.recorder import PREFIX, TraceRecorder


class Recorded:
    """A process that records, and what it knows of subjects."""

    def __init__(self, sampler: Sampler) -> None:
        self.requests: dict[str, str] = {}
        self.looked: list[str] = []
        self._exporter = InMemorySpanExporter()
        ids = Ids()
        provider = TracerProvider(sampler, id_generator=ids, shutdown_on_exit=False)
        provider.add_span_processor(SimpleSpanProcessor(self._exporter))
        spans.install(TraceRecorder(provider, ids, self._request_of))

    def _request_of(self, subject: str) -> str:
        self.looked.append(subject)
        return self.requests.get(subject, "")

    @property
    def ended(self) -> list[ReadableSpan]:
        return list(self._exporter.get_finished_spans())


def told(span: ReadableSpan) -> dict[str, str]:
    return {name.removeprefix(PREFIX): str(value) for name, value in (span.attributes or {}).items()}
