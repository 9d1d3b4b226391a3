"""What the form asks of the record. Pure."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Final, TypeVar

from bot.features.groups.service import GONE as GROUP_GONE
from bot.features.history.filters import FEWEST_DIGITS, LONGEST_WORDS, Filters, Stand, What, day
from bot.features.history.ids import Field
from bot.features.history.typed import LONGEST_PART
from bot.slack.incoming.forms import FieldErrors, Values

FEW_DIGITS: Final = f"Enter at least {FEWEST_DIGITS} digits of the number."
BACKWARDS: Final = "This day is before the first one. Choose a later day."
S = TypeVar("S", bound=StrEnum)
_ID: Final = re.compile(r"[A-Z0-9]{1,32}")


def validate(values: Values, group_named: Callable[[str], str | None]) -> Filters:
    """Return what is looked for; ``group_named`` gives the exact name of a group that was chosen.

    Raises :exc:`FieldErrors` with everything that is wrong.
    """
    errors: dict[str, str] = {}
    digits = values.chosen(Field.CONTACT).removeprefix("+")
    number = digits if digits.isascii() and digits.isdecimal() else ""
    part = "".join(each for each in values.text(Field.PART) if each.isascii() and each.isdigit())
    if values.text(Field.PART) and len(part) < FEWEST_DIGITS:
        errors[Field.PART] = FEW_DIGITS
    since, until = (_day(values, each) for each in (Field.SINCE, Field.UNTIL))
    if since and until and until < since:
        errors[Field.UNTIL] = BACKWARDS
    group = _group(values.chosen(Field.GROUP), group_named, errors)
    if errors:
        raise FieldErrors(errors)
    return Filters(
        person=_id(values.picked(Field.PERSON)),
        channel=_id(values.picked(Field.CHANNEL)),
        number=number,
        name=_name(values) if number else "",
        part=part[:LONGEST_PART],
        group=group,
        what=_one_of(What, values.chosen(Field.WHAT)),
        stand=_one_of(Stand, values.chosen(Field.STAND)),
        since=since,
        until=until,
        words=" ".join(values.text(Field.WORDS).split())[:LONGEST_WORDS],
    )


def _id(picked: str) -> str:
    return picked if _ID.fullmatch(picked) else ""


def _name(values: Values) -> str:
    """Return the contact's name in the choice that was made, as it was shown; none where it is a number."""
    option = values.chosen_option(Field.CONTACT) or {}
    if str(option.get("value", "")).startswith("+"):
        return ""
    return str((option.get("text") or {}).get("text", "")).rpartition(" (")[0][:LONGEST_WORDS]


def _group(chosen: str, group_named: Callable[[str], str | None], errors: dict[str, str]) -> str:
    group = group_named(chosen) if chosen else None
    if chosen and group is None:
        errors[Field.GROUP] = GROUP_GONE
    return group or ""


def _day(values: Values, block: Field) -> str:
    found = values.day(block)
    return found.isoformat() if found is not None and day(found.isoformat()) else ""


def _one_of(words: type[S], chosen: str) -> S:
    known = {str(word): word for word in words}
    return known.get(chosen, next(iter(words)))
