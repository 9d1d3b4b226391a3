"""What the inspector shows of a payload: everything but one-time codes, which nobody is to read there."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

COVER: Final = "••••••"
CODE_FIELD: Final = re.compile(r"(?:.*\.)?code")
"""Action ids of fields in which a code is typed: `otp.code`. What stands there is covered, right or wrong."""
TYPED: Final = frozenset({"value", "initial_value"})

Known = re.Pattern[str]


def covered(body: object, codes: Iterable[str]) -> object:
    """Return a payload without these codes, whatever their capitals, and without what was typed as one."""
    known = "|".join(map(re.escape, codes)) or r"(?!)"  # without codes it matches nothing
    return _covered(body, re.compile(known, re.IGNORECASE))


def _covered(body: object, known: Known, name: object = "") -> object:
    """Cover one value; `name` is the key it stands under, in a view's state a field's action id."""
    if isinstance(body, str):
        return known.sub(COVER, body)
    if isinstance(body, list | tuple):
        return [_covered(each, known) for each in body]
    if not isinstance(body, Mapping):
        return body
    hides = body.get("type") == "plain_text_input" and _is_code(body.get("action_id", name))
    return {
        key: COVER if hides and key in TYPED and value else _covered(value, known, key)
        for key, value in body.items()
    }


def _is_code(action_id: object) -> bool:
    return isinstance(action_id, str) and CODE_FIELD.fullmatch(action_id) is not None
