"""Reading what SMS-iT answers, whatever shape it comes in.

Bare or in a list, text or number, with a PHP notice in front, in the wrong encoding: one dict comes out.
What cannot be read, or holds nothing, comes out as an empty dict: "no answer", never a success.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import cast

from bot.smsit.models import Contact

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_FIGURE = re.compile(r"([+-]?[0-9]{1,15})(\.[0-9]{1,9})?")
_OPENING = re.compile(r"[\[{]")
_INSIDE_JSON = frozenset('[{,:"')
# A page of HTML may hold many brackets; the notices that stand before an answer hold few.
_MOST_OPENINGS = 50
# SMS-iT's own answers have lists of objects in an object.
_DEEPEST = 30
_LARGEST = 10**18
_BROKEN = re.compile("[\x00\ud800-\udfff]")
_REPLACED = "\ufffd"
_JSON = json.JSONDecoder(parse_constant=lambda _name: None)


class Bare(dict[str, object]):
    """The fields of an answer that is nothing but a number."""


def reply(body: bytes) -> dict[str, object]:
    """Give the fields of an answer; {} when it is empty, holds nothing or cannot be read.

    Every text in it is one that can be kept and shown: what no text can carry, such as half a character, has
    become the sign for a lost one. A figure beyond all measure, or that is none, has become nothing.
    """
    text = _text(body).strip()
    value = _whole(text)
    if value is None:
        value = _after_notice(text)
    try:
        value = _sound(value)
    except RecursionError:
        return {}
    while isinstance(value, list):
        if len(value) != 1:
            return {}
        value = value[0]
    if isinstance(value, dict):
        return cast("dict[str, object]", value)
    if isinstance(value, int | str) and not isinstance(value, bool):
        return Bare(status=value) if _whole_number(value) is not None else {}
    return {}


def _text(body: bytes) -> str:
    """Decode as JSON's own rules say, or as the encoding that PHP pages of the West are in when wrong."""
    try:
        return body.decode(json.detect_encoding(body))
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def _sound(value: object, depth: int = 0) -> object:
    """Give JSON whose texts and figures can be used. Raises RecursionError when it is nested too deep."""
    if depth > _DEEPEST:
        raise RecursionError
    if isinstance(value, str):
        return _BROKEN.sub(_REPLACED, value)
    if isinstance(value, dict):
        return {_BROKEN.sub(_REPLACED, key): _sound(each, depth + 1) for key, each in value.items()}
    if isinstance(value, list):
        return [_sound(each, depth + 1) for each in value]
    if isinstance(value, int | float) and not abs(value) < _LARGEST:  # which also holds for NaN
        return None
    return value


def _whole(text: str) -> object:
    try:
        return cast("object", _JSON.decode(text))
    except (ValueError, RecursionError):
        return None


def _after_notice(text: str) -> object:
    """Give the JSON that ends the text, where it stands on a line of its own or after a tag.

    An opening bracket *inside* JSON is never tried: the end of a truncated answer is not an answer.
    """
    for _, opening in zip(range(_MOST_OPENINGS), _OPENING.finditer(text), strict=False):
        before = text[: opening.start()].rstrip(" \t")
        if not before.endswith((">", "\n")) or before.rstrip()[-1:] in _INSIDE_JSON:
            continue
        value = _whole(text[opening.start() :])
        if value is not None:
            return value
    return None


def status(fields: Mapping[str, object]) -> int | None:
    """Give the status as a number, negative for an error; None when there is no whole number."""
    return _whole_number(fields.get("status"))


def _whole_number(value: object) -> int | None:
    if isinstance(value, str):
        return int(value.strip()) if _WHOLE.fullmatch(value.strip()) else None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return None


def count(value: object) -> int | None:
    """Give a figure such as 145, "145", "1,450" or "145.50" (cut to whole); None when it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    figure = _FIGURE.fullmatch(str(value).strip().replace(",", ""))
    return int(figure[1]) if figure else None


def word(value: object) -> str | None:
    """Give a text or number as trimmed text, "" for null; None for anything else."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    return str(value).strip()


def contacts(fields: Mapping[str, object]) -> tuple[Contact, ...] | None:
    """Give the rows of a contact list; None when the answer holds no list."""
    rows = fields.get("contacts")
    if isinstance(rows, dict):  # PHP writes a list with gaps in its numbering as an object
        rows = list(rows.values())
    if not isinstance(rows, list):
        return None
    return tuple(_contacts(rows))


def _contacts(rows: list[object]) -> Iterator[Contact]:
    for row in rows:
        if isinstance(row, dict) and row:
            yield _contact(cast("dict[str, object]", row))


def _contact(row: Mapping[str, object]) -> Contact:
    def text(key: str) -> str:
        return word(row.get(key)) or ""

    return Contact(
        id=text("id"),
        name=" ".join(text("name").split()),  # on one line: it stands in lines of the bot's own
        birthday=_day(text("birthday")),
        email=text("email"),
        number="".join(character for character in text("number") if character in "0123456789"),
        group=text("group"),
        subscribed=text("subscriber").lower() == "yes",
        source=text("source"),
        carrier=text("carrier"),
        created=_moment(text("date")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=None)
