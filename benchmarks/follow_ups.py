"""What following many accepted texts at once costs the bot.

So many follow-ups fall due in the same second, as after a night without a network. *In all* is with the
client asking a pretend SMS-iT, a process of its own, side by side. For *rows alone* each question is answered
in place, so that what is left is claiming them, reading them and writing down what was learned. CPU is that
of the whole process.
"""

import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from figures import Figure
from list_server import server
from runs import Budget, run, say
from sqlalchemy import select

from bot.app import SWITCH_SECONDS
from bot.engine.followup import Answer, Poll, follow_all
from bot.smsit import SmsItClient
from bot.store import Database, follow_ups, sends
from bot.store.sends import NewSend, Send
from bot.store.states import SendState
from bot.store.tables import follow_up, message, send
from bot.texting.clock import utc_now

MANY, FEWEST = 10_000, 1_000
"""Follow-ups, and how many where the machine is slow."""
THREADS = 4
MOST_CPU_MS = 1.0


def main() -> int:
    """Measure, print the table, and return 1 when a target is missed."""
    return run(f"Following {MANY:,} texts that fall due at once", measure)


def measure() -> list[Figure]:
    """Return what one follow-up takes, by what the report says and with what asks SMS-iT."""
    logging.disable()
    sys.setswitchinterval(SWITCH_SECONDS)
    with server() as address, SmsItClient("benchmark-key", base_url=address) as client:

        def ask(each: Send) -> Answer:
            report = client.contact_report(each.to_number, retry=False)
            return Poll(report.status, report.error)

        budget, found = Budget(), list[Figure]()
        for nth, (name, poll) in enumerate(
            (
                ("rows alone, without news", lambda _send: Poll("sent")),
                ("rows alone, delivered", lambda _send: Poll("delivered")),
                ("in all, without news", ask),
            )
        ):
            many = MANY if budget.left(nth / 4) or not nth else FEWEST
            found += figure(name, poll, many)
        return found


def figure(name: str, poll: Callable[[Send], Answer], many: int) -> list[Figure]:
    """Return the CPU time of one follow-up whose report is asked for like this, of so many."""
    say(name)
    with followed(many) as database, ThreadPoolExecutor(THREADS) as executor:
        began = time.process_time()
        done = follow_all(database, utc_now, poll, executor)
        each = (time.process_time() - began) * 1000 / many
    if done != many:
        raise SystemExit(f"{done:,} were followed, and not {many:,}")
    named = f"{name}, CPU each of {many:,}"
    return [Figure(named, round(each, 3), "ms", f"<= {MOST_CPU_MS:g}", ok=each <= MOST_CPU_MS)]


@contextmanager
def followed(count: int) -> Iterator[Database]:
    """Give a database with so many accepted texts whose first question is due."""
    with tempfile.TemporaryDirectory(prefix="smsit-bot-bench-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'bench.db'}")
        database.migrate()
        now = utc_now()
        with database.write() as conn:
            like = sends.insert_draft(conn, text_to("14155550100"), now=now)
            row = conn.execute(select(send)).one()._asdict()
            ids = [f"{number:032x}" for number in range(count)]
            accepted = {"state": SendState.ACCEPTED.value, "attempting_at": now}
            conn.execute(send.insert(), [row | accepted | {"id": each, "key": each} for each in ids])
            conn.execute(message.insert(), [{"subject_id": each} for each in ids])
            due = {"due_at": now, "deadline": now + timedelta(hours=48), "polls": 0, "rank": follow_ups.FIRST}
            conn.execute(follow_up.insert(), [{"send_id": each, **due} for each in ids])
            conn.execute(send.delete().where(send.c.id == like.id))
        yield database
        database.close()


def text_to(number: str) -> NewSend:
    """Return what somebody asked for: a text to this number."""
    return NewSend(
        key="like",
        team_id="T0HARBOUR",
        user_id="U0MAYA",
        to_number=number,
        to_phone=number,
        body="Your appointment moves to Thursday at 10.",
        sender="14155550190",
        segments=1,
        credits=1,
        credits_upper=1,
        origin_channel="C0FRONT",
    )


if __name__ == "__main__":
    sys.exit(main())
