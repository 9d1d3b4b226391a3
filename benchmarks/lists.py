"""How fast the rows of a list leave, side by side with one call after another in the same run.

Ours is the bot as it runs in production, on a SQLite file, with its engine at work, allowed to send as fast as
it can on sixteen threads. The other is the SDK in a loop, each call when the one before has been answered.
Slack and SMS-iT are the sandbox in a process of its own; SMS-iT takes 50 ms for each text. While the list runs
somebody confirms texts to single people: how long Slack waits for that is compared with the bot at rest.
"""

import logging
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from ack import new_drafts, settle, signed, submission_body, timed
from figures import Figure, report

from bot import settings
from bot.app import Bot
from bot.demo import environment
from bot.sandbox import Sandbox
from bot.sandbox.smsit.contacts import Contact, Membership
from bot.sandbox.smsit.faults import Fault
from bot.slack.roles import Who
from bot.smsit import SmsItClient
from bot.store import sends
from bot.store.sends import NewSend, SendKind, lists, rows
from bot.store.sends.rows import NewRow
from bot.store.states import SendState
from bot.texting.clock import utc_now

ROWS = 2000
CALLS = 60
PARALLEL = 16
DELAY_SECONDS = 0.05
CONFIRMED = 30
LEAST_RATIO = 5.0
MOST_ACK = 5.0
SECRET = "a pretend signing secret"
TEAM, USER, CHANNEL = "T0HARBOUR", "U0MAYA", "C0FRONT"
SENDER = "14155550190"
POLICY = '[roles]\nbroadcaster = ["U0MAYA"]\n[limits]\nlist_per_second = 1000\n'
WHO = Who(USER, TEAM)


def main() -> int:
    """Measure, print the table, and return 1 when a target is missed."""
    logging.disable()
    with tempfile.TemporaryDirectory(prefix="smsit-bot-bench-") as name, sandbox() as given:
        folder = Path(name)
        (folder / "policy.toml").write_text(POLICY, encoding="utf-8")
        own = {
            "DATABASE_URL": f"sqlite:///{folder / 'bench.db'}",
            "POLICY_FILE": str(folder / "policy.toml"),
            "SLACK_SIGNING_SECRET": SECRET,
            "HTTP_PORT": "0",
            "SMSIT_PARALLEL": str(PARALLEL),
        }
        alone = one_after_another(given)
        with Bot(settings.load(None, {**given, **own})) as bot:
            found = measured(bot, alone)
    return report(f"Sending a list of {ROWS:,} rows, {DELAY_SECONDS * 1000:.0f} ms a text", found)


def measured(bot: Bot, alone: float) -> list[Figure]:
    """Return the rates of sending and the waits of those who confirm meanwhile."""
    settle(bot)
    rest = statistics.median(confirming(bot, CONFIRMED))
    list_id = recorded(bot)
    bot.services.outbox.confirm(list_id, WHO)
    wait_until(lambda: sent(bot, list_id) > 0)
    before, started = sent(bot, list_id), time.perf_counter()
    meanwhile = statistics.median(confirming(bot, CONFIRMED, pause=0.05))
    wait_until(lambda: standing(bot, list_id) is SendState.ACCEPTED)
    rate = (sent(bot, list_id) - before) / (time.perf_counter() - started)
    times, waits = rate / alone, meanwhile / rest
    return [
        Figure("one call after another", round(alone, 1), "texts/s", "", ok=True),
        Figure(f"a list, {PARALLEL} at once", round(rate, 1), "texts/s", "", ok=True),
        Figure(
            "a list to one after another", round(times, 2), "x", f">= {LEAST_RATIO}", times >= LEAST_RATIO
        ),
        Figure("confirming at rest, median", round(rest * 1000, 2), "ms", "", ok=True),
        Figure("confirming meanwhile, median", round(meanwhile * 1000, 2), "ms", "", ok=True),
        Figure("meanwhile to at rest", round(waits, 2), "x", f"<= {MOST_ACK}", waits <= MOST_ACK),
    ]


@contextmanager
def sandbox() -> Iterator[dict[str, str]]:
    """Run the sandbox in a process of its own; give the settings that lead there."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send(None)
        process.join()


def serve(pipe: Connection) -> None:
    """Serve the sandbox until told to stop, with everybody of the list among its contacts."""
    with Sandbox() as place:
        account = place.smsit
        account.set_credits(10 * ROWS)
        for number in numbers():
            contact = account.book.make(Contact(account.book.next_id(), number, "Pat Example"))
            account.book.join(Membership(contact, "Listed", account.local_now()))
        account.faults.add("smscontact", Fault.SLOW, times=None, seconds=DELAY_SECONDS)
        given = dict(environment(place, Path("unused.db")))
        del given["SLACK_APP_TOKEN"]
        pipe.send(given)
        pipe.recv()


def numbers() -> list[str]:
    """Return the numbers of the list."""
    return [f"1415600{place:04}" for place in range(ROWS)]


def one_after_another(given: dict[str, str]) -> float:
    """Return the texts a second of the SDK in a loop."""
    with SmsItClient(given["SMSIT_API_KEY"], base_url=given["SMSIT_BASE_URL"]) as client:
        client.send_to_contact(SENDER, numbers()[0], "The first call opens the connection.")
        started = time.perf_counter()
        for number in numbers()[:CALLS]:
            client.send_to_contact(SENDER, number, "Your place in the queue has come.")
        return CALLS / (time.perf_counter() - started)


def recorded(bot: Bot) -> str:
    """Record the list with its rows as the confirmation shows it, and return its id."""
    new = NewSend(
        key="the list",
        team_id=TEAM,
        user_id=USER,
        kind=SendKind.LIST,
        to_number="",
        to_name="customers.csv",
        body="Your place in the queue is %%place%%.",
        sender=SENDER,
        segments=0,
        credits=0,
        credits_upper=0,
        people=0,
        origin_channel=CHANNEL,
        zone="America/Los_Angeles",
    )
    made = (
        NewRow(place, place + 1, number, f"Your place in the queue is {place}.", 1, 1)
        for place, number in enumerate(numbers(), start=1)
    )
    with bot.database.write() as conn:
        draft = sends.insert_draft(conn, new, now=utc_now())
        rows.insert(conn, draft, made, utc_now())
        rows.describe(conn, draft.id, rows.totals(conn, draft.id), 10 * ROWS, utc_now())
    return draft.id


def confirming(bot: Bot, count: int, pause: float = 0.0) -> list[float]:
    """Return how long each confirmation of a text to one person takes, in seconds."""
    took = []
    for draft in new_drafts(bot, count):
        submission = signed(submission_body(draft))
        took.append(timed(lambda request=submission: bot.bolt.dispatch(request())))
        time.sleep(pause)
    return took


def sent(bot: Bot, list_id: str) -> int:
    """Return how many rows have been taken by SMS-iT."""
    with bot.database.read() as conn:
        counts = lists.counts(conn, list_id)
    waiting = {SendState.DRAFT, SendState.QUEUED, SendState.ATTEMPTING}
    return sum(count for state, count in counts.items() if state not in waiting)


def standing(bot: Bot, list_id: str) -> SendState | None:
    """Return the state of the list."""
    with bot.database.read() as conn:
        found = lists.standing(conn, list_id)
    return None if found is None else found[0]


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for a condition of the database."""
    end = time.monotonic() + 300
    while not condition():
        if time.monotonic() > end:
            raise SystemExit("the list does not get on")
        time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(main())
