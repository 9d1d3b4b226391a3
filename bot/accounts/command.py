"""The command ``run`` where there are several accounts."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

from sqlalchemy.exc import SQLAlchemyError

from bot import logs
from bot.accounts import file
from bot.accounts.household import Household, Records
from bot.accounts.memory import NO_DATABASE, Memory, opened
from bot.accounts.resolved import Resolver, claim
from bot.complaints import BAD_SETTINGS, complain
from bot.logs import kind_of
from bot.run import StopSignal, serve, warn_of_settings
from bot.settings import EdgeSettings, SettingsError, load_edge
from bot.settings_files import DEFAULT_FILE
from bot.settings_sources import EnvFiles
from bot.store.database_address import Unusable
from bot.texting.clock import utc_now


def run(env_files: EnvFiles) -> int:
    """Run until Ctrl-C or SIGTERM. Returns the exit status."""
    try:
        edge = cast("EdgeSettings", load_edge(env_files or DEFAULT_FILE))
        build = prepare(env_files, edge)
    except SettingsError as error:
        complain(str(error))
        return BAD_SETTINGS
    logs.configure(edge.log_level, edge.log_format)
    warn_of_settings(env_files)
    return serve(build, StopSignal(reads_again=True))


def prepare(env_files: EnvFiles, edge: EdgeSettings) -> Callable[[], Household]:
    """Return what builds everything, once all settings are known to be good. Raises :exc:`SettingsError`."""
    accounts = file.read(cast("Path", edge.accounts_file))
    resolver = Resolver(env_files, edge)
    found = resolver.all(accounts)

    def build() -> Household:
        try:
            engine = opened(edge.accounts_database_url)
            memory = Memory(engine, utc_now)
            memory.create()
            claim(found, memory)
        except SQLAlchemyError as error:  # its text may quote the address, and with it a password
            raise SettingsError((NO_DATABASE.format(kind_of(error)),)) from None
        except Unusable as error:
            raise SettingsError((NO_DATABASE.format(error.why),)) from None
        return Household(edge, accounts, found, resolver, Records(engine, memory))

    return build
