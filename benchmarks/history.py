"""How long a page of the record takes when there is much on it.

The file holds so many sends, most of them rows of lists, by some people in some channels over a year. Each
question is asked many times; the figure is the slowest but one in a hundred. The first two pages of what
everybody sent, by each thing that can be filtered by, and what is found nowhere, for which as much is looked
through as for no other. *The audit log* is what the clock does about it when nothing has happened.

*A tick* is all that the clock of a whole bot does when nothing is due, with a tenth of the sends on record
and with all of them: it must not grow with the record. All have ended, so there is nothing to do about them.
"""

import logging
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from uuid import UUID

from figures import Figure
from follow_ups import text_to
from runs import Budget, percentile, run, say
from sqlalchemy import Connection, func, select

from bot import settings
from bot.app import Bot
from bot.demo import environment
from bot.sandbox import Sandbox
from bot.store import Database, SendState, audit_chain, sends
from bot.store.sends import SendKind, history
from bot.store.sends.history import Place, Towards, Wanted
from bot.store.tables import audit_entry, send
from bot.texting.clock import utc_now

MANY = 500_000
ASKED, LEAST = 100, 10
FILLING = 0.5
"""The share of its time in which sends are written."""
MOST_MS = 200.0
PEOPLE = [f"U0PERSON{nth:03}" for nth in range(40)]
CHANNELS = [f"C0CHANNEL{nth:02}" for nth in range(20)]
STATES = [SendState.DELIVERED] * 90 + [SendState.UNDELIVERED] * 5 + [SendState.NO_NEWS, SendState.REFUSED]
PORTION = 10_000
LISTS = 500
"""The first sends, whose rows the others are: rows without their list would be deleted."""
FEW = MANY // 10
TICKS = 200
MOST_GROWN = 1.3


def main() -> int:
    """Measure, print the table, and return 1 when a target is missed."""
    return run(f"The record of {MANY:,} sends", measure)


def measure() -> list[Figure]:
    """Return how long each question takes."""
    logging.disable()
    budget = Budget()
    with filled(budget, FEW) as few, filled(budget) as database:
        now = utc_now()
        month = Wanted(since=now - timedelta(days=60), before=now - timedelta(days=30))
        questions: dict[str, Callable[[Connection], object]] = {
            "first page": asks(Wanted()),
            "a page in the middle": asks(Wanted(), at=Place(now - timedelta(days=180), "0" * 32)),
            "the page before it": asks(
                Wanted(), at=Place(now - timedelta(days=180), "0" * 32), towards=Towards.NEWER
            ),
            "one person": asks(Wanted(user_id=PEOPLE[7])),
            "one channel": asks(Wanted(channel=CHANNELS[3])),
            "one number": asks(Wanted(phone=number(77))),
            "one group": asks(Wanted(group="VIP")),
            "not delivered": asks(Wanted(states=frozenset({SendState.UNDELIVERED}))),
            "broadcasts": asks(Wanted(kinds=frozenset({SendKind.GROUP}))),
            "one month": asks(month),
            "words": asks(Wanted(words="thursday at 17")),
            "a channel without any": asks(Wanted(channel="C0NONE")),
            "a person without any": asks(Wanted(user_id="U0NOBODY")),
            "a group without any": asks(Wanted(group="None")),
            "words found nowhere": asks(Wanted(words="nowhere")),
            "the audit log, nothing new": audit_chain.any_unchained,
        }
        figures = [figure(name, database, question, budget) for name, question in questions.items()]
        small, large = tick(few), tick(database)  # one after the other: what else the machine does slows both
        all_of_them, written = count(database), on_record(database)
    grown = round(large / small, 2)
    return [
        written,
        *(each for pair in figures for each in pair),
        Figure(f"a tick beside {FEW:,} sends, CPU", round(small, 2), "ms", "", ok=True),
        Figure(f"a tick beside {all_of_them:,} sends, CPU", round(large, 2), "ms", "", ok=True),
        Figure("how much it grew", grown, "times", f"at most {MOST_GROWN:g}", ok=grown <= MOST_GROWN),
    ]


def tick(database: Database) -> float:
    """Return the milliseconds of CPU that a tick of a whole bot takes, the median of many."""
    say("the tick")
    if database.path is None:
        raise LookupError("the sends are in a file")
    with Sandbox() as sandbox:
        kept = {"RETENTION_DAYS": "3650"}  # else the words of most are forgotten at the start
        bot = Bot(settings.load(None, {**environment(sandbox, database.path), **kept}))
        bot.start(clocks=False)
        try:
            for _ in range(TICKS):  # until all that is looked up once is known
                bot.tick.run({})
            while not bot.is_quiet():
                time.sleep(0.05)
            return median(cpu_of_tick(bot) for _ in range(TICKS))
        finally:
            bot.stop()


