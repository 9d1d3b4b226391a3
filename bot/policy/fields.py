"""What may stand in a policy file, value by value, each with the sentence for what may not.

A sentence says what to write instead. :mod:`bot.policy.reader` puts file, line and place before it.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from datetime import time
from difflib import get_close_matches
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import AfterValidator, PlainValidator, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from bot.access import EVERYBODY, Opened, Role

ROLES: Final = tuple(role.value for role in Role)
OPENED: Final = tuple(each.value for each in Opened)
NO_HOLDER: Final = (
    'instead of {!r}, write the id of a user (U…), a user group (S…) or a channel (C…), or "*" for everyone'
)
NO_WRITER: Final = (
    'instead of {!r}, write a role, the id of a user (U…), a user group (S…) or a channel (C…), or "*" for '
    "everyone"
)
NOT_NAMEABLE: Final = "instead of {!r}, write the id of a user (U…) or a user group (S…)"
A_PERSON: Final = "write the id of a user (U…); Slack shows it in their profile"
A_TEMPLATE: Final = "write the name of a template, in quotation marks"
A_TIME: Final = 'write a time of the day such as "11:00"'
LONGEST_TEMPLATE: Final = 80
A_CHANNEL: Final = 'write a channel id such as "C0123ABC"; Slack shows it in the channel\'s details'
_HOLDER: Final = re.compile(r"[UWSCG][A-Z0-9]{2,}")
_NAMEABLE: Final = re.compile(r"[UWS][A-Z0-9]{2,}")
_USER: Final = re.compile(r"[UW][A-Z0-9]{2,}")
_CHANNEL: Final = re.compile(r"[CG][A-Z0-9]{2,}")
_TIME: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def wrong(sentence: str) -> PydanticCustomError:
    """Return what is raised for a value that may not stand there."""
    return PydanticCustomError("policy", sentence)


def unknown(name: str, known: Collection[str]) -> str:
    """Return the sentence for a table or key that a policy does not have, with what was probably meant."""
    meant = get_close_matches(name.lower(), known, n=1)
    hint = f"did you mean {meant[0]}?" if meant else f"use one of these: {', '.join(known)}"
    return f"unknown name; {hint}"


def whole(of: str, least: int = 0, most: int | None = None) -> PlainValidator:
    """Return the rule for a whole number between two bounds. ``of`` names what is counted."""
    bounds = f"from {least:,} to {most:,}" if most is not None else f"{least:,} or more"

    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise wrong(f"write a whole number of {of}, {bounds}")
        if value < least or (most is not None and value > most):
            raise wrong(f"write a whole number of {of}, {bounds}, not {value:,}")
        return value

    return PlainValidator(check)


def several(of: str, least: int, most: int, count: int) -> PlainValidator:
    """Return the rule for one whole number between two bounds, or a list of up to ``count`` of them.

    Read as one tuple without doubles, the greatest first.
    """
    bounds = f"from {least:,} to {most:,}"

    def check(value: object) -> tuple[int, ...]:
        given = value if isinstance(value, list) else [value]
        if not 1 <= len(given) <= count:
            raise wrong(f"write a whole number of {of}, {bounds}, or a list of up to {count} of them")
        for each in given:
            if isinstance(each, bool) or not isinstance(each, int):
                raise wrong(f"write a whole number of {of}, {bounds}, or a list of them")
            if not least <= each <= most:
                raise wrong(f"write a whole number of {of}, {bounds}, not {each:,}")
        return tuple(sorted(set(given), reverse=True))

    return PlainValidator(check)


def _role(value: object) -> Role:
    if value not in ROLES:
        raise wrong(f"write one of these roles: {', '.join(ROLES)}")
    return Role(value)


def _role_name(name: str) -> Role:
    if name not in ROLES:
        raise wrong(unknown(name, ROLES))
    return Role(name)


def _holder(value: object) -> str:
    if not _may_hold(value):
        raise wrong(NO_HOLDER.format(value))
    return str(value)


def _listed(
    key: str, how: str, sentence: Callable[[object], str], may_stand: Callable[[object], bool]
) -> PlainValidator:
    """Return the rule for a list: ``how`` says how to write one, ``sentence`` what is wrong with an entry."""

    def check(value: object) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise wrong(how)
        told = [
            InitErrorDetails(type=wrong(sentence(each)), loc=(place,), input=value)
            for place, each in enumerate(value)
            if not may_stand(each)
        ]
        if told:
            raise ValidationError.from_exception_data(key, told)
        return tuple(value)

    return PlainValidator(check)


def _may_write(each: object) -> bool:
    return isinstance(each, str) and (each in ROLES or _may_hold(each))


def _may_hold(each: object) -> bool:
    return isinstance(each, str) and (each == EVERYBODY or _HOLDER.fullmatch(each) is not None)


def _may_be_named(each: object) -> bool:
    return isinstance(each, str) and _NAMEABLE.fullmatch(each) is not None


def _opened(values: tuple[str, ...]) -> tuple[Opened, ...]:
    return tuple(dict.fromkeys(map(Opened, values)))


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise wrong("write true or false, without quotation marks")
    return value


def is_channel(value: object) -> bool:
    """Tell whether this is the id of a channel."""
    return isinstance(value, str) and _CHANNEL.fullmatch(value) is not None


def _channel(value: object) -> str:
    if not is_channel(value):
        raise wrong(A_CHANNEL)
    return str(value)


def is_user(value: object) -> bool:
    """Tell whether this is the id of a user."""
    return isinstance(value, str) and _USER.fullmatch(value) is not None


def _user(value: object) -> str:
    if not is_user(value):
        raise wrong(A_PERSON)
    return str(value)


def _template(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or has_control(value):
        raise wrong(A_TEMPLATE)
    if len(value) > LONGEST_TEMPLATE:
        raise wrong(f"write at most {LONGEST_TEMPLATE} characters, not {len(value):,}")
    return value.strip()


def _time(value: object) -> time:
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise wrong(A_TIME)
    return time(int(found[1]), int(found[2]))


def _id(kind: re.Pattern[str], example: str) -> PlainValidator:
    def check(name: str) -> str:
        if not kind.fullmatch(name):
            raise wrong(f"write an id such as {example}")
        return name

    return PlainValidator(check)


def has_control(text: str) -> bool:
    """Tell whether there is a character in it that is not to be seen."""
    return any(unicodedata.category(each) == "Cc" for each in text)


_FROZEN: Final = AfterValidator(MappingProxyType)
Credits = Annotated[int, whole("credits")]
ARole = Annotated[Role, PlainValidator(_role)]
Holders = Annotated[
    Mapping[Annotated[Role, PlainValidator(_role_name)], tuple[Annotated[str, PlainValidator(_holder)], ...]],
    _FROZEN,
]
AChannel = Annotated[str, PlainValidator(_channel)]
AUser = Annotated[str, PlainValidator(_user)]
ATemplate = Annotated[str, PlainValidator(_template)]
ATime = Annotated[time, PlainValidator(_time)]
CreditsByUser = Annotated[Mapping[Annotated[str, _id(_USER, "U0123ABC")], Credits], _FROZEN]
CreditsByChannel = Annotated[Mapping[Annotated[str, _id(_CHANNEL, "C0123ABC")], Credits], _FROZEN]
Writers = Annotated[
    tuple[str, ...],
    _listed(
        "writers",
        'write a list of roles and ids: writers = ["broadcaster", "U0123ABC"]',
        NO_WRITER.format,
        _may_write,
    ),
]
OpenedByCode = Annotated[
    tuple[Opened, ...],
    _listed(
        "after_code",
        f'write a list of what a code opens: after_code = ["{OPENED[0]}"]',
        lambda _each: f"write one of these: {', '.join(OPENED)}",
        lambda each: each in OPENED,
    ),
    AfterValidator(_opened),
]
Nameable = Annotated[
    tuple[str, ...],
    _listed("people", 'write a list of ids: people = ["U0123ABC"]', NOT_NAMEABLE.format, _may_be_named),
]
Flag = Annotated[bool, PlainValidator(_flag)]
