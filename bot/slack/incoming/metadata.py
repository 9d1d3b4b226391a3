"""Typed private metadata and button values: dumped and loaded here, and authorising nothing.

Whatever comes back from Slack was in a browser in between: roles and states are checked again on arrival.
What a view carried is proven to be what it was given, by :mod:`bot.slack.seals`; of a button it is not.
"""

import dataclasses
import json
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar, get_type_hints

from bot.slack import seals
from bot.slack.blocks import limits

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")

STALE: Final = "This button or form is from an older version of the bot. Please start again."
"""What a person is told whose button or form holds what this version does not write."""
FIGURES: Final = range(-(10**10), 10**11)
"""The whole numbers the bot writes; seconds since 1970 up to here are moments in every zone."""
_BROKEN: Final = re.compile("[\x00\ud800-\udfff]")


class MetadataError(ValueError):
    """What came back is not what this version of the bot wrote."""


def dump(value: "DataclassInstance") -> str:
    """Return a frozen dataclass of plain values as the text Slack keeps for us (at most 3,000 characters).

    Plain are text, the members of a ``StrEnum``, whole numbers and none. Letters stand as they are, for their
    codes would take up to twelve characters each. Raises :exc:`MetadataError` when it does not fit.
    """
    document = dataclasses.asdict(value)
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    if _BROKEN.search(text):
        text = json.dumps(document, separators=(",", ":"))  # half a character can be sent as a code only
    if len(text.encode("utf-16-le")) // 2 > limits.PRIVATE_METADATA - seals.PROVEN:
        raise MetadataError("private metadata is too long")
    return text


def load(cls: type[T], text: str) -> T:
    """Return the dataclass that :func:`dump` wrote.

    Fields unknown to this version are dropped, missing ones take their default. Raises :exc:`MetadataError`
    when the text is not a JSON object, a field is not of its type or not as the bot writes them, or one
    without a default is missing.
    """
    try:
        document: Any = json.loads(text or "{}")
    except (ValueError, RecursionError) as error:
        raise MetadataError("private metadata is not JSON") from error
    if not isinstance(document, dict):
        raise MetadataError("private metadata is not an object")
    types = _types(cls)
    known = {
        entry.name: _member(types[entry.name], document[entry.name])
        for entry in dataclasses.fields(cls)
        if entry.name in document
    }
    if not all(_is_plain(value, types[name]) for name, value in known.items()):
        raise MetadataError("a field of private metadata is not of its type")
    try:
        return cls(**known)
    except TypeError as error:
        raise MetadataError("private metadata lacks a field") from error


@cache
def _types(cls: type) -> Mapping[str, Any]:
    """Return the types of a dataclass's fields; finding them out takes longer than all the rest."""
    return get_type_hints(cls)


def _member(kind: Any, value: object) -> object:  # noqa: ANN401 - a type, or several
    """Return the member of an enumeration that is written as its text; any other value as it is."""
    if not (isinstance(kind, type) and issubclass(kind, StrEnum) and isinstance(value, str)):
        return value
    try:
        return kind(value)
    except ValueError as error:
        raise MetadataError("a field of private metadata is none of its words") from error


def _is_plain(value: object, kind: Any) -> bool:  # noqa: ANN401 - a type, or several
    """Tell whether a value is of a kind, and as the bot writes them: whole text, or a number in range."""
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        return False
    if isinstance(value, str):
        return not _BROKEN.search(value)
    return not isinstance(value, int) or value in FIGURES
