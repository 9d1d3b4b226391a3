"""How fast the rows of a list leave, side by side with one call after another in the same run.

Ours is the bot as it runs in production, on a SQLite file synced at each commit, with its engine at work; the
other is the SDK in a loop, each call when the one before has been answered. SMS-iT is a lean server that
takes 50 ms for each text, Slack the sandbox; each has a process of its own, and so has the bot. The peak of
its memory is compared with that halfway through. Then the rate is limited by the policy.

The list has ten thousand rows, or as many as there is time for where the machine is slow.
"""

import logging
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from figures import Figure
from list_server import DELAY_SECONDS, Tally, server, tally
from runs import PROCESSES, SECONDS, Budget, run, say

from bot import settings
from bot.access import Who
from bot.app import Bot
from bot.demo import environment
from bot.sandbox import Sandbox
from bot.smsit import SmsItClient
from bot.store import sends
from bot.store.sends import NewSend, SendKind, lists, new_rows, rows
from bot.store.sends.new_rows import NewRow
from bot.store.states import SendState
from bot.texting.clock import utc_now

ROWS, LEAST_ROWS = 10_000, 500
FIRST = 500
"""Rows of a list before the one that is measured: it tells how fast the machine is."""
OF_WHAT_IS_LEFT = 0.6
"""Share of the time left for the list, for a machine that is busy may be busier in a moment."""
CALLS = 40
PARALLEL = 48
UNLIMITED = 1_000
LIMIT = 50
LIMITED_ROWS = 200
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
    """What the server saw of a list, and what the process of the bot took for it.

    ``grown`` bytes are what its peak of memory rose by in the second half.
    """

    seen: Tally
    peak_bytes: int
    grown: int
    cpu_seconds: float

    @property
    def rate(self) -> float:
        """Texts a second, from the first call to the last."""
        return self.seen.texts / self.seen.seconds


def main() -> int:
    """Measure, print the table, and return 1 when a target is missed."""
    return run(f"Sending a list, {DELAY_SECONDS * 1000:.0f} ms a text, {PARALLEL} at once", measure)


def measure() -> list[Figure]:
    """Return what was measured."""
    budget = Budget()
    with server() as smsit, sandbox() as slack:
        given = {**slack, "SMSIT_BASE_URL": smsit}
        say("one call after another")
        before = one_after_another(smsit)
        say(f"a list of {FIRST:,} rows, and one of up to {ROWS:,}")
        fast = sent(given, ROWS, UNLIMITED, FIRST, budget)
        after = one_after_another(smsit)
        found = [*rates((before + after) / 2, fast), *memory(fast)]
        if budget.left(0.75):
            say(f"a list limited to {LIMIT} a second")
            found += limited(given)
        else:
            say("no time is left for the limit of the policy; a test holds it too")
    return found


def rates(alone: float, fast: Run) -> list[Figure]:
    """Compare the list with one call after another."""
    times, count = fast.rate / alone, fast.seen.texts
    return [
        Figure("one call after another", round(alone, 1), "texts/s", "", ok=True),
        Figure(f"a list of {count:,} rows", round(fast.rate, 1), "texts/s", "", ok=True),
        Figure("CPU of the bot", round(1000 * fast.cpu_seconds / count, 2), "ms a row", "", ok=True),
        Figure(
            "a list to one after another", round(times, 2), "x", f">= {LEAST_RATIO}", ok=times >= LEAST_RATIO
        ),
        Figure("most texts to one number", fast.seen.most_to_one, "", "= 1", ok=fast.seen.most_to_one == 1),
    ]


def limited(given: dict[str, str]) -> list[Figure]:
    """Tell whether the limit of the policy holds in every second there is."""
    found = sent(given, LIMITED_ROWS, LIMIT)
    most, target = found.seen.most_in_a_second, LIMIT + BURST
    return [
        Figure(f"limited to {LIMIT} a second", round(found.rate, 1), "texts/s", "", ok=True),
        Figure("the fullest second", most, "texts", f"<= {target}", ok=most <= target),
    ]


def memory(fast: Run) -> list[Figure]:
    """Tell what each row of the list's second half added to the peak of the resident memory."""
    each = 2 * fast.grown / fast.seen.texts
    return [
        Figure("peak memory", round(fast.peak_bytes / 1e6, 1), "MB", "", ok=True),
        Figure("each row", round(each), "bytes", f"< {MOST_BYTES}", ok=each < MOST_BYTES),
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


def sent(
    given: dict[str, str], most: int, per_second: int, first: int = 0, budget: Budget | None = None
) -> Run:
    """Send a list with a bot in a process of its own, `first` another one, and return what came of it."""
    end = None if budget is None else budget.end
    ours, theirs = PROCESSES.Pipe()
    arguments = (theirs, given, most, per_second, first, end)
    process = PROCESSES.Process(target=send, args=arguments, daemon=True)
    process.start()
    theirs.close()
    try:
        count, peak, grown, cpu = ours.recv()
    except EOFError:
        raise SystemExit("the list does not get on") from None
    process.join()
    seen = tally(given["SMSIT_BASE_URL"])
    if seen.texts != count:
        raise SystemExit(f"{seen.texts} texts for {count} rows")
    return Run(seen, peak, grown, cpu)


def send(
    pipe: Connection, given: dict[str, str], most: int, per_second: int, first: int, end: float | None
) -> None:
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
            count = most
            if first:
                began = time.monotonic()
                send_one(bot, range(ROWS, ROWS + first))
                pace = first / (time.monotonic() - began)
                left = 0.0 if end is None else OF_WHAT_IS_LEFT * (end - time.monotonic())
                count = max(LEAST_ROWS, min(most, int(pace * left)))
            tally(given["SMSIT_BASE_URL"])
            began = time.process_time()
            peaks = send_one(bot, range(count))
            grown = peaks[-1] - peaks[len(peaks) // 2]
            pipe.send((count, peaks[-1], grown, time.process_time() - began))


def send_one(bot: Bot, places: range) -> list[int]:
    """Record a list, confirm it, and wait for its end; return the peaks of memory on the way."""
    list_id = recorded(bot, places)
    bot.services.send_service.confirm(list_id, WHO)
    return wait_until_sent(bot, list_id)


def peak_bytes() -> int:
    """Return the most memory this process has had resident."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


@contextmanager
def sandbox() -> Iterator[dict[str, str]]:
    """Run the sandbox in a process of its own; give the settings that lead there."""
    ours, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(target=serve, args=(theirs,), daemon=True)
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
        to_phone="",
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
            new_rows.insert(conn, draft, made, utc_now())
    with bot.database.write() as conn:
        rows.describe(conn, draft.id, rows.totals(conn, draft.id), 10 * len(places), utc_now())
    return draft.id


def wait_until_sent(bot: Bot, list_id: str) -> list[int]:
    """Wait until every row has had its turn; return the peak of memory, ten times a second."""
    end, peaks = time.monotonic() + 2 * SECONDS, [peak_bytes()]
    while time.monotonic() < end:
        with bot.database.read() as conn:
            standing = lists.standing(conn, list_id)
        if standing is not None and standing[0] is SendState.ACCEPTED:
            return [*peaks, peak_bytes()]
        peaks.append(peak_bytes())
        threading.Event().wait(0.1)
    raise SystemExit("the list does not get on")


if __name__ == "__main__":
    sys.exit(main())
