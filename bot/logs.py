"""What is logged, and what of it never is.

Our own lines hold ids and durations. Whatever an id from outside holds besides: a record is one line, and
tells no digit of a phone number: seven digits or more, in any script and whatever stands between and around
them, are left out, unless they are in the shape of an id, a time or an address. Libraries know nothing of
that: Bolt and the SDK put whole payloads and frames into their lines, at DEBUG and also at INFO and WARNING,
so of theirs only errors are let through, whatever level a library gives its loggers, and of those never the
traceback, be it attached or written out.
"""

import errno
import logging
import re
import sys
from datetime import UTC, datetime
from traceback import extract_tb
from typing import Any, Final, Literal

from pythonjsonlogger.json import JsonFormatter

from bot import request_ids

Style = Literal["text", "json"]
_KIND: Final = "kind_of_error"

LOUD = ("slack_bolt", "slack_sdk", "dbos", "urllib3", "waitress", "alembic", "sqlalchemy", "mcp", "uvicorn")
TOLD: Final = frozenset({"slack_sdk.web.base_client"})
"""Loggers of what is raised, too: whoever asked tells it, once and not each second, and quotes no answer."""
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""Whatever ends a line, or moves the place of writing in a terminal."""
_MASKED = re.compile(r"•{2,}[0-9]{1,4}")
_DAY = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_IDS = (
    rf"{_DAY}(?:[T ][0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}}(?:[.,][0-9]+)?)?)?",
    r"[0-9]{10}\.[0-9]{6}",  # Slack's id of a message
    r"(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?!\.[0-9])",  # IPv4
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    r"[0-9a-f]{32,64}",
    r"(?=[0-9]*[a-f])(?![0-9a-f]*[0-9]{10})[0-9a-f]{8,31}",  # a short one: no number fits into it
    r"[A-Z][0-9A-Z]{5,20}",  # Slack's ids of people, channels and workspaces
)
_NUMBER = re.compile(
    rf"(?P<id>(?<![0-9A-Za-z])(?:{'|'.join(_IDS)})(?![0-9A-Za-z]))"
    r"|\+?\d(?:[\s()./\\\u2010-\u2015\uff0d-]{0,4}\d){6,}"
)
"""A phone number as people and programs write it, or what is none because of its shape."""
_TRACE = "Traceback (most recent call last):"
_KINDS = re.compile(r"^(?:\w+\.)*(\w*(?:Error|Exception))(?::|$)", re.MULTILINE)


def one_line(text: str) -> str:
    """Return a text on one line, without the digits of phone numbers."""
    line = _BREAKS.sub(" ", _without_written_trace(text))
    return _NUMBER.sub(lambda found: found["id"] or "•••", _MASKED.sub("•••", line))


def _without_written_trace(text: str) -> str:
    """Return a text without a traceback that stands in it, but with the kind of its last error."""
    said, trace, places = text.partition(_TRACE)
    kinds = _KINDS.findall(places)
    return f"{said}{kinds[-1] if kinds else 'an error'}" if trace else text


class _OurOwn(logging.Filter):
    """Lets everything of the bot through, and errors of everybody else."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a record is written."""
        is_told = record.levelno < logging.ERROR or record.name in TOLD
        return record.name.partition(".")[0] == "bot" or not is_told


class WithoutTraces(logging.Formatter):
    """Writes one line a record. A traceback may quote what it was about, so its kind has to do."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """Return the line but for its traceback."""
        record.message = one_line(record.message)
        return super().formatMessage(record)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        kind, request_id = _without_trace(record), request_ids.current()
        line = super().format(record)
        line = f"{line} ({kind})" if kind else line
        return f"{line} [{request_id}]" if request_id else line


class AsJson(JsonFormatter):
    """Writes one object a record: the same, in fields. What libraries add to a record is left out."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object, on one line."""
        _without_trace(record)
        return super().format(record)

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        """Put in what is told."""
        del message_dict
        at = datetime.fromtimestamp(record.created, UTC)
        log_data |= {
            "time": at.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": one_line(record.getMessage()),
            "error": getattr(record, _KIND),
            "request": request_ids.current(),
            **self.static_fields,
        }
        for name in ("error", "request"):
            if not log_data[name]:
                del log_data[name]


def _without_trace(record: logging.LogRecord) -> str:
    """Take the traceback off a record; return its kind, which is kept for whoever writes the record too."""
    kind = record.exc_info[0] if record.exc_info else None
    told = kind.__name__ if kind else getattr(record, _KIND, "")
    setattr(record, _KIND, told)
    record.exc_info, record.exc_text, record.stack_info = None, None, None
    return told


def configure(level: str, style: Style = "text", account: str = "") -> None:
    """Log to standard error from this level on (``DEBUG``, ``INFO``, ``WARNING`` or ``ERROR``).

    ``account`` is the key of one of several, which each record says then.
    """
    handler = logging.StreamHandler(sys.stderr)
    behind = f" {account}" if account else ""
    plain = f"%(asctime)s %(levelname)-7s{behind} %(name)s: %(message)s"
    handler.setFormatter(
        AsJson(static_fields={"account": account} if account else {})
        if style == "json"
        else WithoutTraces(plain)
    )
    handler.addFilter(_OurOwn())
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
    return " | ".join((kind_of(error), *places))


def kind_of(error: BaseException) -> str:
    """Return the kind of an error, and the code that the system or the database gave it, if any.

    Such as ``OperationalError SQLITE_FULL``, ``OperationalError DiskFull`` or ``URLError ECONNREFUSED``. Its
    text is left out: it may quote an address with a password, too.
    """
    kind, cause = type(error).__name__, getattr(error, "orig", None) or getattr(error, "reason", None)
    codes = (_code(each) for each in (cause, error) if isinstance(each, BaseException))
    code = next((each for each in codes if each != kind), "")
    return f"{kind} {code}" if code else kind


def _code(error: BaseException) -> str:
    """Return SQLite's or the system's name for what went wrong; of anything else its kind."""
    kind = type(error)
    found = getattr(error, "sqlite_errorname", "")
    if (
        isinstance(error, OSError) and kind.__module__ == "builtins"
    ):  # what others make of it counts otherwise
        found = errno.errorcode.get(error.errno or 0, "")
    return found or kind.__name__
