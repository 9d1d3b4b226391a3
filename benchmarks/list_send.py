"""How fast the rows of a list leave, side by side with one call after another in the same run.

Ours is the bot as it runs in production, on a SQLite file synced at each commit, with its engine at work; the
other is the SDK in a loop, each call when the one before has been answered. SMS-iT is a lean server that
takes 50 ms for each text, Slack the sandbox; each has a process of its own, and so has the bot. Then the
rate is limited by the policy, and then the memory of long and short lists is compared.
"""

import logging
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from figures import Figure, report
from list_server import DELAY_SECONDS, Tally, server, tally

from bot import settings
from bot.access import Who
from bot.app import Bot
from bot.demo import environment
from bot.sandbox import Sandbox
from bot.smsit import SmsItClient
from bot.store import sends
from bot.store.sends import NewSend, SendKind, lists, rows
from bot.store.sends.rows import NewRow
from bot.store.states import SendState
from bot.texting.clock import utc_now

ROWS = 10_000
FEW = 1_000
FIRST = 8_000
"""Rows of a list before the one that is measured: by then every thread and cache has what it needs."""
CALLS = 150
PARALLEL = 48
UNLIMITED = 1_000
LIMIT = 50
LIMITED_ROWS = 300
BURST = LIMIT // 10
"""What falls due in a tenth of a second: a call leaves so much late at most, when its claim is slow to reach
the disk, and then may fall into the same second as those that are in time."""
LEAST_RATIO = 20.0
MOST_BYTES = 1024
TEAM, USER, CHANNEL = "T0HARBOUR", "U0MAYA", "C0FRONT"
SENDER = "14155550190"
WHO = Who(USER, TEAM)


@dataclass(frozen=True, slots=True)
class Run:
    """What the server saw of a list, and what the process of the bot took for it."""

    seen: Tally
    peak_bytes: int
    cpu_seconds: float

    @property
    def rate(self) -> float:
        """Texts a second, from the first call to the last."""
        return self.seen.texts / self.seen.seconds


def main() -> int:
    """Measure, print the table, and return 1 when a target is missed."""
    with server() as smsit, sandbox() as slack:
        given = {**slack, "SMSIT_BASE_URL": smsit}
        before = one_after_another(smsit)
        fast = sent(given, ROWS, UNLIMITED, FIRST)
        after = one_after_another(smsit)
        found = [*rates((before + after) / 2, fast), *limited(given), *memory(given, fast)]
    title = f"Sending a list of {ROWS:,} rows, {DELAY_SECONDS * 1000:.0f} ms a text, {PARALLEL} at once"
    return report(title, found)


def rates(alone: float, fast: Run) -> list[Figure]:
    """Compare the list with one call after another."""
    times = fast.rate / alone
    return [
        Figure("one call after another", round(alone, 1), "texts/s", "", ok=True),
        Figure("a list", round(fast.rate, 1), "texts/s", "", ok=True),
        Figure("CPU of the bot", round(1000 * fast.cpu_seconds / ROWS, 2), "ms a row", "", ok=True),
        Figure(
            "a list to one after another", round(times, 2), "x", f">= {LEAST_RATIO}", ok=times >= LEAST_RATIO
        ),
        Figure("most texts to one number", fast.seen.most_to_one, "", "= 1", ok=fast.seen.most_to_one == 1),
    ]


def limited(given: dict[str, str]) -> list[Figure]:
    """Tell whether the limit of the policy holds in every second there is."""
    run = sent(given, LIMITED_ROWS, LIMIT)
    most, target = run.seen.most_in_a_second, LIMIT + BURST
    return [
        Figure(f"limited to {LIMIT} a second", round(run.rate, 1), "texts/s", "", ok=True),
        Figure("the fullest second", most, "texts", f"<= {target}", ok=most <= target),
    ]


def memory(given: dict[str, str], fast: Run) -> list[Figure]:
    """Compare the peak of the resident memory of a long list and a short one."""
    few = sent(given, FEW, UNLIMITED, FIRST)
    each = (fast.peak_bytes - few.peak_bytes) / (ROWS - FEW)
    return [
        Figure(f"peak memory, {ROWS:,} rows", round(fast.peak_bytes / 1e6, 1), "MB", "", ok=True),
        Figure(f"peak memory, {FEW:,} rows", round(few.peak_bytes / 1e6, 1), "MB", "", ok=True),
        Figure("each further row", round(each), "bytes", f"< {MOST_BYTES}", ok=each < MOST_BYTES),
    ]


