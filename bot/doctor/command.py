"""The commands ``smsit-bot doctor`` and ``smsit-bot check``, its short form."""

import sys
from collections.abc import Callable, Iterator, Sequence

from bot import settings as bot_settings
from bot.accounts.chosen import named
from bot.doctor import accounts, backups, database, policy, report, settings, slack, smsit, traces
from bot.doctor.finding import Finding, State, wrong
from bot.logs import describe
from bot.settings import Settings, SettingsError
from bot.settings_files import DEFAULT_FILE
from bot.settings_sources import AccountFiles, EnvFiles
from bot.texting.clock import Clock, utc_now

Told = Callable[[Sequence[Finding]], str]

FAILED = 1
BAD_SETTINGS = 2


def doctor(env_files: EnvFiles, told: Told = report.as_table, *, clock: Clock = utc_now) -> int:
    """Look at everything and print what was found, as one of the ways of :mod:`bot.doctor.report` tells it.

    Returns 0 when nothing is wrong, 1 when something is, and 2 when the settings themselves are.
    """
    env_files = env_files or DEFAULT_FILE
    status = 0
    try:
        found = [*look_at(env_files, clock)]
    except SettingsError as error:
        found = [wrong("Settings", each, "Correct it, then look again.") for each in error.problems]
        status = BAD_SETTINGS
    else:
        status = FAILED if report.worst(found) is State.WRONG else 0
    sys.stdout.write(told(found) + "\n")
    return status


def look_at(env_files: EnvFiles, clock: Clock) -> Iterator[Finding]:
    """Look at one account, or at each in turn. Raises :exc:`SettingsError`."""
    several = None if isinstance(env_files, AccountFiles) else named(env_files)
    if several is None:
        yield from _all(bot_settings.load(env_files), env_files, clock)
        return
    yield from accounts.findings(
        several, lambda read, files, has_app: _all(read, files, clock, has_app=has_app)
    )


def _all(read: Settings, env_files: EnvFiles, clock: Clock, *, has_app: bool = True) -> Iterator[Finding]:
    """Look at everything; of Slack only at what needs no token where its workspace hasn't got the app."""
    looks = {
        "Settings": settings.findings(read, env_files, clock),
        "Policy": policy.findings(read, has_app=has_app),
        "Database": database.findings(read),
        backups.NAME: backups.findings(read, clock),
        "Bot token": slack.findings(read, clock, has_app=has_app),
        "SMS-iT": smsit.findings(read, clock),
        traces.NAME: traces.findings(read),
    }
    for name, look in looks.items():
        try:
            yield from look
        except Exception as error:  # noqa: BLE001 - what nobody foresaw hides none of the rest
            told = f"looking at it broke: {describe(error)}"
            yield wrong(name, told, "Tell the person who maintains the bot this line.")
