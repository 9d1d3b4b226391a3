"""How long Slack waits for the whole bot, side by side with stock Bolt in the same run.

Stock is an ``App`` with one listener that only acknowledges. Ours is the bot as it runs in production, on a
SQLite file, with its engine at work; Slack and SMS-iT are the sandbox in a process of its own. Both get the
same signed HTTP request through ``App.dispatch``, in turns.
"""

import hmac
import json
import logging
import multiprocessing
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlencode

from figures import Figure, report
from slack_bolt import Ack, App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy import func, select

from bot import settings
from bot.app import Bot
from bot.demo import environment
from bot.sandbox import Sandbox
from bot.store import sends
from bot.store.sends import NewSend
from bot.store.tables import send
from bot.texting.clock import utc_now

ROUNDS = 60
PEOPLE = 50
WAVES = 6
MOST_MS = 100
SECRET = "a pretend signing secret"
TEAM, USER, CHANNEL = "T0HARBOUR", "U0MAYA", "C0FRONT"


def main() -> int:
    """Measure, print the table, and return 1 when a target is missed."""
    logging.disable()  # the pretend triggers are refused, and each refusal would be a line
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    with tempfile.TemporaryDirectory(prefix="smsit-bot-bench-") as folder:
        given = ours.recv() | {
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.db'}",
            "SLACK_SIGNING_SECRET": SECRET,
            "HTTP_PORT": "0",
        }
        with Bot(settings.load(None, given)) as bot:
            rows = [*one_at_a_time(bot), *all_at_once(bot)]
    ours.send(None)
    process.join()
    return report("Acknowledging Slack", rows)


def serve(pipe: Connection) -> None:
    """Serve the sandbox in a process of its own until told to stop."""
    with Sandbox() as sandbox:
        given = dict(environment(sandbox, Path("unused.db")))
        del given["SLACK_APP_TOKEN"]
        pipe.send(given)
        pipe.recv()


def one_at_a_time(bot: Bot) -> list[Figure]:
    """Return the ratios of medians: opening the form, and submitting a confirmed text."""
    stock = stock_app()
    command, waits = signed(command_body()), []
    opening, submitting = [], []
    drafts = iter(new_drafts(bot, ROUNDS))
    for _ in range(ROUNDS):
        waits.append(timed(lambda: stock.dispatch(command())))
        opening.append(timed(lambda: bot.bolt.dispatch(command())))
        settle(bot)
        submission = signed(submission_body(next(drafts)))
        submitting.append(timed(lambda request=submission: bot.bolt.dispatch(request())))
        settle(bot)
    base = statistics.median(waits)
    return [
        Figure("stock Bolt, median", round(base * 1000, 2), "ms", "", ok=True),
        ratio("opening the form", opening, base, 0.1),
        ratio("submitting a text, durably", submitting, base, 0.5),
    ]


def all_at_once(bot: Bot) -> list[Figure]:
    """Return the 99th percentile when many people confirm at the same moment."""
    took: list[float] = []
    for _ in range(WAVES):
        bodies = [signed(submission_body(draft)) for draft in new_drafts(bot, PEOPLE)]
        gate = threading.Barrier(PEOPLE)

        def confirm(body: Callable[[], BoltRequest], gate: threading.Barrier = gate) -> None:
            request = body()
            gate.wait()
            took.append(timed(lambda: bot.bolt.dispatch(request)))

        threads = [threading.Thread(target=confirm, args=(body,)) for body in bodies]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        settle(bot)
    worst = sorted(took)[int(len(took) * 0.99) - 1] * 1000
    name = f"{PEOPLE} people submitting at once, p99"
    return [Figure(name, round(worst, 1), "ms", f"< {MOST_MS}", ok=worst < MOST_MS)]


def settle(bot: Bot) -> None:
    """Wait until the bot has done what was handed over: it is no part of what is measured next."""
    waiting = select(func.count()).where(send.c.state.in_(["queued", "attempting"])).select_from(send)
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with bot.database.read() as conn:
            if bot.is_quiet() and not conn.execute(waiting).scalar_one():
                return
        time.sleep(0.005)
    raise SystemExit("the bot does not come to rest")


def stock_app() -> App:
    """Return Bolt as everybody sets it up, with one listener that only acknowledges."""
    identity = AuthorizeResult(
        enterprise_id=None, team_id=TEAM, bot_id="B0", bot_user_id="U0BOT", bot_token="xoxb-"
    )

    def authorize() -> AuthorizeResult:
        return identity

    app = App(signing_secret=SECRET, authorize=authorize)

    def only_ack(ack: Ack) -> None:
        ack()

    app.command("/sms")(only_ack)
    return app


def new_drafts(bot: Bot, count: int) -> list[str]:
    """Record drafts, as the confirmation shows them, and return their ids."""
    with bot.database.write() as conn:
        return [
            sends.insert_draft(
                conn,
                NewSend(
                    key=os.urandom(8).hex(),
                    team_id=TEAM,
                    user_id=USER,
                    to_number="14155550100",
                    to_name="Ada Lovelace",
                    body="Your appointment moves to Thursday at 10.",
                    sender="14155550190",
                    segments=1,
                    credits=1,
                    credits_upper=1,
                    origin_channel=CHANNEL,
                    zone="America/Los_Angeles",
                    balance_shown=5000,
                ),
                now=utc_now(),
            ).id
            for _ in range(count)
        ]


def command_body() -> str:
    """Return the body of a slash command, as Slack sends it."""
    return urlencode(
        {
            "command": "/sms",
            "text": "14155550100 Your appointment moves to Thursday at 10.",
            "team_id": TEAM,
            "team_domain": "harbour-street",
            "channel_id": CHANNEL,
            "channel_name": "front-desk",
            "user_id": USER,
            "user_name": "maya",
            "api_app_id": "A0SMSIT",
            "trigger_id": "1.2.3",
            "response_url": "http://127.0.0.1:9/none",
        }
    )


def submission_body(draft: str) -> str:
    """Return the body of a submitted confirmation."""
    view = {
        "id": "V0",
        "type": "modal",
        "callback_id": "sms.confirm",
        "private_metadata": json.dumps({"send_id": draft}),
        "state": {"values": {}},
    }
    user = {"id": USER, "username": "maya", "team_id": TEAM}
    payload = {"type": "view_submission", "team": {"id": TEAM}, "user": user, "view": view}
    return urlencode({"payload": json.dumps(payload)})


def signed(body: str) -> Callable[[], BoltRequest]:
    """Return what makes the request with this body, signed now."""

    def make() -> BoltRequest:
        stamp = str(int(time.time()))
        mac = hmac.new(SECRET.encode(), f"v0:{stamp}:{body}".encode(), sha256)
        headers = {
            "content-type": "application/x-www-form-urlencoded",
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": f"v0={mac.hexdigest()}",
        }
        return BoltRequest(body=body, headers=headers)

    return make


def timed(work: Callable[[], object]) -> float:
    """Return how long work takes, in seconds; it must answer 200."""
    start = time.perf_counter()
    answer = work()
    took = time.perf_counter() - start
    if getattr(answer, "status", 0) != HTTPStatus.OK:
        raise SystemExit(f"an answer that is none: {answer}")
    return took


def ratio(name: str, took: list[float], base: float, most: float) -> Figure:
    """Return the median of ``took`` as a multiple of ``base``."""
    figure = statistics.median(took) / base
    return Figure(name, round(figure, 3), "x stock", f"<= {most}", ok=figure <= most)


if __name__ == "__main__":
    sys.exit(main())
