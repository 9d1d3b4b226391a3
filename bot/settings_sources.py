"""Where the values of settings come from: settings files, files that hold one secret each, the environment.

What comes later wins: the settings files in their order, systemd's credentials, then the environment. A
secret may stand in a file of its own, which ``NAME_FILE`` names, as container platforms hand them out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from io import StringIO
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from dotenv.parser import parse_stream

from bot import regular_files

DEFAULT_FILE: Final = Path(".env")
SECRETS: Final = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_SECRET",
    "SMSIT_API_KEY",
    "DATABASE_URL",
    "ACCOUNTS_DATABASE_URL",
    "ERASURE_KEY",
    "DATA_KEY",
    "MCP_TOKEN",
    "OTEL_EXPORTER_OTLP_HEADERS",
)
"""Settings that may stand in a file of their own: all that hold a secret."""
CREDENTIALS: Final = "CREDENTIALS_DIRECTORY"
"""The variable in which systemd says where the credentials of a service are."""
HANDED_OVER: Final = Path("/run/secrets")
"""Where Docker shows a container its secrets, readable by everybody (0444): nobody else is in there."""
_LONGEST: Final = 64 * 1024
_NAME: Final = re.compile(r"[\w.-]+")
"""What may stand before the first equals sign: anything else is a secret, perhaps, behind the wrong sign."""
_UNREADABLE: Final = (OSError, ValueError)
_READABLE: Final = f"save it as a text file in UTF-8, of {_LONGEST // 1024} kB at most"

IN_FILE: Final = "in the settings file"
IN_ENVIRONMENT: Final = "in the environment"
NO_SETTING: Final = "write NAME=value, with a # before what is a remark, and close what is quoted."
EMPTY: Final = "write the secret there, or leave that file out."
OWN: Final = (
    "SMSIT_API_KEY",
    "SMSIT_FROM",
    "SMSIT_ALPHA_SENDER",
    "SMSIT_TIMEZONE",
    "DATABASE_URL",
    "BACKUP_FOLDER",
    "POLICY_FILE",
    "OPS_PORT",
    "MCP_USER",
)
"""Settings that one of several accounts has from its own file or not at all."""


@dataclass(frozen=True, slots=True)
class AccountFiles:
    """The settings of one of several accounts: those for all, and over them and the environment its own.

    ``given`` is what no file holds: the token of a workspace in which the app was installed.
    """

    shared: tuple[Path, ...]
    own: Path
    given: Mapping[str, str] = field(default_factory=dict, repr=False)


EnvFiles = str | Path | Sequence[str | Path] | AccountFiles | None


class Origin(StrEnum):
    """Where the value of a setting came from."""

    FILE = "settings file"
    SECRET = "file of its own"  # noqa: S105 - a place, not a secret
    ENVIRONMENT = "environment"
    INSTALLED = "installation"
    DEFAULT = "default"


class SourceError(Exception):
    """A settings file cannot be read; the text says which, and what to do."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The variables that are set, where each came from, and what was wrong on the way, in sentences.

    ``named`` says of each name that stands somewhere where that is, known or not; ``secret_files`` are the
    files that hold one secret each. Of what is ``unread`` a problem is told already, and none that it
    isn't set.
    """

    values: Mapping[str, str]
    origins: Mapping[str, Origin]
    problems: tuple[str, ...]
    named: Mapping[str, str]
    secret_files: tuple[Path, ...] = ()
    unread: frozenset[str] = frozenset()


def files_of(env_files: EnvFiles) -> tuple[Path, ...]:
    """Return the settings files that are named, in order; none for None."""
    if env_files is None:
        return ()
    if isinstance(env_files, str | Path):
        return (Path(env_files),)
    if isinstance(env_files, AccountFiles):
        return (*env_files.shared, env_files.own)
    return tuple(Path(each) for each in env_files)


def read(env_files: EnvFiles, environ: Mapping[str, str]) -> Sources:
    """Read all of them. Only the default settings file may be missing. Raises :exc:`SourceError`."""
    if isinstance(env_files, AccountFiles):
        return _of_account(env_files, environ)
    in_files, problems = dict[str, str](), list[str]()
    for path in files_of(env_files):
        found, wrong = _settings_in(path)
        in_files |= found
        problems += wrong
    handed = _handed_over(environ)
    credentials, unread = handed.secrets, dict[str, str]()
    set_there = {name: value for name, value in environ.items() if value.strip()}
    environ = {name: value for name, value in environ.items() if name in set_there or name not in credentials}
    named = {**in_files, **set_there}
    values = {**in_files, **credentials, **environ}
    origins = {
        **dict.fromkeys(in_files, Origin.FILE),
        **dict.fromkeys(credentials, Origin.SECRET),
        **dict.fromkeys(environ, Origin.ENVIRONMENT),
    }
    own_files = tuple(_own_files(named))
    for name, path in own_files:
        if named.get(name, "").strip():
            problems.append(f"Set {name} or {name}_FILE, not both.")
        try:
            values[name] = _secret_in(path)
        except _UNREADABLE as error:
            unread[name] = f"{name}_FILE names a file that can't be read: {_why(error)}."
            values[name] = ""
        else:
            if not values[name]:
                unread[name] = f"{name}_FILE names an empty file: {EMPTY}"
        origins[name] = Origin.SECRET
    return Sources(
        values,
        origins,
        (*problems, *handed.problems, *unread.values()),
        {
            **dict.fromkeys(environ, IN_ENVIRONMENT),
            **dict.fromkeys(handed.names, f"in {CREDENTIALS}"),
            **dict.fromkeys(in_files, IN_FILE),
        },
        secret_files=tuple(path for _name, path in own_files),
        unread=handed.unread | frozenset(unread),
    )


def _of_account(files: AccountFiles, environ: Mapping[str, str]) -> Sources:
    """Read the settings of one account. Its own file wins, also over the environment.

    What would have texts leave as another account is never taken from what all have in common.
    """
    shared, own = read(files.shared, environ), read(files.own, {})
    apart = {*OWN, *(f"{name}_FILE" for name in SECRETS)}
    values = {name: value for name, value in shared.values.items() if name not in apart}
    origins = {name: origin for name, origin in shared.origins.items() if name in values}
    mine = {name: value for name, value in own.values.items() if value.strip() and name not in apart - {*OWN}}
    return Sources(
        {**values, **files.given, **mine},
        {
            **origins,
            **dict.fromkeys(files.given, Origin.INSTALLED),
            **{name: own.origins[name] for name in mine},
        },
        (*shared.problems, *own.problems),
        {**shared.named, **own.named},
        (*shared.secret_files, *own.secret_files),
        shared.unread | own.unread,
    )


def _settings_in(path: Path) -> tuple[dict[str, str], list[str]]:
    """Return the settings in a file, and which of its lines are none. Raises :exc:`SourceError`."""
    try:
        text = _text(path)
    except FileNotFoundError:
        if path == DEFAULT_FILE:
            return {}, []
        raise SourceError(f"There's no file {path}.") from None
    except _UNREADABLE as error:
        raise SourceError(f"{path} can't be read: {_why(error)}.") from None
    found, problems = dict[str, str](), list[str]()
    for each in parse_stream(StringIO(text)):  # as it stands there: a password may hold a dollar sign
        if each.key is not None and each.value is not None and _NAME.fullmatch(each.key):
            found[each.key] = each.value
        elif each.error or each.key is not None:
            line = each.original.line + _blank_lines(each.original.string)
            problems.append(f"{path}, line {line}: {NO_SETTING}")
    return found, problems


def _blank_lines(text: str) -> int:
    """Count the empty lines above one that the parser counts to it."""
    return text[: len(text) - len(text.lstrip())].count("\n")


def _own_files(named: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
    for name in SECRETS:
        if path := named.get(f"{name}_FILE", "").strip():
            yield name, Path(path)


class _Handed(NamedTuple):
    """What systemd hands over: the secrets by their names in capitals, what can't be read, all names."""

    secrets: Mapping[str, str] = MappingProxyType({})
    problems: Sequence[str] = ()
    unread: frozenset[str] = frozenset()
    names: Sequence[str] = ()


