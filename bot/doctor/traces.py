"""Traces: whether they can be recorded, and whether a collector takes them."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from bot.assembly.traces import UNUSABLE, NoTraces, no_library
from bot.doctor.finding import Finding, look, ok, wrong
from bot.settings import Settings

NAME: Final = "Traces"
SECONDS: Final = 3.0
"""How long a collector may take for a delivery with nothing in it."""
TODO: Final = "Install what is missing, correct it, or set TRACING=off."


def findings(found: Settings) -> Iterator[Finding]:
    """Look whether traces can be recorded and delivered; nothing where they are off."""
    if not found.tracing:
        return
    try:
        yield _delivered(found)
    except NoTraces as error:
        yield wrong(NAME, error.sentence, TODO)


def _delivered(found: Settings) -> Finding:
    try:
        from bot.tracing import exporter  # noqa: PLC0415 - an extra, loaded where it is wanted
        from bot.tracing.ids import Ids  # noqa: PLC0415 - as above
    except ModuleNotFoundError as missing:
        raise no_library(missing) from None
    host = urlsplit(found.otel_exporter_otlp_endpoint).netloc
    try:
        to = exporter.exporter(found.otel_exporter_otlp_endpoint, found.otel_headers, SECONDS)
        provider = exporter.provider(found.otel_service_name, Ids(), to)
    except (ValueError, RuntimeError):
        raise NoTraces(UNUSABLE) from None
    taken = exporter.takes_spans(to)
    exporter.stop(provider)
    if taken:
        return ok(NAME, f"{host} takes them")
    return look(
        NAME,
        f"{host} doesn't take them: the bot works, and drops them",
        "Check OTEL_EXPORTER_OTLP_ENDPOINT and OTEL_EXPORTER_OTLP_HEADERS: it has to take OTLP over HTTP.",
    )
