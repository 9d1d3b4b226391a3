"""What a policy says, key by key, in words: to be shown, compared and told apart. Pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import time
from typing import Final

from bot.policy.model import Policy

Lines = Mapping[str, Mapping[str, str]]
"""By the table of the policy and the key in it, the value as words."""

TEXTS: Final = frozenset(
    {"otp.text", "otp.purposes"}
    | {f"appointments.{each}" for each in ("confirmation", "reminder", "cancelled", "moved", "free")}
)
"""Keys that hold words: of these nothing is written down but that they changed."""
NONE: Final = "none"
_DIGITS: Final = 12
_LONGEST_FACT: Final = 60
"""Of what the audit log has of a key: a few ids from and to."""


def lines(policy: Policy) -> Lines:
    """Return every table and key, in the order of the file."""
    return {each.name: _table(getattr(policy, each.name)) for each in fields(policy)}


def digest(policy: Policy) -> str:
    """Return a few characters that are the same for policies that say the same."""
    return hashlib.sha256(repr(lines(policy)).encode()).hexdigest()[:_DIGITS]


def differences(old: Policy, new: Policy) -> dict[str, str]:
    """Return the keys that differ, as in ``limits.list_rows``: each from what to what, texts left out."""
    before, after = lines(old), lines(new)
    found: dict[str, str] = {}
    for table in after:
        for key in {**before[table], **after[table]}:
            was, now = before[table].get(key, NONE), after[table].get(key, NONE)
            if was != now:
                said = f"{was} > {now}"
                is_told = len(said) <= _LONGEST_FACT and f"{table}.{key}" not in TEXTS
                found[f"{table}.{key}"] = said if is_told else "changed"
    return found


def _table(value: object) -> dict[str, str]:
    if not is_dataclass(value):
        return {str(key): _words(each) for key, each in value.items()} if isinstance(value, Mapping) else {}
    found: dict[str, str] = {}
    for each in fields(value):
        part = getattr(value, each.name)
        if each.name == "windows":
            found |= {key or "default": _words(window) for key, window in part.items()}
        else:
            found[each.name] = _words(part)
    return found


def _words(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_words(each)}" for key, each in value.items()) or NONE
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or NONE
    return NONE if value is None else str(value)
