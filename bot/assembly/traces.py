"""Traces, where the settings switch them on: only then is anything of them loaded."""

from collections.abc import Callable
from functools import partial
from typing import Final

from bot import spans
from bot.engine.asked_by import request_of
from bot.errors import UserError
from bot.settings import Settings
from bot.store.database import Database

MISSING: Final = (
    "TRACING is on, but {} isn't installed. Run pip install 'smsit-slack-bot[tracing]', or set TRACING=off."
)
UNUSABLE: Final = "An OTEL_ variable of the environment isn't valid. Correct it, or set TRACING=off."


class NoTraces(UserError):  # noqa: N818 - a case, named as callers read it
    """Traces are switched on and can't be recorded; ``sentence`` says what to do."""


def nothing() -> None:
    """Stop nothing."""


def begin(settings: Settings, database: Database) -> Callable[[], None]:
    """Record what is done from now on, and return what stops that. Raises :exc:`NoTraces`.

    What stops it delivers the last spans first, within seconds. Switched off, neither does anything.
    """
    if not settings.tracing:
        return nothing
    try:
        from bot.tracing import exporter  # noqa: PLC0415 - an extra, loaded where it is wanted
        from bot.tracing.ids import Ids  # noqa: PLC0415 - as above
        from bot.tracing.recorder import TraceRecorder  # noqa: PLC0415 - as above
    except ModuleNotFoundError as missing:
        raise no_library(missing) from None
    ids = Ids()
    try:
        to = exporter.exporter(settings.otel_exporter_otlp_endpoint, settings.otel_headers)
        provider = exporter.provider(settings.otel_service_name, ids, to)
    except (ValueError, RuntimeError):  # its text would repeat the value
        raise NoTraces(UNUSABLE) from None
    recorder = TraceRecorder(provider, ids, partial(request_of, database))
    spans.install(recorder)

    def stop() -> None:
        spans.install(None)
        exporter.stop(provider)

    return stop


def no_library(missing: ModuleNotFoundError) -> NoTraces:
    """Return what to say when the library isn't there. Raises the error again where it is the bot's own."""
    if (missing.name or "").startswith("bot"):
        raise missing
    return NoTraces(MISSING.format(missing.name))
