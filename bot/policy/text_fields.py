"""The texts and words that may stand in a policy file, each with the sentence for what may not."""

from collections.abc import Collection, Sequence
from typing import Annotated, Final

from pydantic import PlainValidator, ValidationError
from pydantic_core import InitErrorDetails

from bot.policy.fields import has_control, wrong
from bot.texting import merge

CODE: Final = "Code"
CODE_FIELDS: Final = (CODE, "Minutes")
APPOINTMENT_FIELDS: Final = ("Name", "Date", "Time")
MOST_CHARACTERS: Final = 1000
"""Seven segments, with room for what is filled in."""
MOST_BYTES: Final = 1500
"""With what is filled in no more than 1,600, at which SMS-iT may stop counting, and take the code off."""
MOST_PURPOSES: Final = 20
MOST_OF_A_PURPOSE: Final = 60
"""They are told in one line of a message, beside other things."""


def _text(fields: Sequence[str], *, once: str = "") -> PlainValidator:
    """Return the rule for a text whose fields are all among ``fields``, with ``once`` in it exactly once."""

    def check(value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise wrong("write the text to send, in quotation marks")
        if told := _wrong_text(value, fields):
            raise wrong(told)
        if once and (count := merge.count(value, once)) != 1:
            told = f"write %%{once}%% exactly once, where the code goes, not {count:,} times"
            raise wrong(told)
        return value

    return PlainValidator(check)


def _wrong_text(text: str, fields: Sequence[str]) -> str:
    *others, last = [f"%%{name}%%" for name in fields]
    known = " and ".join((", ".join(others), last))
    if too_long := _too_long(text):
        return too_long
    if missing := merge.missing(text, fields):
        asked = merge.hint(missing[:1], fields)
        return f"use only {known}, not %%{missing[0]}%%" + (f". {asked}" if asked else "")
    if "%%" in merge.render(text, dict.fromkeys(fields, "-")):
        return f"use %% only in {known}"
    if "{" in text or "}" in text:
        return "write ( and ) instead of { and }, which SMS-iT reads as a choice of words"
    if has_control(text.replace("\n", "")):
        return "remove the invisible character, such as a tab"
    return ""


def _too_long(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        return f"write at most {MOST_CHARACTERS:,} characters, not {len(text):,}"
    size = len(text.encode(errors="replace"))
    return f"write at most {MOST_BYTES:,} bytes, not {size:,}" if size > MOST_BYTES else ""


def _purposes(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise wrong('write a list of texts: purposes = ["Password reset", "Address change"]')
    told: list[tuple[tuple[int, ...], str]] = []
    if len(value) > MOST_PURPOSES:
        told.append(((), f"write at most {MOST_PURPOSES} purposes, not {len(value):,}"))
    found: dict[str, str] = {}
    for place, each in enumerate(value):
        purpose = each.strip() if isinstance(each, str) else ""
        if sentence := _wrong_purpose(purpose, found):
            told.append(((place,), sentence))
        found.setdefault(purpose.casefold(), purpose)
    if told:
        details = [InitErrorDetails(type=wrong(text), loc=loc, input=value) for loc, text in told]
        raise ValidationError.from_exception_data("purposes", details)
    return tuple(found.values())


def _wrong_purpose(purpose: str, found: Collection[str]) -> str:
    if not purpose or has_control(purpose):
        return "write words on one line"
    if len(purpose) > MOST_OF_A_PURPOSE:
        return f"write at most {MOST_OF_A_PURPOSE} characters, not {len(purpose):,}"
    return "write each purpose only once" if purpose.casefold() in found else ""


CodeText = Annotated[str, _text(CODE_FIELDS, once=CODE)]
AppointmentText = Annotated[str, _text(APPOINTMENT_FIELDS)]
Purposes = Annotated[tuple[str, ...], PlainValidator(_purposes)]
