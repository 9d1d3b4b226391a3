"""Marks in a text that SMS-iT may read as instructions."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_NAME: Final = re.compile(r"%%\s*+name\s*+(?:\|[^%\r\n]*+)?%%", re.IGNORECASE)
_TOKEN: Final = re.compile(r"%%\s*+\w++(?:\s++\w++)*+\s*+(?:\|[^%\r\n]*+)?%%")
_CHOICE: Final = re.compile(r"\{[^{}|]*+\|[^{}]*+\}")
_EXACT_NAME: Final = "%%Name%%"


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
        "SMS-iT may read {one|another} as a choice and send only one of the two. "
        "Use round brackets, or the word “or”."
    ),
    WarningKind.BRACES: "SMS-iT may drop curly brackets. Use round ones: ( ).",
    WarningKind.NAME: (
        "%%Name%% becomes a first name only in texts to a group. To one person it arrives as it stands: "
        "write the name."
    ),
    WarningKind.UNKNOWN_TOKEN: (
        "Only %%Name%%, written exactly so, becomes a first name. "
        "Other words between %% arrive as they stand."
    ),
}


def warnings(text: str, *, group: bool = False) -> tuple[TextWarning, ...]:
    """Tell what in ``text`` SMS-iT may change or leave unfilled; ``group`` for a text to a whole group.

    Braces and ``%%Name%%`` follow the platform family's behaviour, not SMS-iT's page, so these are
    warnings and never refusals. At most one warning of each kind.
    """
    return tuple(TextWarning(kind, _SENTENCES[kind]) for kind in _kinds(text, group=group))


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