def _handed_over(environ: Mapping[str, str]) -> _Handed:
    """Read the folder of credentials, in which a secret has its name in either case.

    A secret that can't be read, or is empty, is never one that isn't set: without a key, words would be kept
    plainly.
    """
    given = environ.get(CREDENTIALS, "").strip()
    if not given:
        return _Handed()
    folder = Path(given)
    try:
        there = sorted(each.name for each in folder.iterdir())
    except OSError as error:
        told = f"{CREDENTIALS} names a folder that can't be read: {_why(error)}."
        return _Handed(problems=(told,), unread=frozenset(SECRETS))
    found, unread = dict[str, str](), dict[str, str]()
    for each in (each for name in SECRETS for each in (name.lower(), name) if each in there):
        try:
            found[each.upper()] = _secret_in(folder / each)
        except _UNREADABLE as error:
            unread[each.upper()] = f"{each} in {CREDENTIALS} can't be read: {_why(error)}."
        else:
            if not found[each.upper()]:
                unread[each.upper()] = f"{each} in {CREDENTIALS} is empty: {EMPTY}"
    secrets = {name: secret for name, secret in found.items() if name not in unread}
    return _Handed(secrets, tuple(unread.values()), frozenset(unread), there)


def _secret_in(path: Path) -> str:
    """Return what a file holds, without the white space around it. Raises OSError or ValueError."""
    return _text(path).strip()


def _why(error: OSError | ValueError) -> str:
    """Return in words what keeps a file from being read; none of them are the file's."""
    return regular_files.why(error) if isinstance(error, OSError) else _READABLE


def _text(path: Path) -> str:
    """Return the text of a file. Raises OSError, or ValueError for one that is too long or no text."""
    raw = regular_files.read(path, _LONGEST)
    if len(raw) > _LONGEST:
        raise ValueError(_LONGEST)
    text = raw.decode("utf-8-sig")  # some editors put a mark before the text
    if "\x00" in text:
        raise ValueError("no text")
    return text
