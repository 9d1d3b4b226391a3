"""Running the bot as a service: from settings to a clean stop."""

import logging
import os
import signal
import sys
from pathlib import Path
from queue import SimpleQueue
from types import FrameType

from sqlalchemy.exc import SQLAlchemyError

from bot import logs, settings
from bot.access import Access, Membership, NobodyKnown
from bot.app import Bot
from bot.policy import reader
from bot.policy.notices import policy_notices
from bot.policy.reader import PolicyError
from bot.settings import Settings, SettingsError
from bot.slack.incoming.connect import SlackUnavailable, check_app_token, identify, web_client
from bot.slack.incoming.role_members import RoleMembers, places
from bot.slack.outgoing.channel_access import absence
from bot.smsit import SmsItClient, SmsItError

log = logging.getLogger(__name__)

FAILED = 1
BAD_SETTINGS = 2


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


def run(env_file: str | None) -> int:
    """Run until Ctrl-C or SIGTERM. Returns the exit status."""
    found = _settings(env_file)
    if found is None:
        return BAD_SETTINGS
    logs.configure(found.log_level)
    stop = StopSignal()
    try:
        _serve(Bot(found), stop)
    except (SlackUnavailable, PolicyError) as error:
        _complain(str(error))
        return FAILED
    except SQLAlchemyError as error:  # its text may quote the address, and with it a password
        _complain(f"The database at DATABASE_URL cannot be used: {type(error).__name__}")
        return FAILED
    except OSError as error:
        _complain(
            f"The bot cannot start: {error.strerror}" + (f": {error.filename}" if error.filename else "")
        )
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


def check(env_file: str | None) -> int:
    """Check the settings, the policy, and that Slack and SMS-iT answer; nothing is sent or changed."""
    found = _settings(env_file)
    if found is None:
        return BAD_SETTINGS
    wrong = 0
    for name, probe in (("Policy", _policy), ("Slack", _slack), ("SMS-iT", _smsit)):
        try:
            print(f"{name}: {probe(found)}")  # noqa: T201 - a command line answers so
        except (SlackUnavailable, PolicyError) as error:
            _complain(f"{name}: {error}")
            wrong = FAILED
        except SmsItError as error:
            _complain(f"{name}: {error.sentence}")
            wrong = FAILED
    return wrong


def _policy(found: Settings) -> str:
    """Read the policy, and who is in the groups and channels it names. Each notice has a line of its own."""
    policy = reader.read(found.policy_file)
    counts = ", ".join(f"{role} to {len(holders)}" for role, holders in policy.roles.items() if holders)
    client = web_client(found.slack_bot_token.get_secret_value(), found.slack_api_url)
    members: Membership = NobodyKnown()
    troubles: tuple[str, ...] = ()
    if named := places(policy.roles):
        try:
            members = known = RoleMembers(client, identify(client).team_id, named)
            troubles = known.refresh()
        except SlackUnavailable:  # the next line of the check says why
            return f"{counts}\n    Who is in {', '.join(sorted(named))} is not known."
    notices = policy_notices(policy, Access("", policy.roles, members))
    absent = absence(client, policy.approval.channel) if policy.approval.channel else ""
    unasked = (f"Nobody can be asked to approve: {absent}.",) if absent else ()
    return "\n    ".join((counts or "nobody has a role", *troubles, *notices, *unasked))


def _slack(found: Settings) -> str:
    client = web_client(found.slack_bot_token.get_secret_value(), found.slack_api_url)
    identity = identify(client)
    if found.slack_app_token:
        check_app_token(client, found.slack_app_token.get_secret_value())
    return f"connected to workspace {identity.team_id}"


def _smsit(found: Settings) -> str:
    client = SmsItClient(found.smsit_api_key.get_secret_value(), base_url=found.smsit_base_url)
    return f"{client.credit_balance():,} SMS credits"


def _settings(env_file: str | None) -> Settings | None:
    try:
        return settings.load(Path(env_file)) if env_file else settings.load()
    except SettingsError as error:
        _complain(str(error))
        return None


def _complain(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201 - a command line answers so
