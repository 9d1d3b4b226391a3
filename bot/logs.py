"""What is logged, and what of it never is.

Our own lines hold ids and durations. Whatever an id from outside holds besides: a record is one line, and
tells no digit of a phone number. Libraries know nothing of that: Bolt and the SDK put whole payloads and
frames into their lines, at DEBUG and also at INFO and WARNING, so of theirs only errors are let through, and
of those never the traceback.
"""

import logging
import re
import sys
from traceback import extract_tb

LOUD = ("slack_bolt", "slack_sdk", "dbos", "urllib3", "waitress", "alembic", "sqlalchemy", "mcp", "uvicorn")


_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""Whatever ends a line, or moves the place of writing in a terminal."""
_MASKED = re.compile(r"•{2,}[0-9]{1,4}")
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.:_-])(?![0-9]{4}-[0-9]{2}-[0-9]{2}\b|[0-9]{10}\.[0-9]{6}\b)"
    r"\+?[0-9](?:[ ()./-]{0,2}[0-9]){6,14}(?![0-9A-Za-z_:-])"
)
"""A phone number as people and programs write it. Ids, times and amounts have other neighbours."""


def one_line(text: str) -> str:
    """Return a text on one line, without the digits of phone numbers."""
    return _NUMBER.sub("•••", _MASKED.sub("•••", _BREAKS.sub(" ", text)))


class WithoutTraces(logging.Formatter):
    """Writes one line a record. A traceback may quote what it was about, so its kind has to do."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """Return the line but for its traceback."""
        record.message = one_line(record.message)
        return super().formatMessage(record)

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
