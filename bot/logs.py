"""What is logged, and what of it never is.

Our own lines hold ids, masked numbers and durations. Libraries know nothing of that: Bolt and the SDK put
whole payloads and frames into their lines, at DEBUG and also at INFO and WARNING, so of theirs only errors
are let through, and of those never the traceback.
"""

import logging
import sys
from traceback import extract_tb

LOUD = ("slack_bolt", "slack_sdk", "dbos", "urllib3", "waitress", "alembic", "sqlalchemy")


class WithoutTraces(logging.Formatter):
    """Writes one line a record. A traceback may quote what it was about, so its kind has to do."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        kind = record.exc_info[0] if record.exc_info else None
        record.exc_info, record.exc_text, record.stack_info = None, None, None
        line = super().format(record)
        return f"{line} ({kind.__name__})" if kind else line


def configure(level: str) -> None:
    """Log to standard error from this level on (``DEBUG``, ``INFO``, ``WARNING`` or ``ERROR``)."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithoutTraces("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for logger in loud():
        logger.setLevel(logging.ERROR)


def loud() -> list[logging.Logger]:
    """Return the loggers of those libraries: one that was made before may have a level of its own."""
    made = [name for name in logging.root.manager.loggerDict if name.split(".", maxsplit=1)[0] in LOUD]
    return [logging.getLogger(name) for name in {*LOUD, *made}]


def describe(error: BaseException) -> str:
    """Return the kind of an unforeseen error and the places it passed, outermost first.

    Its text is left out: an error from somebody else's code may quote a number or a message.
    """
    places = (f"{place.filename}:{place.lineno} in {place.name}" for place in extract_tb(error.__traceback__))
    return " | ".join((type(error).__name__, *places))
