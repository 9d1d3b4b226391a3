"""Reading the policy file. `policy.example.toml` shows every table and key."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot import regular_files
from bot.access import Role
from bot.policy import shape
from bot.policy.fields import A_CHANNEL, A_PERSON, A_TEMPLATE, is_channel, unknown
from bot.policy.lines import Lines
from bot.policy.lines import Path as Place
from bot.policy.model import Policy
from bot.texting.words import truncate

NO_APPROVERS: Final = "give someone the approver or admin role in [roles], or no one can approve"
MOST_BYTES: Final = 64 * 1024
"""Of a policy file: every key there is and a thousand people take a third of it."""
MOST_MISTAKES: Final = 100
"""Mistakes that are told one by one."""
LONGEST_MISTAKE: Final = 500
Mistake = tuple[Place, ErrorDetails | str]
"""Where it is, and its sentence or what that is made of: of very many mistakes, few are told."""
ELSEWHERE: Final[Mapping[Place, str]] = {
    ("accounts",): "name accounts in the file that ACCOUNTS_FILE names, not here"
}
"""What isn't part of a policy and might be looked for there."""
_POLICY: Final = TypeAdapter(Policy)
_POSITION: Final = re.compile(r" \(at line (\d+), column \d+\)$")
_LINE: Final = re.compile(r", line (\d+): ")
_UNPRINTED: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""What ends a line, or would change how one is shown."""
_REPLACED: Final = "\ufffd"
_OF_A_KEY: Final = "[key]"
"""Where pydantic says that a key is wrong, and not what stands behind it."""


class PolicyError(Exception):
    """The policy cannot be used; the text lists every mistake found, a line each."""

    @property
    def line(self) -> int | None:
        """The line of the file with the first mistake; None where the file can't be read at all."""
        found = _LINE.search(str(self))
        return int(found.group(1)) if found else None


def read(path: Path | None) -> Policy:
    """Return what a policy file says; the defaults of :class:`Policy` without a file.

    A file that leaves out ``[roles]`` gives nobody a role. Raises :exc:`PolicyError` naming every mistake
    with its line.
    """
    if path is None:
        return Policy()
    text = _text(path)
    if found := shape.wrong(text):
        line, told = found
        raise PolicyError(f"{path.name}, line {line}: {told}")
    return _policy(path.name, text)


def _policy(name: str, text: str) -> Policy:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(_not_toml(name, text, str(error))) from None
    mistakes: list[Mistake] = []
    try:
        policy = _POLICY.validate_python({"roles": {}} | document)
    except ValidationError as error:
        mistakes += _told(error.errors(include_url=False, include_input=False))
    mistakes += _nobody_asked(document)
    mistakes += _nobody_told(document)
    mistakes += _not_prepared(document)
    if mistakes:
        lines = Lines(text)
        told = sorted(((lines.of(place), place, said) for place, said in mistakes), key=lambda each: each[0])
        raise PolicyError("\n".join(_lines(name, told)))
    return policy


def _lines(name: str, told: Sequence[tuple[int, Place, ErrorDetails | str]]) -> Iterator[str]:
    """Give a line for each mistake, whatever stands in the file; of very many the first ones."""
    for line, at, said in told[:MOST_MISTAKES]:
        sentence = said if isinstance(said, str) else _sentence(said, at)
        text = f"{name}, line {line}: {_named(at)}: {sentence}"
        yield truncate(_UNPRINTED.sub(_REPLACED, text), LONGEST_MISTAKE)
    if (more := len(told) - MOST_MISTAKES) > 0:
        yield f"{name}: and {more:,} more"


def _nobody_asked(document: Mapping[str, Any]) -> Iterator[Mistake]:
    """Give what is wrong with approvals that nobody would be asked for, or could give."""
    approval, templates = document.get("approval"), document.get("templates")
    if isinstance(templates, dict) and templates.get("approval") is True and not _has_approvers(document):
        yield ("templates", "approval"), NO_APPROVERS
    if not approval or not isinstance(approval, dict):
        return
    if "channel" not in approval:
        told = f"add the channel where approvers are asked: {A_CHANNEL}"
        yield ("approval", next(iter(approval))), told
    elif is_channel(approval["channel"]) and not _has_approvers(document):
        yield ("approval", "channel"), NO_APPROVERS


