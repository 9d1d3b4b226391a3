"""The demo: the real bot on a pretend Slack and a pretend SMS-iT, all on this machine.

Only addresses and credentials differ from production; the bot does not know that it is a demo.
"""

import logging
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Final

import yaml

from bot import logs, settings
from bot.app import Bot
from bot.complaints import FAILED, complain
from bot.demo_backstage import BehindThePage
from bot.run import StopSignal
from bot.sandbox import Sandbox
from bot.sandbox.page import mount_page
from bot.sandbox.slack.pulse import PATIENCE_SECONDS
from bot.sandbox.tour import Tour
from bot.store import templates
from bot.store.templates import NewTemplate

log = logging.getLogger(__name__)

POLICY = str(files("bot.sandbox").joinpath("policy.toml"))
PACKAGED = Path(__file__).with_name("manifest.yml")
MANIFEST = PACKAGED if PACKAGED.exists() else Path(__file__).parent.parent / "manifest.yml"

PORT: Final = 8080
NOT_THERE: Final = "Choose another --port or --host: the page can't be served on {place} ({why})."
ANOTHER: Final = "Port {port} is taken, so the page is served on another one."
THINGS_TO_TRY = (
    "/sms 14155550100 Your appointment moves to Thursday at 10.",
    "/sms Alex Kim See you tomorrow",
    "/sms-broadcast VIP",
    "/sms-broadcast Physio",
    "/sms list",
    "/sms-otp",
    "/sms appointment Ada Lovelace",
    "/sms help",
)


FOR_VISITORS = {"undo_seconds = 0 ": "undo_seconds = 5 ", "texts = false ": "texts = true "}
"""What of the policy is switched on for those who open the page: it takes its time, and the tour has none."""

CELEBRATING = ("14155550121", "14155550110")
"""Whose birthday it is, today and tomorrow."""
MANAGER = "U0TOM"
TEMPLATES = (
    ("Free hours", "en", "We have free hours on %%Day%%. Please call us to book."),
    ("Free hours", "es", "Tenemos horas libres el %%Day%%. Llame para reservar."),
    ("Flu jabs", "en", "Flu jabs are in. Come by on %%Day%% at %%Time|any time%%, no appointment needed."),
    ("Birthday", "", "Happy birthday, %%Name|from all of us%%! Your Harbour Street Clinic."),
    ("Running late", "en", "We're running about %%Minutes%% minutes late today. Thank you for waiting."),
)
"""What stands in the demo's templates: name, language, words."""


def serve(*, host: str, port: int | None, contacts: int) -> int:
    """Serve the page until Ctrl-C or SIGTERM. Returns the exit status.

    Without a `port` at :data:`PORT`, or any free one; one that is named is the one, or an error.
    """
    logs.configure("WARNING")
    stop = StopSignal()
    wanted = PORT if port is None else port
    backstage = BehindThePage()
    page = partial(mount_page, backstage=backstage, welcomes=True)
    sandbox = Sandbox(
        host=host,
        port=wanted,
        must_be=port is not None,
        contacts=contacts,
        page=page,
        manifest=manifest(),
    )
    _celebrate(sandbox)
    with ExitStack() as stack:
        try:
            stack.enter_context(sandbox)
        except OSError as error:
            complain(NOT_THERE.format(place=f"{host}:{wanted}", why=error.strerror))
            return FAILED
        backstage.bot = stack.enter_context(running(sandbox, for_visitors=True))
        if port is None and not sandbox.url.endswith(f":{wanted}"):
            _say(ANOTHER.format(port=wanted))
        _say(f"Open {sandbox.url} in your browser. It shows you what to try; or type one of these there:")
        for line in THINGS_TO_TRY:
            _say(f"    {line}")
        _say("Physio needs approval by Lena Fischer, in #sms-approvals: choose her at the top right.")
        _say("Press Ctrl-C to stop. Nothing leaves this machine.")
        stop.wait()
    return 0


def _celebrate(sandbox: Sandbox) -> None:
    """Let two people have their birthdays today and tomorrow, so that there are birthday texts to look at."""
    today = datetime.now(sandbox.smsit.timezone).date()
    for nth, number in enumerate(CELEBRATING):
        contact = sandbox.smsit.book.find(number)
        if contact is not None:
            born = today + timedelta(days=nth)
            contact.describe(birthday=f"1988-{born:%m-%d}")


def tour() -> int:
    """Play a short story without a browser, a line for each thing a person would see. Returns 0, or 1."""
    logs.configure("WARNING")
    # The story is about what happens, and not about how quick this machine is.
    patient = Sandbox(manifest=manifest(), delivery_seconds=1.0, ack_limit=PATIENCE_SECONDS)
    with patient as sandbox, running(sandbox):
        return 0 if Tour(sandbox, _say).play() else 1


@contextmanager
def running(sandbox: Sandbox, *, for_visitors: bool = False) -> Iterator[Bot]:
    """Run the bot against a sandbox, on a database of its own that is thrown away.

    ``for_visitors`` with what of the policy is there to be looked at, and takes its time.
    """
    with tempfile.TemporaryDirectory(prefix="smsit-bot-demo-") as folder:
        given = dict(environment(sandbox, Path(folder) / "demo.db"))
        if for_visitors:
            path = Path(folder) / "policy.toml"
            path.write_text(visitors_policy(), encoding="utf-8")
            given["POLICY_FILE"] = str(path)
        found = settings.load(None, given)
        with Bot(found) as bot:
            _write_templates(bot)
            sandbox.slack.wait_for(lambda: sandbox.slack.connections, timeout=20.0)
            yield bot


def _write_templates(bot: Bot) -> None:
    """Write down a few templates, as the clinic's manager would have."""
    with bot.database.write() as conn:
        for nth, (name, code, body) in enumerate(TEMPLATES):
            new = NewTemplate(key=f"demo:{nth}", name=name, language=code, body=body)
            templates.insert(conn, new, MANAGER, now=datetime.now(UTC))


def visitors_policy() -> str:
    """Return the policy as it is for those who open the page."""
    text = Path(POLICY).read_text(encoding="utf-8")
    for off, on in FOR_VISITORS.items():
        text = text.replace(off, on)
    return text


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
