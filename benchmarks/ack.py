"""How long Slack waits for the whole bot, side by side with stock Bolt in the same run.

Stock is an ``App`` whose listeners only acknowledge. Ours is the bot as it runs in production, on a SQLite
file, with its engine at work; Slack and SMS-iT are the sandbox in a process of its own. Both get the same
signed HTTP request, in turns: stock through ``App.dispatch``, ours through the edge that stands before it.
CPU is that of the thread that answers: it does not depend on what else the machine does.
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
from collections.abc import Callable, Sequence
from hashlib import sha256
from http import HTTPStatus
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlencode

from edge import Answering, leave, whole
from figures import Figure
from runs import PROCESSES, Budget, Cost, percentile, run, say
from slack_bolt import Ack, App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy import select

from bot import settings
from bot.app import Bot
from bot.demo import environment
from bot.sandbox import Sandbox
from bot.store import sends
from bot.store.sends import NewSend
from bot.store.states import SendState
from bot.store.tables import send
from bot.texting.clock import utc_now

ROUNDS, LEAST_ROUNDS = 60, 15
PEOPLE = 50
WAVES, LEAST_WAVES = 6, 2
MOST_OPENING, MOST_OPENING_CPU_MS = 0.07, 0.6
MOST_SUBMITTING = 0.3
MOST_AT_ONCE = 2.0
SECRET = "a pretend signing secret"
LINES = count(1000)
TEAM, USER, CHANNEL = "T0HARBOUR", "U0MAYA", "C0FRONT"


def main() -> int:
    """Measure, print the table, and return 1 when a target is missed."""
    return run("Acknowledging Slack", measure)


def measure() -> list[Figure]:
    """Run the sandbox and the bot, and return what was measured."""
    budget = Budget()
    logging.disable()  # the pretend triggers are refused, and each refusal would be a line
    ours, theirs = multiprocessing.Pipe()
    process = PROCESSES.Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    with tempfile.TemporaryDirectory(prefix="smsit-bot-bench-") as folder:
        given = ours.recv() | {
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.db'}",
            "SLACK_SIGNING_SECRET": SECRET,
            "HTTP_PORT": "0",
        }
        with Bot(settings.load(None, given)) as bot:
            rows = [*one_at_a_time(bot, budget), *all_at_once(bot, budget)]
    ours.send(None)
    process.join()
    return rows


def serve(pipe: Connection) -> None:
    """Serve the sandbox in a process of its own until told to stop."""
    with Sandbox() as sandbox:
        given = dict(environment(sandbox, Path("unused.db")))
        del given["SLACK_APP_TOKEN"]
        pipe.send(given)
        pipe.recv()


def one_at_a_time(bot: Bot, budget: Budget) -> list[Figure]:
    """Return what opening the form and submitting a confirmed text take, beside stock Bolt."""
    stock, ours = stock_app(), whole(bot, SECRET)
    command = signed(command_body())
    waits, opening, submitting = Cost(), Cost(), Cost()
    for nth in budget.rounds(ROUNDS, LEAST_ROUNDS, share=0.5):
        if nth % 10 == 0:
            say(f"one at a time: round {nth + 1} of at most {ROUNDS}")
        answered(stock, command(), waits)
        answered(ours, command(), opening)
        settle(bot)
        answered(ours, signed(submission_body(bot, new_drafts(bot, 1)[0]))(), submitting)
        settle(bot)
    base = statistics.median(waits.wall)
    opened = statistics.median(opening.cpu) * 1000
    return [
        Figure("stock Bolt, median", round(base * 1000, 2), "ms", "", ok=True),
        cpu("stock Bolt, CPU", waits),
        ratio("opening the form", opening, base, MOST_OPENING),
        Figure(
            "opening the form, CPU",
            round(opened, 2),
            "ms",
            f"<= {MOST_OPENING_CPU_MS}",
            ok=opened <= MOST_OPENING_CPU_MS,
        ),
        ratio("submitting a text, durably", submitting, base, MOST_SUBMITTING),
        cpu("submitting a text, CPU", submitting),
    ]


def all_at_once(bot: Bot, budget: Budget) -> list[Figure]:
    """Return the 99th percentiles when many people confirm at the same moment, beside stock Bolt in turns."""
    stock, bot_app, ours, theirs = stock_app(), whole(bot, SECRET), Cost(), Cost()
    for nth in budget.rounds(WAVES, LEAST_WAVES):
        say(f"{PEOPLE} people at once: wave {nth + 1} of at most {WAVES}")
        bodies = [submission_body(bot, draft) for draft in new_drafts(bot, PEOPLE)]
        confirm_together(stock, bodies, theirs)
        confirm_together(bot_app, bodies, ours)
        settle(bot)
    worst, base = (percentile(each.wall, 0.99) * 1000 for each in (ours, theirs))
    name = f"{PEOPLE} people submitting at once"
    times = worst / base
    return [
        Figure(f"{name}, stock, p99", round(base, 1), "ms", "", ok=True),
        Figure(f"{name}, p99", round(worst, 1), "ms", "", ok=True),
        Figure(f"{name}, p99", round(times, 2), "x stock", f"<= {MOST_AT_ONCE:g}", ok=times <= MOST_AT_ONCE),
        Figure(f"{name}, stock, CPU each", mean_ms(theirs), "ms", "", ok=True),
        Figure(f"{name}, CPU each", mean_ms(ours), "ms", "", ok=True),
    ]


def confirm_together(app: Answering, bodies: list[str], cost: Cost) -> None:
    """Have these submissions arrive at the same moment, each in a thread of its own."""
    gate = threading.Barrier(len(bodies))

    def confirm(body: str) -> None:
        request = signed(body)()
        gate.wait()
        answered(app, request, cost)

    threads = [threading.Thread(target=confirm, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def settle(bot: Bot) -> None:
    """Wait until the bot has done what was handed over: it is no part of what is measured next.

    A submission that was turned away measures something else, so each has to have left its draft.
    """
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with bot.database.read() as conn:
            states = set(conn.execute(select(send.c.state).distinct()).scalars())
        if SendState.DRAFT in states:
            raise SystemExit("a submission was turned away")
        if bot.is_quiet() and not states & {SendState.QUEUED, SendState.ATTEMPTING}:
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
    app.view("sms.confirm")(only_ack)
    return app


def new_drafts(bot: Bot, people: int) -> list[str]:
    """Record drafts, as the confirmation shows them, and return their ids.

    Each is for another number: the same words to one number would be asked about.
    """
    numbers = [f"1415555{next(LINES):04}" for _ in range(people)]
    with bot.database.write() as conn:
        return [
            sends.insert_draft(
                conn,
                NewSend(
                    key=os.urandom(8).hex(),
                    team_id=TEAM,
                    user_id=USER,
                    to_number=number,
                    to_phone=number,
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
            for number in numbers
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


def submission_body(bot: Bot, draft: str) -> str:
    """Return the body of a submitted confirmation, with what the bot gave to it."""
    view = {
        "id": "V0",
        "type": "modal",
        "callback_id": "sms.confirm",
        "private_metadata": json.dumps({"send_id": draft}),
        "state": {"values": {}},
    }
    user = {"id": USER, "username": "maya", "team_id": TEAM}
    shown = bot.seals.sealed(view, USER)
    payload = {"type": "view_submission", "team": {"id": TEAM}, "user": user, "view": shown}
    return urlencode({"payload": json.dumps(payload)})


def signed(body: str) -> Callable[[], BoltRequest]:
    """Return what makes the request with this body, signed now."""

    def make() -> BoltRequest:
        stamp = str(int(time.time()))
        mac = hmac.new(SECRET.encode(), f"v0:{stamp}:{body}".encode(), sha256)
        headers: dict[str, str | Sequence[str]] = {
            "content-type": "application/x-www-form-urlencoded",
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": f"v0={mac.hexdigest()}",
        }
        return BoltRequest(body=body, headers=headers)

    return make


def answered(app: Answering, request: BoltRequest, cost: Cost) -> None:
    """Have a request answered, with 200, and add what that took."""
    with cost.measured():
        answer = app.dispatch(request)
    leave(answer)
    if answer.status != HTTPStatus.OK:
        raise SystemExit(f"an answer that is none: {answer.status}")


def ratio(name: str, took: Cost, base: float, most: float) -> Figure:
    """Return the median by the wall clock as a multiple of ``base``."""
    figure = statistics.median(took.wall) / base
    return Figure(name, round(figure, 3), "x stock", f"<= {most}", ok=figure <= most)


def mean_ms(took: Cost) -> float:
    """Return the mean CPU time in milliseconds: of people who come at once some do the work of others."""
    return round(statistics.mean(took.cpu) * 1000, 2)


def cpu(name: str, took: Cost) -> Figure:
    """Return the median of the CPU time; it has no target."""
    return Figure(name, round(statistics.median(took.cpu) * 1000, 2), "ms", "", ok=True)


if __name__ == "__main__":
    sys.exit(main())