def one_after_another(smsit: str) -> float:
    """Return the texts a second of the SDK in a loop."""
    with SmsItClient("a-key", base_url=smsit) as client:
        client.send_to_contact(SENDER, number_of(0), "The first call opens the connection.")
        tally(smsit)
        for place in range(CALLS):
            client.send_to_contact(SENDER, number_of(place), f"Your place in the queue is {place}.")
        seen = tally(smsit)
    return (seen.texts - 1) / seen.seconds


def sent(given: dict[str, str], count: int, per_second: int, first: int = 0) -> Run:
    """Send a list with a bot in a process of its own, `first` another one, and return what came of it."""
    ours, theirs = get_context("spawn").Pipe()
    arguments = (theirs, given, count, per_second, first)
    process = get_context("spawn").Process(target=send, args=arguments, daemon=True)
    process.start()
    theirs.close()
    try:
        peak, cpu = ours.recv()
    except EOFError:
        raise SystemExit("the list does not get on") from None
    process.join()
    seen = tally(given["SMSIT_BASE_URL"])
    if seen.texts != count:
        raise SystemExit(f"{seen.texts} texts for {count} rows")
    return Run(seen, peak, cpu)


def send(pipe: Connection, given: dict[str, str], count: int, per_second: int, first: int) -> None:
    """Be the bot: record each list as the confirmation shows it, confirm it, and wait for its end."""
    logging.disable()
    with tempfile.TemporaryDirectory(prefix="smsit-bot-bench-") as name:
        folder = Path(name)
        policy = f'[roles]\nbroadcaster = ["{USER}"]\n[limits]\nlist_per_second = {per_second}\n'
        (folder / "policy.toml").write_text(policy, encoding="utf-8")
        own = {
            "DATABASE_URL": f"sqlite:///{folder / 'bench.db'}",
            "POLICY_FILE": str(folder / "policy.toml"),
            "SMSIT_PARALLEL": str(PARALLEL),
        }
        with Bot(settings.load(None, {**given, **own})) as bot:
            if first:
                send_one(bot, range(ROWS, ROWS + first))
            tally(given["SMSIT_BASE_URL"])
            began = time.process_time()
            send_one(bot, range(count))
            pipe.send((peak_bytes(), time.process_time() - began))


def send_one(bot: Bot, places: range) -> None:
    """Record a list, confirm it, and wait for its end."""
    list_id = recorded(bot, places)
    bot.services.send_service.confirm(list_id, WHO)
    wait_until_sent(bot, list_id)


def peak_bytes() -> int:
    """Return the most memory this process has had resident."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


@contextmanager
def sandbox() -> Iterator[dict[str, str]]:
    """Run the sandbox in a process of its own; give the settings that lead there."""
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send(None)
        process.join()


def serve(pipe: Connection) -> None:
    """Serve the sandbox until told to stop."""
    with Sandbox() as place:
        pipe.send(dict(environment(place, Path("unused.db"))))
        pipe.recv()


def number_of(place: int) -> str:
    """Return the number at a place of the list."""
    return f"1415{6_000_000 + place}"


def recorded(bot: Bot, places: range) -> str:
    """Record a list with its rows, a page in each transaction, and return its id."""
    new = NewSend(
        key=f"the list from {places.start} on",
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
    with bot.database.write() as conn:
        draft = sends.insert_draft(conn, new, now=utc_now())
    for first in range(0, len(places), rows.PAGE):
        made = (
            NewRow(nth, nth + 1, number_of(place), f"Your place in the queue is {nth}.", 1, 1)
            for nth, place in enumerate(places[first : first + rows.PAGE], start=first + 1)
        )
        with bot.database.write() as conn:
            rows.insert(conn, draft, made, utc_now())
    with bot.database.write() as conn:
        rows.describe(conn, draft.id, rows.totals(conn, draft.id), 10 * len(places), utc_now())
    return draft.id


def wait_until_sent(bot: Bot, list_id: str) -> None:
    """Wait until every row has had its turn."""
    end = time.monotonic() + 600
    while time.monotonic() < end:
        with bot.database.read() as conn:
            standing = lists.standing(conn, list_id)
        if standing is not None and standing[0] is SendState.ACCEPTED:
            return
        threading.Event().wait(0.1)
    raise SystemExit("the list does not get on")


if __name__ == "__main__":
    sys.exit(main())