def _nobody_told(document: Mapping[str, Any]) -> Iterator[Mistake]:
    """Give what is wrong with alerts that are posted nowhere."""
    alerts = document.get("alerts")
    if alerts and isinstance(alerts, dict) and "channel" not in alerts:
        yield ("alerts", next(iter(alerts))), f"add the channel where alerts are posted: {A_CHANNEL}"


def _not_prepared(document: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """Give what is missing for birthday texts that are switched on."""
    birthdays = document.get("birthdays")
    if not isinstance(birthdays, dict) or birthdays.get("texts") is not True:
        return
    for key, what in (("template", A_TEMPLATE), ("person", A_PERSON), ("channel", A_CHANNEL)):
        if key not in birthdays:
            yield ("birthdays", "texts"), f"add {key}, which birthday texts need: {what}"


def _has_approvers(document: Mapping[str, Any]) -> bool:
    roles = document.get("roles")
    holders = roles if isinstance(roles, dict) else {}
    return any(holders.get(role) for role in (Role.APPROVER, Role.ADMIN))


def _told(errors: list[ErrorDetails]) -> Iterator[Mistake]:
    """Give each mistake with its place in the file. Of a key that is wrong, the value does not matter."""
    wrong_keys = {each["loc"][:-1] for each in errors if each["loc"][-1] == _OF_A_KEY}
    for each in errors:
        at = each["loc"]
        if at[-1] == _OF_A_KEY:
            at = at[:-1]
        elif any(at[:length] in wrong_keys for length in range(len(at) + 1)):
            continue
        place = (at[0], *at[2:]) if at[:2] == ("quiet_hours", "windows") else at
        yield place, each


def _sentence(error: ErrorDetails, place: Place) -> str:
    name = str(place[-1])
    match error["type"]:
        case "policy":
            return error["msg"]
        case "unexpected_keyword_argument" if place in ELSEWHERE:
            return ELSEWHERE[place]
        case "unexpected_keyword_argument":
            return unknown(name, _keys(place[:-1]))
        case "tuple_type":
            return f'write a list of ids: {name} = ["U0123ABC"], or {name} = ["*"] for everyone'
        case _:
            return f"write [{'.'.join(map(str, place))}] on its own line, with its settings below"


def _keys(table: Place) -> tuple[str, ...]:
    """Return the keys of a table; those of the whole file for no table."""
    models: dict[str, Any] = {each.name: each.type for each in fields(Policy)}
    return tuple(models if not table else (each.name for each in fields(models[str(table[0])])))


def _named(place: Place) -> str:
    """Return a place as people write it: ``[budgets.people] U0TOM``."""
    *tables, name = [part for part in place if isinstance(part, str)]
    return f"[{'.'.join(tables)}] {name}" if tables else f"[{name}]"


def _text(path: Path) -> str:
    try:
        raw = regular_files.read(path, MOST_BYTES)
    except OSError as error:
        raise PolicyError(f"{path.name} can't be read: {regular_files.why(error)}") from error
    if len(raw) > MOST_BYTES:
        raise PolicyError(f"{path.name}: shorten the file to {MOST_BYTES // 1024} kB")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")  # some editors put a mark before the text
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise PolicyError(f"{path.name}, line {line}: save the file as UTF-8") from None


def _not_toml(name: str, text: str, problem: str) -> str:
    """Put the line first, as for all other mistakes. A file that ends too early names none."""
    found = _POSITION.search(problem)
    line = int(found.group(1)) if found else text.rstrip().count("\n") + 1
    told = _POSITION.sub("", problem).removesuffix(" (at end of document)")
    return f"{name}, line {line}: not valid TOML: {told}"