def cpu_of_tick(bot: Bot) -> float:
    """Return the milliseconds of CPU of one tick, on its thread."""
    began = time.thread_time()
    bot.tick.run({})
    return (time.thread_time() - began) * 1000


def asks(
    wanted: Wanted,
    *,
    at: Place | None = None,
    towards: Towards = Towards.OLDER,
) -> Callable[[Connection], object]:
    """Return a question for a page of ten."""
    return lambda conn: history.page(conn, wanted, 10, behind=at, towards=towards)


def count(database: Database) -> int:
    """Return how many sends there are: fewer where the machine is slow."""
    with database.read() as conn:
        return conn.scalar(select(func.count()).select_from(send)) or 0


def on_record(database: Database) -> Figure:
    """Return how many sends there are, as a figure."""
    return Figure("sends on record", count(database), "", f"{MANY:,}, or what there is time for", ok=True)


def figure(
    name: str, database: Database, question: Callable[[Connection], object], budget: Budget
) -> tuple[Figure, Figure]:
    """Return the time within which 99 of 100 answers came, and the CPU time of one."""
    say(name)
    took, cpu = [], time.process_time()
    for _ in budget.rounds(ASKED, LEAST):
        began = time.perf_counter()
        with database.read() as conn:
            question(conn)
        took.append((time.perf_counter() - began) * 1000)
    each = (time.process_time() - cpu) * 1000 / len(took)
    p99 = percentile(took, 0.99)
    return (
        Figure(f"{name}, p99", round(p99, 2), "ms", f"< {MOST_MS:g}", ok=p99 < MOST_MS),
        Figure(f"{name}, CPU each", round(each, 2), "ms", "", ok=True),
    )


@contextmanager
def filled(budget: Budget, many: int = MANY) -> Iterator[Database]:
    """Give a database with so many sends on record: a fifth on its own, the rest rows of lists.

    It has fewer where half of the time is over before all are written, but one portion at least.
    """
    say(f"{many:,} sends are written")
    with tempfile.TemporaryDirectory(prefix="smsit-bot-bench-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'bench.db'}")
        database.migrate()
        with database.write() as conn:
            like = sends.insert_draft(conn, text_to("14155550100"), now=utc_now())
            row = conn.execute(select(send)).one()._asdict()
            conn.execute(send.delete().where(send.c.id == like.id))
        chance = random.Random(7)  # noqa: S311 - the same sends each time
        for nth in budget.rounds(many // PORTION, 1, FILLING):
            first = nth * PORTION
            rows = [row | a_send(nth, chance) for nth in range(first, first + PORTION)]
            with database.write() as conn:
                conn.execute(send.insert(), rows)
                conn.execute(audit_entry.insert(), [an_entry(each) for each in rows])
            while chained(database):
                pass
        yield database
        database.close()


def chained(database: Database) -> int:
    """Chain some entries; say how many."""
    with database.write() as conn:
        return audit_chain.chain(conn, PORTION)


def a_send(nth: int, chance: random.Random) -> dict[str, object]:
    """Return a send of somewhere within a year."""
    is_row, kind = chance.random() < 0.8 and nth >= LISTS, SendKind.CONTACT  # noqa: PLR2004 - most are
    if nth < LISTS:
        kind = SendKind.LIST
    elif not is_row:
        kind = chance.choices([SendKind.CONTACT, SendKind.GROUP, SendKind.LIST], [90, 5, 5])[0]
    at = utc_now() - timedelta(seconds=chance.randrange(365 * 24 * 3600))
    phone = "" if kind is not SendKind.CONTACT else number(chance.randrange(20_000))
    return {
        "id": UUID(int=nth if nth < LISTS else chance.getrandbits(128)).hex,
        "key": str(nth),
        "kind": kind.value,
        "state": chance.choice(STATES).value,
        "user_id": chance.choice(PEOPLE),
        "origin_channel": chance.choice(CHANNELS),
        "to_number": phone,
        "to_phone": phone,
        "to_name": chance.choice(["VIP", "Physio", "Staff"]) if not phone else "Ada Lovelace",
        "body": f"Your appointment moves to Thursday at {nth % 24}.",
        "parent_id": UUID(int=nth % LISTS).hex if is_row else None,
        "created_at": at,
        "updated_at": at,
    }


def an_entry(row: dict[str, object]) -> dict[str, object]:
    """Return what is written down of a send."""
    return {
        "at": row["updated_at"],
        "kind": row["state"],
        "subject": "send",
        "subject_id": row["id"],
        "facts": "{}",
    }


def number(nth: int) -> str:
    """Return one of many numbers."""
    return f"1415555{nth:05}"


if __name__ == "__main__":
    sys.exit(main())
