"""The page of the policy file: from its model, what its reader says to a wrong value, and the example."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import time
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, get_type_hints

from pydantic import TypeAdapter, ValidationError

from bot.access import Role
from bot.policy.model import DEFAULT_ROLES, Policy
from tools.reference.markdown import code, document, table

EXAMPLE: Final = Path(__file__).parents[2] / "policy.example.toml"
_HEAD: Final = ("key", "what to write", "default", "what it does")
_WRONG: Final[Mapping[str, object]] = MappingProxyType(
    {
        "roles": {"viewer": [""]},
        "windows": {"default": 0},
        "people": {"U0123ABC": ""},
        "channels": {"C0123ABC": ""},
        "shared": [""],
    }
)
"""A wrong value for what isn't just one value: the reader answers what to write instead."""
_TABLE: Final = re.compile(r"\[([\w.]+)\]")
_KEY: Final = re.compile(r"(\w+) = (?:\"[^\"]*\"|\[[^\]]*\]|[^#]*?)(?:\s+# ?(.*))?")
_GOES_ON: Final = re.compile(r"\s+# ?(.*)")


@dataclass(slots=True)
class Told:
    """What the example says of a table, and of its keys."""

    about: list[str] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)


def page() -> str:
    """Return the page. Raises ``LookupError`` when the example leaves out what the model has."""
    told = example(EXAMPLE.read_text("utf-8"))
    known = {f"{room}.{key}".strip(".") for room in told for key in ("", *told[room].keys)}
    if missing := set(_names()) - known:
        raise LookupError(f"not in {EXAMPLE.name}: {', '.join(sorted(missing))}")
    return document(
        "Keys of the policy file",
        "`policy.example.toml` and `bot/policy/model.py`",
        "Who can do what, how much, and what needs approval. [How to write one](../how-to/policy.md) begins "
        "with a short file; here is all that may be in it.",
        *(part for room, each in told.items() for part in _parts(room, each) if part),
    )


def example(text: str) -> dict[str, Told]:
    """Read the comments of the example: those before a table, and beside or right above a key."""
    found = {"": Told()}
    room = last = ""
    above: list[str] = []
    for line in text.splitlines():
        if table_of := _TABLE.fullmatch(line):
            room = table_of[1]
            found[room] = Told(about=above)
            above = []
        elif line.startswith("#"):
            above.append(line[1:].strip())
        elif more := _GOES_ON.fullmatch(line):
            found[room].keys[last] += f" {more[1]}"
        elif key := _KEY.fullmatch(line):
            last = key[1]
            found[room].keys[last] = " ".join([*above, key[2] or ""]).strip()
            above = []
        else:
            found[room].about += above
            above = []
    return found


def sentence(room: str, key: str) -> str:
    """Return what the reader says to anyone who writes something wrong there: what to write instead."""
    name, annotation = _annotated(room, key)
    try:
        TypeAdapter(annotation).validate_python(_WRONG.get(name, object()))
    except ValidationError as error:
        said = [each["msg"] for each in error.errors(include_url=False) if each["type"] == "policy"]
        return said[0].removeprefix("instead of '', ").removeprefix("write ")
    raise AssertionError(name)


def _parts(room: str, told: Told) -> tuple[str, ...]:
    rows = ((code(key), sentence(room, key), _default(room, key), told.keys[key]) for key in told.keys)
    heading = f"## {room}" if room else ""
    about = _escaped(" ".join(told.about))
    return heading, about, table(_HEAD, rows) if told.keys else ""


def _names() -> Iterator[str]:
    for each in fields(Policy):
        yield each.name
        room = _room(each.name)
        for inner in fields(room) if is_dataclass(room) else ():
            if inner.name not in _WRONG or inner.name == "shared":
                yield f"{each.name}.{inner.name}"


def _room(name: str) -> Any:  # noqa: ANN401 - a dataclass, or what a table of keys is annotated with
    given = get_type_hints(Policy, include_extras=True)[name]
    plain = getattr(given, "__origin__", given)
    return plain if is_dataclass(plain) else given


def _annotated(room: str, key: str) -> tuple[str, Any]:
    """Return the field of the model that a key is read into, with what it is annotated with."""
    outer, _, inner = room.partition(".")
    owner = _room(outer)
    if not is_dataclass(owner):
        return outer, owner
    hints = get_type_hints(owner, include_extras=True)
    name = inner or (key if key in hints else "windows")
    return name, hints[name]


def _default(room: str, key: str) -> str:
    if room == "roles":
        return _shown(DEFAULT_ROLES.get(Role(key)))
    owner = _room(room.partition(".")[0])
    plain = {each.name: each.default for each in fields(owner)} if is_dataclass(owner) else {}
    return _shown(plain.get(key)) if "." not in room else "none"


def _shown(value: object) -> str:
    match value:
        case None | ():
            return "none"
        case bool():
            return code(str(value).lower())
        case int():
            return code(value)
        case (int() as only,):
            return code(only)
        case tuple():
            return code(json.dumps(value))
        case _:
            return code(json.dumps(value, ensure_ascii=False, default=_time))


def _time(value: time) -> str:
    return f"{value:%H:%M}"


def _escaped(text: str) -> str:
    return text.replace("*", "\\*").replace("[", "\\[")
