"""What the commands about the records have in common: what they say, and how they end."""

import sys
from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import Final

from bot.complaints import BAD_SETTINGS, ended, printable
from bot.errors import UserError
from bot.run import read_settings
from bot.settings import Settings
from bot.settings_sources import EnvFiles

NOT_ASKED: Final = "Add --yes to do it without being asked. Nothing was changed."
DECLINED: Final = "Nothing was changed."


def run(env_files: EnvFiles, work: Callable[[Settings], None]) -> int:
    """Do something with the settings, and say what stands in the way.

    Returns the exit status: 0 done, 1 not done, 2 when the settings are wrong.
    """
    found = read_settings(env_files)
    if found is None:
        return BAD_SETTINGS

    def whole() -> int:
        work(found)
        return 0

    return ended(whole)


def require_agreed(question: str, *, yes: bool) -> None:
    """Ask before something is given up. Raises :exc:`UserError` when it isn't agreed to."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise UserError(NOT_ASKED)
    if input(question).strip() != "YES":
        raise UserError(DECLINED)


def say(*lines: str) -> None:
    """Print what was asked for, a line each."""
    say_all(lines)


def say_all(lines: Iterable[str]) -> None:
    """Print the same."""
    for line in lines:
        print(printable(line))  # noqa: T201 - a command line answers so


def bot_version() -> str:
    """Return the version of the bot that is installed."""
    return version("smsit-slack-bot")
