"""Typed private metadata and button values: dumped and loaded here, and authorising nothing.

Whatever comes back from Slack was in a browser in between: roles and states are checked again on arrival.
"""

import dataclasses
import json
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from bot.slack.blocks import limits

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


class MetadataError(ValueError):
    """What came back is not what this version of the bot wrote."""


def dump(value: "DataclassInstance") -> str:
    """Return a frozen dataclass of plain values as the text Slack keeps for us (at most 3,000 characters).

    Plain are text, whole numbers and none. Raises :exc:`MetadataError` when it does not fit.
    """
    text = json.dumps(dataclasses.asdict(value), separators=(",", ":"))
    if len(text) > limits.PRIVATE_METADATA:
        raise MetadataError("private metadata is too long")
    return text


def load(cls: type[T], text: str) -> T:
    """Return the dataclass that :func:`dump` wrote.

    Fields unknown to this version are dropped, missing ones take their default. Raises :exc:`MetadataError`
    when the text is not a JSON object, a field is not of its type, or one without a default is missing.
    """
    try:
        document: Any = json.loads(text or "{}")
    except (ValueError, RecursionError) as error:
        raise MetadataError("private metadata is not JSON") from error
    if not isinstance(document, dict):
        raise MetadataError("private metadata is not an object")
    types = get_type_hints(cls)
    known = {entry.name: document[entry.name] for entry in dataclasses.fields(cls) if entry.name in document}
    if not all(isinstance(value, types[name]) for name, value in known.items()):
        raise MetadataError("a field of private metadata is not of its type")
    try:
        return cls(**known)
    except TypeError as error:
        raise MetadataError("private metadata lacks a field") from error
