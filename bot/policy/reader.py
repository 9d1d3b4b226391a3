"""Reading the policy file. `policy.example.toml` shows every table and key."""

import re
import tomllib
from pathlib import Path
from typing import Final

from bot.access import Role
from bot.policy import customers, tables
from bot.policy.lines import Lines
from bot.policy.mistakes import Mistakes, PolicyError
from bot.policy.model import Policy
from bot.policy.table import Table

TABLES: Final = (
    "roles",
    "approval",
    "quiet_hours",
    "budgets",
    "limits",
    "otp",
    "contacts",
    "appointments",
)

_PLACE: Final = re.compile(r" \(at line (\d+), column \d+\)$")


def read(path: Path | None) -> Policy:
    """Return what a policy file says; the defaults of :class:`Policy` without a file.

    A file that leaves out ``[roles]`` gives nobody a role. Raises :exc:`PolicyError` naming every mistake
    with its line.
    """
    if path is None:
        return Policy()
    text = _text(path)
    try:
        return _policy(path.name, text)
    except RecursionError:
        raise PolicyError(f"{path.name}: brackets are nested too deeply to be read") from None


def _policy(name: str, text: str) -> Policy:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(_not_toml(name, text, str(error))) from None
    mistakes = Mistakes(name, Lines(text))
    top = Table(document, (), mistakes)
    top.has_only(TABLES)
    given = top.table("roles")
    policy = Policy(
        roles=tables.roles(given),
        approval=tables.approval(
            top.table("approval"),
            approvers=any(given.values.get(role) for role in (Role.APPROVER, Role.ADMIN)),
        ),
        quiet_hours=tables.quiet_hours(top.table("quiet_hours")),
        budgets=tables.budgets(top.table("budgets")),
        limits=tables.limits(top.table("limits")),
        otp=customers.otp(top.table("otp")),
        contacts=customers.contacts(top.table("contacts")),
        appointments=customers.appointments(top.table("appointments")),
    )
    mistakes.raise_any()
    return policy


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise PolicyError(f"the policy file cannot be read: {error.strerror}") from error
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")  # some editors put a mark before the text
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise PolicyError(f"{path.name}, line {line}: is not UTF-8 text; save the file as UTF-8") from None


def _not_toml(name: str, text: str, problem: str) -> str:
    """Put the line first, as for all other mistakes. A file that ends too early names none."""
    found = _PLACE.search(problem)
    line = int(found.group(1)) if found else text.rstrip().count("\n") + 1
    told = _PLACE.sub("", problem).removesuffix(" (at end of document)")
    return f"{name}, line {line}: is not TOML: {told}"
