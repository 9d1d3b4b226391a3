"""Reading the file that names the accounts (TOML): every mistake in a sentence, and none of its values."""

import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from bot import regular_files
from bot.accounts.model import Account, Accounts
from bot.policy import shape
from bot.settings import SettingsError
from bot.slack.mark import KEY

MOST_BYTES: Final = 256 * 1024
MOST_ACCOUNTS: Final = 20
"""Each is a process of its own, of about 120 MB."""
RESTART: Final = "Restart the bot to add, remove or rename an account, or to give it other settings."
_KEY: Final = re.compile(KEY)
_HINTS: Final[Mapping[str, str]] = {
    "name": "Enter what people call the account, in 1 to 40 characters on one line.",
    "workspace": "Enter the id of its Slack workspace, like T0123ABCD.",
    "settings": "Enter the path to a settings file of its own.",
    "channels": 'List ids of channels, like ["C0123ABCD"].',
    "people": 'List Slack IDs of people, like ["U0123ABCD"].',
    "default": "Enter true or false.",
    "was_alone": "Enter true or false.",
}


class _Entry(BaseModel):
    """One table of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)

    name: Annotated[
        str, Field(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$")
    ]
    workspace: Annotated[str, Field(pattern=r"^T[A-Z0-9]{1,30}$")]
    settings: Annotated[str, Field(min_length=1, max_length=4096, pattern=r"^[^\x00-\x1f\x7f]*$")]
    channels: list[Annotated[str, Field(pattern=r"^[CG][A-Z0-9]{1,30}$")]] = []
    people: list[Annotated[str, Field(pattern=r"^[UW][A-Z0-9]{1,30}$")]] = []
    default: bool = False
    was_alone: bool = False


def read(path: Path) -> Accounts:
    """Return the accounts a file names. Raises :exc:`SettingsError` with all mistakes."""
    found, problems = [], list[str]()
    for key, entry in _tables(path).items():
        if not _KEY.fullmatch(key):
            problems.append(
                f"[accounts.{key[:40]}]: Name it with small letters, digits and dashes, up to 30."
            )
            continue
        try:
            found.append(_account(key, _Entry.model_validate(entry), path.parent))
        except ValidationError as error:
            problems += (
                _sentence(key, each) for each in error.errors(include_url=False, include_input=False)
            )
    accounts = Accounts(tuple(found))
    problems += _between(accounts)
    if problems:
        raise SettingsError(tuple(f"{path.name}: {each}" for each in problems))
    return accounts


def read_again(path: Path, before: Accounts) -> Accounts:
    """Return the same accounts with other channels and people. Raises :exc:`SettingsError` with all mistakes.

    An account that comes, goes, moves or is called otherwise has a process to be started, ended or told so.
    """
    found = read(path)
    if _lasting(found) != _lasting(before):
        raise SettingsError((f"{path.name}: {RESTART}",))
    return found


def _lasting(accounts: Accounts) -> set[tuple[str, str, str, Path]]:
    return {(each.key, each.name, each.workspace, each.settings) for each in accounts}


def _tables(path: Path) -> dict[str, Any]:
    text = _text(path)
    if found := shape.wrong(text):
        line, told = found
        raise SettingsError((f"{path.name}, line {line}: {told}.",))
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # its text may quote a value
        at = re.search(r"\(at line [0-9]+, column [0-9]+\)", str(error))
        raise SettingsError((f"{path.name} isn't TOML{f' {at[0]}' if at else ''}.",)) from None
    tables = document.get("accounts")
    if set(document) != {"accounts"} or not isinstance(tables, dict) or not tables:
        raise SettingsError((f"{path.name}: Begin each account with [accounts.KEY], and have nothing else.",))
    if len(tables) > MOST_ACCOUNTS:
        raise SettingsError((f"{path.name}: Name at most {MOST_ACCOUNTS} accounts.",))
    return tables


def _text(path: Path) -> str:
    try:
        raw = regular_files.read(path, MOST_BYTES)
        if len(raw) > MOST_BYTES:
            raise SettingsError((f"{path.name} is too long.",))
        return raw.decode("utf-8-sig")  # some editors put a mark before the text
    except OSError as error:
        raise SettingsError((f"{path.name} can't be read: {regular_files.why(error)}.",)) from None
    except UnicodeDecodeError:
        raise SettingsError((f"{path.name}: Save it as a text file in UTF-8.",)) from None


def _account(key: str, entry: _Entry, folder: Path) -> Account:
    return Account(
        key=key,
        name=entry.name.strip(),
        workspace=entry.workspace,
        settings=folder / entry.settings,
        channels=frozenset(entry.channels),
        people=frozenset(entry.people),
        default=entry.default,
        was_alone=entry.was_alone,
    )


def _sentence(key: str, error: ErrorDetails) -> str:
    if not error["loc"]:
        return f"[accounts.{key}]: Write it as a table."
    field = str(error["loc"][0])
    if field not in _HINTS:
        return f"[accounts.{key}]: {field[:40]} isn't known here. Known are {', '.join(_HINTS)}."
    lacks = "isn't there" if error["type"] == "missing" else "isn't right"
    return f"[accounts.{key}]: {field} {lacks}. {_HINTS[field]}"


def _between(accounts: Accounts) -> Iterator[str]:
    """Tell what would leave it open which account is meant."""
    for workspace in sorted(accounts.workspaces):
        here = accounts.of(workspace)
        channels = Counter(channel for each in here for channel in each.channels)
        for channel in sorted(channel for channel, count in channels.items() if count > 1):
            yield f"{channel} is in channels of several accounts: a channel belongs to one."
        names = Counter(each.name.casefold() for each in here)
        for name in sorted(name for name, count in names.items() if count > 1):
            shared = ", ".join(each.key for each in here if each.name.casefold() == name)
            yield f"{shared} have the same name: people tell them apart by it."
        for flag in ("default", "was_alone"):
            if sum(getattr(each, flag) for each in here) > 1:
                yield f"{flag} is true for several accounts of {workspace}: it can be for one."
    files = Counter(os.path.realpath(each.settings) for each in accounts)
    for file in sorted(file for file, count in files.items() if count > 1):
        yield f"{Path(file).name} is the settings file of several accounts: each needs its own."
