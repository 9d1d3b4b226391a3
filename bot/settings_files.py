"""Files that hold settings: many, a line each; or one secret alone."""

import re
from io import StringIO
from pathlib import Path
from typing import Final

from dotenv.parser import parse_stream

from bot import regular_files

DEFAULT_FILE: Final = Path(".env")
SECRETS: Final = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_SECRET",
    "SMSIT_API_KEY",
    "DATABASE_URL",
    "ACCOUNTS_DATABASE_URL",
    "ERASURE_KEY",
    "DATA_KEY",
    "MCP_TOKEN",
    "OTEL_EXPORTER_OTLP_HEADERS",
)
"""Settings that may stand in a file of their own: all that hold a secret."""
_LONGEST: Final = 64 * 1024
_NAME: Final = re.compile(r"[\w.-]+")
"""What may stand before the first equals sign: anything else is a secret, perhaps, behind the wrong sign."""
UNREADABLE: Final = (OSError, ValueError)
_READABLE: Final = f"save it as a text file in UTF-8, of {_LONGEST // 1024} kB at most"
NO_SETTING: Final = "write NAME=value, with a # before what is a remark, and close what is quoted."


class SourceError(Exception):
    """A settings file cannot be read; the text says which, and what to do."""


def settings_in(path: Path) -> tuple[dict[str, str], list[str]]:
    """Return the settings in a file, and which of its lines are none. Raises :exc:`SourceError`."""
    try:
        text = _text(path)
    except FileNotFoundError:
        if path == DEFAULT_FILE:
            return {}, []
        raise SourceError(f"There's no file {path}.") from None
    except UNREADABLE as error:
        raise SourceError(f"{path} can't be read: {why(error)}.") from None
    found, problems = dict[str, str](), list[str]()
    for each in parse_stream(StringIO(text)):  # as it stands there: a password may hold a dollar sign
        if each.key is not None and each.value is not None and _NAME.fullmatch(each.key):
            found[each.key] = each.value
        elif each.error or each.key is not None:
            line = each.original.line + _blank_lines(each.original.string)
            problems.append(f"{path}, line {line}: {NO_SETTING}")
    return found, problems


def _blank_lines(text: str) -> int:
    """Count the empty lines above one that the parser counts to it."""
    return text[: len(text) - len(text.lstrip())].count("\n")


def secret_in(path: Path) -> str:
    """Return what a file holds, without the white space around it. Raises OSError or ValueError."""
    return _text(path).strip()


def why(error: OSError | ValueError) -> str:
    """Return in words what keeps a file from being read; none of them are the file's."""
    return regular_files.why(error) if isinstance(error, OSError) else _READABLE


def _text(path: Path) -> str:
    """Return the text of a file. Raises OSError, or ValueError for one that is too long or no text."""
    raw = regular_files.read(path, _LONGEST)
    if len(raw) > _LONGEST:
        raise ValueError(_LONGEST)
    text = raw.decode("utf-8-sig")  # some editors put a mark before the text
    if "\x00" in text:
        raise ValueError("no text")
    return text
