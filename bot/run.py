"""Running the bot as a service: from settings to a clean stop."""

import logging
import os
import signal
import sys
from queue import SimpleQueue
from types import FrameType
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from bot import logs, settings
from bot.access import Access, Membership, NobodyKnown
from bot.app import Bot
from bot.policy import reader
from bot.policy.notices import policy_notices
from bot.policy.reader import PolicyError
from bot.settings import Settings, SettingsError
from bot.settings_sources import DEFAULT_FILE, EnvFiles, files_of
from bot.slack.incoming.connect import SlackUnavailable, check_app_token, identify, web_client
from bot.slack.incoming.role_members import RoleMembers, places
from bot.slack.outgoing.channel_access import absence
from bot.slack.outgoing.shared_channels import closed_channels
from bot.slack.outgoing.users import Users
from bot.smsit import SmsItClient, SmsItError
from bot.store.database import Database, file_of
from bot.store.database_file import DatabaseLost, is_open_to_others, open_to_others
from bot.store.number_hashes import KeyMissing

log = logging.getLogger(__name__)

FAILED = 1
BAD_SETTINGS = 2
NO_DATABASE: Final = "Check DATABASE_URL: the database can't be used ({})."
OPEN: Final = "Run chmod 600 {}: others on this machine can read the keys in {}."
CLOSED: Final = "The bot closes it to them when it starts."


class StopSignal:
    """Ctrl-C or SIGTERM, from the moment this is made; for the main thread.

    A queue of this kind may be put into by a signal that interrupts it. An event may not: one that is set in
    the middle of its own ``wait`` waits for the lock it holds itself, for ever.
    """

    def __init__(self) -> None:
        self._came: SimpleQueue[int] = SimpleQueue()
        signal.signal(signal.SIGINT, self._on_signal)
        signal.signal(signal.SIGTERM, self._on_signal)

    def wait(self) -> None:
        """Wait for the first of them."""
        self._came.get()

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self._came.put(number)


def run(env_files: EnvFiles) -> int:
    """Run until Ctrl-C or SIGTERM. Returns the exit status."""
    found = read_settings(env_files)
    if found is None:
        return BAD_SETTINGS
    logs.configure(found.log_level, found.log_format)
    for notice in _open_settings(env_files):
        log.warning("%s", notice)
    stop = StopSignal()
    try:
        _serve(Bot(found), stop)
    except (SlackUnavailable, PolicyError) as error:
        complain(str(error))
        return FAILED
    except SQLAlchemyError as error:  # its text may quote the address, and with it a password
        complain(NO_DATABASE.format(type(error).__name__))
        return FAILED
    except (DatabaseLost, KeyMissing) as error:
        complain(error.sentence)
        return FAILED
    except OSError as error:
        complain(f"The bot can't start: {error.strerror}" + (f": {error.filename}" if error.filename else ""))
        return FAILED
    return 0


def _serve(bot: Bot, stop: StopSignal) -> None:
    try:
        bot.start()
        log.info("the bot is running")
        stop.wait()
        log.info("stopping")
    finally:
        finished = bot.stop()  # what has begun by then, when it could not start
        if not finished:
            log.warning(
                "leaving a job behind that still waits for an answer; its text is settled at the next start"
            )
            logging.shutdown()
            os._exit(0)  # its thread would hold the process until the answer, or for ever


def check(env_files: EnvFiles) -> int:
    """Check the settings, the policy, and that Slack and SMS-iT answer; nothing is sent or changed."""
    found = read_settings(env_files)
    if found is None:
        return BAD_SETTINGS
    wrong = 0
    for notice in _open_settings(env_files):
        print(f"Settings: {notice}")  # noqa: T201 - a command line answers so
    probes = (("Policy", _policy), ("Database", _database), ("Slack", _slack), ("SMS-iT", _smsit))
    for name, probe in probes:
        try:
            print(f"{name}: {probe(found)}")  # noqa: T201 - a command line answers so
        except (SlackUnavailable, PolicyError) as error:
            complain(f"{name}: {error}")
            wrong = FAILED
        except SmsItError as error:
            complain(f"{name}: {error.sentence}")
            wrong = FAILED
        except SQLAlchemyError as error:  # see above
            complain(f"{name}: {NO_DATABASE.format(type(error).__name__)}")
            wrong = FAILED
    return wrong


def _policy(found: Settings) -> str:
    """Read the policy, and who is in the groups and channels it names. Each notice has a line of its own."""
    policy = reader.read(found.policy_file)
    counts = ", ".join(f"{role} to {len(holders)}" for role, holders in policy.roles.items() if holders)
    client = web_client(found.slack_bot_token.get_secret_value(), found.slack_api_url)
    members: Membership = NobodyKnown()
    troubles: tuple[str, ...] = ()
    if named := places(policy.roles, policy.templates.writers):
        try:
            members = known = RoleMembers(client, Users(client, identify(client).team_id), named)
            troubles = known.refresh()
        except SlackUnavailable:  # the next line of the check says why
            return f"{counts}\n    Who is in {', '.join(sorted(named))} can't be checked."
    notices = policy_notices(policy, Access("", policy.roles, members))
    needed = (
        (policy.approval.channel, "No one can be asked to approve"),
        (policy.alerts.channel, "Alerts can't be posted"),
    )
    unheard = (
        f"{lacks}: {absent}." for channel, lacks in needed if channel and (absent := absence(client, channel))
    )
    closed = closed_channels(client, policy.channels.shared, policy.approval.channel)
    return "\n    ".join((counts or "no one has a role", *troubles, *notices, *unheard, *closed))


def _database(found: Settings) -> str:
    """Say which database it is, and ask one that is a server; a file is neither made nor changed."""
    path = file_of(found.database_url)
    if path is None:
        database = Database(found.database_url)
        try:
            with database.read():
                return "PostgreSQL answers"
        finally:
            database.close()
    said = f"SQLite file {path.name}" + ("" if path.exists() else ", to be created when the bot starts")
    notices = (f"Others on this machine can read {each.name}. {CLOSED}" for each in open_to_others(path))
    return "\n    ".join((said, *notices))


def _open_settings(env_files: EnvFiles) -> tuple[str, ...]:
    """Return what to do about settings files that others may read: they hold keys, and aren't the bot's."""
    files = filter(is_open_to_others, files_of(env_files or DEFAULT_FILE))
    return tuple(OPEN.format(path, path) for path in files)


def _slack(found: Settings) -> str:
    client = web_client(found.slack_bot_token.get_secret_value(), found.slack_api_url)
    identity = identify(client)
    if found.slack_app_token:
        check_app_token(client, found.slack_app_token.get_secret_value())
    return f"connected to workspace {identity.team_id}"


def _smsit(found: Settings) -> str:
    client = SmsItClient(found.smsit_api_key.get_secret_value(), base_url=found.smsit_base_url)
    return f"{client.credit_balance():,} SMS credits"


def read_settings(env_files: EnvFiles) -> Settings | None:
    """Read the settings; None when they are wrong, which has been said."""
    try:
        return settings.load(env_files or DEFAULT_FILE)
    except SettingsError as error:
        complain(str(error))
        return None


def complain(text: str) -> None:
    """Say what is wrong, where it does not mix with what was asked for."""
    print(text, file=sys.stderr)  # noqa: T201 - a command line answers so
