"""Where spans go: by OTLP over HTTP, in the background, and bounded in every way.

Spans that cannot be delivered are dropped, and the log says so once, as it does when they arrive again.
Nobody waits for it. What is no setting of the bot's, the library takes from the standard variables of the
environment (sampling, certificates, the size of its queue).
"""

import logging
import threading
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Final

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

from bot.tracing.ids import Ids

log = logging.getLogger(__name__)

STOP_SECONDS: Final = 3.0
"""How long a stop waits for the last spans at most."""
PATH: Final = "v1/traces"


class ToldOnce(SpanExporter):
    """Passes spans on, and logs when that begins to fail and when it works again."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter
        self._fails = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Pass these on."""
        result = self._exporter.export(spans)
        fails = result is not SpanExportResult.SUCCESS
        if fails and not self._fails:
            log.warning("traces can't be delivered; they are dropped until that works again")
        elif self._fails and not fails:
            log.info("traces are delivered again")
        self._fails = fails
        return result

    def shutdown(self) -> None:
        """Give up what is being passed on."""
        self._exporter.shutdown()


def exporter(endpoint: str, headers: Mapping[str, str], timeout: float | None = None) -> SpanExporter:
    """Return what posts spans to an endpoint, in so many seconds at most (None is the library's own ten)."""
    _keep_quiet()
    return OTLPSpanExporter(f"{endpoint.rstrip('/')}/{PATH}", headers=headers, timeout=timeout)


def takes_spans(to: SpanExporter) -> bool:
    """Tell whether a delivery with nothing in it is taken."""
    return to.export(()) is SpanExportResult.SUCCESS


def provider(service_name: str, ids: Ids, to: SpanExporter) -> TracerProvider:
    """Return what makes spans and has a thread of its own deliver them."""
    told = {SERVICE_NAME: service_name, SERVICE_VERSION: version("smsit-slack-bot")}
    made = TracerProvider(resource=Resource.create(told), id_generator=ids, shutdown_on_exit=False)
    made.add_span_processor(BatchSpanProcessor(ToldOnce(to)))
    return made


def stop(provided: TracerProvider, seconds: float = STOP_SECONDS) -> None:
    """Deliver what is left, as far as that takes seconds only."""
    ending = threading.Thread(target=provided.shutdown, name="tracing-stop", daemon=True)
    ending.start()
    ending.join(seconds)


def _keep_quiet() -> None:
    """Have the library log nothing: it would say the same every few seconds, and quote addresses."""
    logger = logging.getLogger("opentelemetry")
    logger.propagate = False
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
