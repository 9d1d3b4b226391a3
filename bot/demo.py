"""The demo: the real bot on a pretend Slack and a pretend SMS-iT, all on this machine.

Only addresses and credentials differ from production; the bot does not know that it is a demo.
"""

import logging
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import yaml

from bot import logs, settings
from bot.app import Bot
from bot.run import StopSignal
from bot.sandbox import Sandbox
from bot.sandbox.page import mount_page
from bot.sandbox.slack.pulse import PATIENCE_SECONDS
from bot.sandbox.tour import Tour

log = logging.getLogger(__name__)

POLICY = str(files("bot.sandbox").joinpath("policy.toml"))
PACKAGED = Path(__file__).with_name("manifest.yml")
MANIFEST = PACKAGED if PACKAGED.exists() else Path(__file__).parent.parent / "manifest.yml"

THINGS_TO_TRY = (
    "/sms 14155550100 Your appointment moves to Thursday at 10.",
    "/sms Alex Kim See you tomorrow",
    "/sms-broadcast VIP",
    "/sms-broadcast Physio",
    "/sms list",
    "/sms help",
)


def serve(*, port: int, contacts: int) -> int:
    """Serve the page until Ctrl-C or SIGTERM. Returns the exit status."""
    logs.configure("WARNING")
    stop = StopSignal()
    sandbox = Sandbox(port=port, contacts=contacts, page=mount_page, manifest=manifest())
    with sandbox, running(sandbox):
        _say(f"Open {sandbox.url} in your browser. Type one of these there:")
        for line in THINGS_TO_TRY:
            _say(f"    {line}")
        _say("The broadcast to Physio waits for Lena Fischer, in #sms-approvals: be her, at the top right.")
        _say("Ctrl-C ends it. Nothing leaves this machine.")
        stop.wait()
    return 0


def tour() -> int:
    """Play a short story without a browser, a line for each thing a person would see. Returns 0, or 1."""
    logs.configure("WARNING")
    # The story is about what happens, and not about how quick this machine is.
    patient = Sandbox(manifest=manifest(), delivery_seconds=1.0, ack_limit=PATIENCE_SECONDS)
    with patient as sandbox, running(sandbox):
        return 0 if Tour(sandbox, _say).play() else 1


@contextmanager
def running(sandbox: Sandbox) -> Iterator[Bot]:
    """Run the bot against a sandbox, on a database of its own that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="smsit-bot-demo-") as folder:
        found = settings.load(None, environment(sandbox, Path(folder) / "demo.db"))
        with Bot(found) as bot:
            sandbox.slack.wait_for(lambda: sandbox.slack.connections, timeout=20.0)
            yield bot


def environment(sandbox: Sandbox, database: Path) -> Mapping[str, str]:
    """Return the settings that lead a bot to a sandbox."""
    return {
        "SLACK_BOT_TOKEN": sandbox.slack.bot_token,
        "SLACK_APP_TOKEN": sandbox.slack.app_token,
        "SLACK_API_URL": sandbox.slack_api_url,
        "SMSIT_API_KEY": sandbox.smsit.api_key,
        "SMSIT_BASE_URL": sandbox.smsit_base_url,
        "SMSIT_FROM": ",".join(sandbox.smsit.sender_numbers),
        "SMSIT_ALPHA_SENDER": "HarbourSt",
        "SMSIT_TIMEZONE": sandbox.smsit.timezone.key,
        "DEFAULT_REGION": "US",
        "DATABASE_URL": f"sqlite:///{database}",
        "POLICY_FILE": POLICY,
    }


def manifest() -> dict[str, object]:
    """Return the app manifest the workspace is set up with."""
    document: dict[str, object] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    return document


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
