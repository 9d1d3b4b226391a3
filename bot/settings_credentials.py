"""The folder in which systemd hands a service its secrets, each in a file of its own."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from bot.settings_files import SECRETS, UNREADABLE, secret_in, why

CREDENTIALS: Final = "CREDENTIALS_DIRECTORY"
"""The variable in which systemd says where the credentials of a service are."""
EMPTY: Final = "write the secret there, or leave that file out."


class Handed(NamedTuple):
    """What systemd hands over: the secrets by their names in capitals, what can't be read, all names."""

    secrets: Mapping[str, str] = MappingProxyType({})
    problems: Sequence[str] = ()
    unread: frozenset[str] = frozenset()
    names: Sequence[str] = ()


def handed_over(environ: Mapping[str, str]) -> Handed:
    """Read the folder of credentials, in which a secret has its name in either case.

    A secret that can't be read, or is empty, is never one that isn't set: without a key, words would be kept
    plainly.
    """
    given = environ.get(CREDENTIALS, "").strip()
    if not given:
        return Handed()
    folder = Path(given)
    try:
        there = sorted(each.name for each in folder.iterdir())
    except OSError as error:
        told = f"{CREDENTIALS} names a folder that can't be read: {why(error)}."
        return Handed(problems=(told,), unread=frozenset(SECRETS))
    found, unread = dict[str, str](), dict[str, str]()
    for each in (each for name in SECRETS for each in (name.lower(), name) if each in there):
        try:
            found[each.upper()] = secret_in(folder / each)
        except UNREADABLE as error:
            unread[each.upper()] = f"{each} in {CREDENTIALS} can't be read: {why(error)}."
        else:
            if not found[each.upper()]:
                unread[each.upper()] = f"{each} in {CREDENTIALS} is empty: {EMPTY}"
    secrets = {name: secret for name, secret in found.items() if name not in unread}
    return Handed(secrets, tuple(unread.values()), frozenset(unread), there)
