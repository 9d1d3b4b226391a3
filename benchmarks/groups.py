"""How long Slack waits for the choices of a type-ahead, with many contacts and many groups.

Slack gives up after three seconds, and a person notices a tenth of one. SMS-iT has no list of groups, so the
bot keeps one; it is counted here from all contacts before anything is measured, and again while it is. The
bot is as it runs in production, on a SQLite file; Slack and SMS-iT are the sandbox in a process of its own.
"""

import json
import logging
import multiprocessing
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from http import HTTPStatus
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlencode

from ack import SECRET, TEAM, USER, answered, cpu, signed
from edge import leave, whole
from figures import Figure
from runs import PROCESSES, Budget, Cost, percentile, run, say
from slack_bolt import BoltRequest

from bot import settings
from bot.app import Bot
from bot.demo import environment
from bot.features.groups.sync import Stopped
from bot.sandbox import Sandbox
from bot.sandbox.smsit.contacts import Membership

CONTACTS = 100_000
GROUPS = 2_000
ROUNDS, LEAST_ROUNDS = 600, 150
MOST_MS = 100
TYPED = ("", "v", "branch 1", "branch 19", "no such group", "É", "newsletter")


def main() -> int:
    """Measure, print the table, and return 1 when a target is missed."""
    return run(f"Choosing a group among {GROUPS:,}, with {CONTACTS:,} contacts", measure)


def measure() -> list[Figure]:
    """Run the sandbox and the bot, and return what was measured."""
    budget = Budget()
    logging.disable()
    ours, theirs = multiprocessing.Pipe()
    process = PROCESSES.Process(target=serve, args=(theirs,), daemon=True)
    say(f"making {CONTACTS:,} contacts")
    process.start()
    with tempfile.TemporaryDirectory(prefix="smsit-bot-bench-") as folder:
        given = ours.recv() | {
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.db'}",
            "SLACK_SIGNING_SECRET": SECRET,
            "HTTP_PORT": "0",
        }
        with Bot(settings.load(None, given)) as bot:
            rows = measured(bot, budget)
    ours.send(None)
    process.join()
    return rows


def serve(pipe: Connection) -> None:
    """Serve the sandbox in a process of its own until told to stop."""
    with Sandbox(contacts=CONTACTS) as sandbox:
        book = sandbox.smsit._book  # noqa: SLF001 - a person would take days to type these
        since = datetime(2026, 1, 5, 9, 0)  # noqa: DTZ001 - SMS-iT tells no zone
        for nth, contact in enumerate(book.contacts[: GROUPS * 5]):
            book.join(Membership(contact, f"Branch {nth % GROUPS}", since))
        given = dict(environment(sandbox, Path("unused.db")))
        del given["SLACK_APP_TOKEN"]
        pipe.send(given)
        pipe.recv()


def measured(bot: Bot, budget: Budget) -> list[Figure]:
    """Return the 99th percentiles: at rest, and while the contacts are counted again."""
    say("counting them")
    began = time.process_time()
    bot.services.sync.run(full=True)
    counted = time.process_time() - began
    known = choices(bot, "branch")
    if known < 100:  # noqa: PLR2004 - as many as Slack shows
        raise SystemExit(f"only {known} groups are offered")
    group = [option_request("broadcast.group", text) for text in TYPED]
    say("choosing at rest")
    rest = waits(bot, group, budget, share=0.7)
    say("choosing while they are counted")
    with counting(bot):
        meanwhile = waits(bot, group, budget)
    return [
        figure("groups, p99", rest),
        cpu("groups, CPU", rest),
        figure("groups, p99, while they are counted", meanwhile),
        Figure("counting all contacts, CPU", round(counted, 1), "s", "", ok=True),
    ]


@contextmanager
def counting(bot: Bot) -> Iterator[None]:
    """Have the contacts counted over and over meanwhile."""

    def count() -> None:
        with suppress(Stopped):
            while True:
                bot.services.sync.run(full=True)

    thread = threading.Thread(target=count)
    thread.start()
    try:
        yield
    finally:
        bot.services.sync.stop()
        thread.join()


def waits(bot: Bot, requests: list[Callable[[], BoltRequest]], budget: Budget, share: float = 1.0) -> Cost:
    """Return what each answer took."""
    took, app = Cost(), whole(bot, SECRET)
    for nth in budget.rounds(ROUNDS, LEAST_ROUNDS, share):
        answered(app, requests[nth % len(requests)](), took)
        time.sleep(0.002)  # people type slower than a processor asks
    return took


def choices(bot: Bot, text: str) -> int:
    """Return how many groups are offered for what was typed."""
    response = whole(bot, SECRET).dispatch(option_request("broadcast.group", text)())
    leave(response)
    if response.status != HTTPStatus.OK:
        raise SystemExit(f"the bot answered {response.status}")
    return len(json.loads(response.body)["options"])


def option_request(action_id: str, text: str) -> Callable[[], BoltRequest]:
    """Return what Slack sends while somebody types in a select of a modal."""
    payload = {
        "type": "block_suggestion",
        "user": {"id": USER, "team_id": TEAM},
        "team": {"id": TEAM},
        "action_id": action_id,
        "block_id": "group",
        "value": text,
        "view": {"id": "V1", "type": "modal", "private_metadata": "", "state": {"values": {}}},
    }
    return signed(urlencode({"payload": json.dumps(payload)}))


def figure(name: str, took: Cost) -> Figure:
    """Return the 99th percentile in milliseconds."""
    worst = percentile(took.wall, 0.99) * 1000
    return Figure(name, round(worst, 1), "ms", f"< {MOST_MS}", ok=worst < MOST_MS)


if __name__ == "__main__":
    sys.exit(main())
