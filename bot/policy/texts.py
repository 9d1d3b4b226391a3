"""Texts in a policy file: those that go to customers with fields to fill in, and the purposes of codes."""

import unicodedata
from typing import Final

from bot.policy.table import Table
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


def code_text(table: Table, key: str) -> str | None:
    """Return the text a code goes out in; None when it is missing or wrong."""
    text = _filled_in(table, key, CODE_FIELDS)
    if text is None:
        return None
    if (count := merge.count(text, CODE)) != 1:
        table.wrong(key, f"holds {_field(CODE)} {count:,} times; write it exactly once, where the code goes")
        return None
    return text


def appointment_text(table: Table, key: str) -> str | None:
    """Return a text about an appointment; None when it is missing or wrong."""
    return _filled_in(table, key, APPOINTMENT_FIELDS)


def purposes(table: Table, key: str) -> tuple[str, ...]:
    """Return what codes may be sent for, in the file's order, without the wrong ones."""
    listed = table.values.get(key, [])
    if not isinstance(listed, list):
        table.wrong(key, f'is a list of texts; write {key} = ["Password reset", "Address change"]')
        return ()
    if len(listed) > MOST_PURPOSES:
        table.wrong(key, f"holds {len(listed):,} purposes; write {MOST_PURPOSES} at most")
    found: dict[str, str] = {}
    for place, each in enumerate(listed):
        purpose = each.strip() if isinstance(each, str) else ""
        if wrong := _wrong_purpose(purpose):
            table.wrong(key, wrong, place)
        elif purpose.casefold() in found:
            table.wrong(key, "stands there twice; write each purpose once", place)
        else:
            found[purpose.casefold()] = purpose
    return tuple(found.values())


def _wrong_purpose(purpose: str) -> str:
    if not purpose or _has_control(purpose):
        return "write words in one line"
    if len(purpose) > MOST_OF_A_PURPOSE:
        return f"is {len(purpose):,} characters long; write {MOST_OF_A_PURPOSE} at most"
    return ""


def _filled_in(table: Table, key: str, fields: tuple[str, ...]) -> str | None:
    """Return a text whose fields are all among ``fields``; None when it is missing or wrong."""
    text = table.values.get(key)
    if text is None:
        return None
    if not isinstance(text, str) or not text.strip():
        table.wrong(key, "write the words of the text")
    elif wrong := _wrong_text(text, fields):
        table.wrong(key, wrong)
    else:
        return text
    return None


def _wrong_text(text: str, fields: tuple[str, ...]) -> str:
    known = " and ".join((", ".join(map(_field, fields[:-1])), _field(fields[-1])))
    if too_long := _too_long(text):
        return too_long
    if unknown := merge.missing(text, fields):
        return f"asks for {_field(unknown[0])}; only {known} are filled in"
    if "%%" in merge.render(text, dict.fromkeys(fields, "-")):
        return f"holds %% that belongs to no field; write {known} and no other"
    if "{" in text or "}" in text:
        return "holds { or }, which SMS-iT reads as a choice of words; write round brackets"
    if _has_control(text.replace("\n", "")):
        return "holds a character that cannot be seen, such as a tab; write it without"
    return ""


def _too_long(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        return f"is {len(text):,} characters long; write {MOST_CHARACTERS:,} at most"
    size = len(text.encode(errors="replace"))
    return f"takes {size:,} bytes; write {MOST_BYTES:,} at most" if size > MOST_BYTES else ""


def _field(name: str) -> str:
    return f"%%{name}%%"


def _has_control(text: str) -> bool:
    return any(unicodedata.category(each) == "Cc" for each in text)
