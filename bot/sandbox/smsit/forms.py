"""The parameters of a request as PHP reads them into `$_REQUEST`: from the address first, then from the form.

- A later value takes the place of an earlier one of the same name, and the form's that of the address.
- Blanks before a name are dropped; blanks and dots within it become underscores.
- `name[]` and `name[key]` make an array of that name. No parameter of this API is one, so it is as good as
  missing. A bracket that is never closed becomes an underscore.
- The form is read of a POST only, when its content type is one of the two that forms have. A multipart form
  without a boundary, or with another one than announced, holds nothing; parts with a file's name are files.

Sources: PHP's manual, "Variables From External Sources", and `main/php_variables.c` and `main/rfc1867.c`.
"""

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import HeaderParser
from typing import Final
from urllib.parse import parse_qsl

URLENCODED: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"
MOST_FIELDS: Final = 1000
"""PHP's `max_input_vars`: what comes behind them is left out."""
LONGEST_BOUNDARY: Final = 5116
"""PHP takes no longer one."""
_FOLDED: Final = str.maketrans(" .[", "___")

Fields = Iterator[tuple[str, str]]


def parameters(method: str, query: bytes, content_type: str, body: bytes) -> dict[str, str]:
    """Return the parameters of one request."""
    found: dict[str, str] = {}
    _register(found, _urlencoded(query))
    if method == "POST":
        kind = re.split(r"[;, ]", content_type, maxsplit=1)[0].lower()
        if kind == URLENCODED:
            _register(found, _urlencoded(body))
        elif kind == MULTIPART:
            _register(found, _multipart(content_type, body))
    return found


def _register(found: dict[str, str], fields: Fields) -> None:
    for count, (written, value) in enumerate(fields):
        if count == MOST_FIELDS:
            return
        name, is_array = _named(written)
        if is_array:
            found.pop(name, None)
        elif name:
            found[name] = value


def _named(written: str) -> tuple[str, bool]:
    """Return the name of the variable that is meant, and whether it is an array."""
    name, bracket, key = written.partition("\0")[0].lstrip(" ").partition("[")
    name = name.translate(_FOLDED)
    if not bracket or not name:
        return name, False
    return (name, True) if "]" in key else (f"{name}_{key.translate(_FOLDED)}", False)


def _urlencoded(written: bytes) -> Fields:
    yield from parse_qsl(written.decode(errors="replace"), keep_blank_values=True, errors="replace")


def _multipart(content_type: str, body: bytes) -> Fields:
    boundary = _boundary(content_type)
    if boundary is None:
        return
    edge = re.compile(rb"(?:^|\r?\n)--" + re.escape(boundary) + rb"(?P<end>--)?(?=\r?\n|$)")
    found = list(edge.finditer(body))
    ends = [*(match.start() for match in found[1:]), len(body)]
    for match, end in zip(found, ends, strict=False):  # there is one end more where there is no edge at all
        if match["end"] is None:
            head, blank, value = _halves(body[match.end() : end])
            name = _field(head)
            if name is not None and blank:
                yield name, value.decode(errors="replace")


def _halves(part: bytes) -> tuple[str, bytes, bytes]:
    """Return the headers of a part, the blank line behind them if there is one, and its content."""
    part = part.removeprefix(b"\r").removeprefix(b"\n")
    blank = re.search(rb"^\r?\n", part, re.MULTILINE)
    if blank is None:
        return "", b"", b""
    return part[: blank.start()].decode(errors="replace"), blank[0], part[blank.end() :]


def _field(head: str) -> str | None:
    """Return the name of the field whose headers these are; None for a file, or what has no name."""
    header = HeaderParser().parsestr(head)
    if _parameter(header, "filename", "content-disposition") is not None:
        return None
    return _parameter(header, "name", "content-disposition")


def _boundary(content_type: str) -> bytes | None:
    header = Message()
    header["content-type"] = " ".join(content_type.split())
    boundary = _parameter(header, "boundary", "content-type")
    if not boundary or len(boundary) > LONGEST_BOUNDARY:
        return None
    return boundary.encode("latin-1", errors="replace")


def _parameter(header: Message, name: str, of: str) -> str | None:
    value = header.get_param(name, None, header=of)
    return value if isinstance(value, str) else None  # the `name*` of RFC 2231 is nothing to PHP
