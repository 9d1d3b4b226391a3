"""Running the bot as a service: from settings to a clean stop."""

import gc
import logging
import os
import signal
from collections.abc import Callable
from queue import SimpleQueue
from types import FrameType
from typing import Final, Protocol

from sqlalchemy.exc import SQLAlchemyError

from bot import logs, settings
from bot.app import Bot
from bot.complaints import BAD_SETTINGS, FAILED, complain
from bot.errors import NO_DATABASE, UserError
from bot.logs import kind_of
from bot.policy.reader import PolicyError
from bot.settings import Settings, SettingsError
from bot.settings_files import DEFAULT_FILE
from bot.settings_sources import EnvFiles
from bot.slack.incoming.connect import SlackUnavailable
from bot.store.database_file import is_open_to_others

log = logging.getLogger(__name__)

HANGUP: Final[int | None] = getattr(signal, "SIGHUP", None)
OPEN: Final = "Run chmod 600 %s: others on this machine can read the keys in %s."


def nothing() -> None:
    """Read nothing again."""


class StopSignal:
    """Ctrl-C or SIGTERM, from the moment this is made; for the main thread.

    With ``reads_again`` SIGHUP asks for that, where the system has it. It still ends a process whose terminal
    was closed.

    A queue of this kind may be put into by a signal that interrupts it. An event may not: one that is set in
    the middle of its own ``wait`` waits for the lock it holds itself, for ever.
    """

    def __init__(self, *, reads_again: bool = False) -> None:
        self._came: SimpleQueue[int] = SimpleQueue()
        self._had_terminal = _has_terminal()
        signal.signal(signal.SIGINT, self._on_signal)
        signal.signal(signal.SIGTERM, self._on_signal)
        if reads_again and HANGUP is not None:
            signal.signal(HANGUP, self._on_signal)

    def wait(self, read_again: Callable[[], object] = nothing) -> None:
        """Wait for the first that ends it, and read again whenever the other one comes."""
        while self._came.get() == HANGUP and not (self._had_terminal and not _has_terminal()):
            read_again()

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self._came.put(number)


def run(env_files: EnvFiles) -> int:
    """Run the bot of one account until Ctrl-C or SIGTERM. Returns the exit status."""
    found = read_settings(env_files)
    if found is None:
        return BAD_SETTINGS
    logs.configure(found.log_level, found.log_format)
    warn_of_settings(env_files)
    return serve(lambda: Bot(found), StopSignal(reads_again=True))


class Service(Protocol):
    """What runs until it is told to stop."""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> bool:
        """End, and tell whether nothing is left behind."""

    def read_policy_again(self) -> None:
        """Read the policy again."""


def serve(build: Callable[[], Service], stop: StopSignal) -> int:
    """Build something and run it until it is told to stop. Returns the exit status; what failed is said."""
    try:
        _serve(build(), stop)
    except SettingsError as error:
        complain(str(error))
        return BAD_SETTINGS
    except (SlackUnavailable, PolicyError) as error:
        complain(str(error))
        return FAILED
    except SQLAlchemyError as error:  # its text may quote the address, and with it a password
        complain(NO_DATABASE.format(kind_of(error)))
        return FAILED
    except UserError as error:  # of the database, such as one that was left behind, or of the traces
        complain(error.sentence)
        return FAILED
    except OSError as error:
        complain(f"The bot can't start: {error.strerror}" + (f": {error.filename}" if error.filename else ""))
        return FAILED
    return 0


def _serve(bot: Service, stop: StopSignal) -> None:
    try:
        bot.start()
        keep_for_good()
        log.info("the bot is running")
        stop.wait(bot.read_policy_again)
        log.info("stopping")
    finally:
        finished = bot.stop()  # what has begun by then, when it could not start
        if not finished:
            log.warning(
                "leaving a job behind that still waits for an answer; its text is settled at the next start"
            )
            logging.shutdown()
            os._exit(0)  # its thread would hold the process until the answer, or for ever


def keep_for_good() -> None:
    """Have Python look for garbage no longer among what stands until the end, most of what there is.

    It looks through everything whenever a quarter is new. That holds all threads up, a fifth of a second
    for what is imported and compiled at the start alone, and some of them answer Slack.
    """
    gc.collect()
    gc.freeze()


def _has_terminal() -> bool:
    """Tell whether a terminal is at the other end of the standard input, still."""
    try:
        return os.isatty(0)
    except OSError:
        return False


def warn_of_settings(env_files: EnvFiles) -> None:
    """Say which settings files others may read, for they hold keys, and which names in them are none."""
    for path in filter(is_open_to_others, settings.files_with_keys(env_files or DEFAULT_FILE)):
        log.warning(OPEN, path, path)
    for told in settings.strangers(env_files or DEFAULT_FILE):
        log.warning("%s", told)


def read_settings(env_files: EnvFiles) -> Settings | None:
    """Read the settings; None when they are wrong, which has been said."""
    try:
        return settings.load(env_files or DEFAULT_FILE)
    except SettingsError as error:
        complain(str(error))
        return None
