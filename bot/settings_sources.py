"""Where the values of settings come from: settings files, files that hold one secret each, the environment.

What comes later wins: the settings files in their order, systemd's credentials, then the environment. A
secret may stand in a file of its own, which ``NAME_FILE`` names, as container platforms hand them out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from bot.settings_credentials import CREDENTIALS, EMPTY, handed_over
from bot.settings_files import SECRETS, UNREADABLE, secret_in, settings_in, why

HANDED_OVER: Final = Path("/run/secrets")
"""Where Docker shows a container its secrets, readable by everybody (0444): nobody else is in there."""

IN_FILE: Final = "in the settings file"
IN_ENVIRONMENT: Final = "in the environment"
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
        found, wrong = settings_in(path)
        in_files |= found
        problems += wrong
    handed = handed_over(environ)
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
            values[name] = secret_in(path)
        except UNREADABLE as error:
            unread[name] = f"{name}_FILE names a file that can't be read: {why(error)}."
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


def _own_files(named: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
    for name in SECRETS:
        if path := named.get(f"{name}_FILE", "").strip():
            yield name, Path(path)
