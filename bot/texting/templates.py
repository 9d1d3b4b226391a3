"""Marks in a text that SMS-iT may read as instructions."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.texting import merge

_NAME: Final = re.compile(r"%%\s*+name\s*+(?:\|[^%\r\n]*+)?%%", re.IGNORECASE)
_TOKEN: Final = re.compile(r"%%\s*+\w++(?:\s++\w++)*+\s*+(?:\|[^%\r\n]*+)?%%")
_CHOICE: Final = re.compile(r"\{[^{}|]*+\|[^{}]*+\}")
NAME: Final = "Name"
"""The one field that SMS-iT fills in, in texts to groups."""
_EXACT_NAME: Final = f"%%{NAME}%%"


class WarningKind(StrEnum):
    """What is worth a look before sending."""

    CHOICE = "choice"
    BRACES = "braces"
    NAME = "name"
    UNKNOWN_TOKEN = "unknown_token"  # noqa: S105 - a kind of mark in a text, not a password


@dataclass(frozen=True, slots=True)
class TextWarning:
    """One thing that may not arrive as written, and the sentence that says so. It quotes nothing."""

    kind: WarningKind
    sentence: str


_SENTENCES: Final = {
    WarningKind.CHOICE: (
        "SMS-iT may treat {one|another} as a choice and send only one of them. "
        "Use round brackets or the word “or”."
    ),
    WarningKind.BRACES: "SMS-iT may remove curly brackets. Use round ones: ( ).",
    WarningKind.NAME: (
        "%%Name%% is replaced by a first name only in texts to a group. Write this person's name instead."
    ),
    WarningKind.UNKNOWN_TOKEN: (
        "Only %%Name%%, written exactly like that, is replaced by a first name. "
        "Other words between %% are sent as written."
    ),
}


def warnings(text: str, *, group: bool = False) -> tuple[TextWarning, ...]:
    """Tell what in ``text`` SMS-iT may change or leave unfilled; ``group`` for a text to a whole group.

    Braces and ``%%Name%%`` follow the platform family's behaviour, not SMS-iT's page, so these are
    warnings and never refusals. At most one warning of each kind.
    """
    return tuple(TextWarning(kind, _sentence(kind, text, group=group)) for kind in _kinds(text, group=group))


def _sentence(kind: WarningKind, text: str, *, group: bool) -> str:
    """Return what is said of a mark; in a text to a group also what a slip of a field was meant as."""
    is_field = group and kind is WarningKind.UNKNOWN_TOKEN
    asked = merge.hint(merge.missing(text, [NAME]), [NAME]) if is_field else ""
    return f"{asked} {_SENTENCES[kind]}" if asked else _SENTENCES[kind]


def _kinds(text: str, *, group: bool) -> list[WarningKind]:
    kinds: list[WarningKind] = []
    if _CHOICE.search(text):
        kinds.append(WarningKind.CHOICE)
    elif "{" in text or "}" in text:
        kinds.append(WarningKind.BRACES)
    if not group and _NAME.search(text):
        kinds.append(WarningKind.NAME)
    tokens = _TOKEN.findall(text.replace(_EXACT_NAME, "") if group else _NAME.sub("", text))
    if tokens:
        kinds.append(WarningKind.UNKNOWN_TOKEN)
    return kinds
