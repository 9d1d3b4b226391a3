"""Many commands while a list is sent, then many restarts: what Slack waits for, and what is lost.

The bot runs in a process of its own, by its own clock. Slack, SMS-iT and whoever types are here. They share
the machine with it: what they make it wait counts as the bot's, their CPU time is told apart.

Memory is looked at before and after the load that counts, in a process that had two lists before. What it
keeps of those for good is bounded: threads, prepared statements, compiled queries, and the gaps between them.
What a third one leaves is what every further one would; what the first ones left is told beside it.

Beside what is typed are checks: people open forms that are filled in, and have SMS-iT asked what a review
says, one after the other. Who asks for more than is taken on is told so, and that may not happen often.
"""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from statistics import quantiles
from threading import Event
from typing import Final

from sqlalchemy import and_, func, select

from bot.errors import TooBusy
from bot.sandbox.slack.model import Answer
from bot.sandbox.slack.person import Person
from bot.settings import Mode
from bot.store.tables import IS_DIRTY, message, send
from bot.texting.clock import utc_now
from tests.clock import FakeClock
from tests.crashes.remote import RemoteHarness
from tests.flows.harness import FRONT, words_in
from tests.flows.listing import QUICK, ROLES, Lists, csv
from tests.patience import wait_until

WORDS: Final = "Your place in the queue is %%place%%."
TYPED: Final = ("/sms help", "/sms", "/sms help", "/sms credits")
TYPERS: Final = ("U0LENA", "U0TOM", "U0SAM")
CHECKED: Final = "/sms 14155550100 Your place in the queue is kept."
"""Opens a form that is filled in, to be checked: SMS-iT is asked for the number, and for the balance."""
CHECKERS: Final = ("U0MAYA", "U0PRIYA")
"""Who checks one text after the other; a modal is nobody else's, so they type nothing beside it."""
HANDS: Final = 64
"""Commands that wait for their acknowledgement at the same time; more wait here for their turn."""
FIRST: Final = ("1415558", "1415559")
"""How the numbers of the first lists begin. Each is as long as the one that counts."""
WARM: Final = 4
"""Commands are typed beside the first lists for a quarter of the time."""
BUSY: Final = TooBusy().sentence
FORM, CHECKING = "Send a text", "Checking"
TICK_SECONDS: Final = 5
OPEN: Final = ("queued", "running", "attempting", "draft")


@dataclass(frozen=True, slots=True)
class Size:
    """How much of it there is."""

    per_second: int
    seconds: int
    rows: int
    restarts: int


@dataclass(frozen=True, slots=True)
class Waits:
    """How long Slack waited for acknowledgements, and what the commands took.

    Times are milliseconds; CPU time is for one command, what it has done behind its acknowledgement included.
    ``refused`` counts those that were told that too much of theirs is waiting, checks among them. ``checks``
    ended in a review, or in words about why not. ``drawn_seconds`` is how long after the last command every
    message showed what there was to show.
    """

    commands: int
    per_second: float
    unacknowledged: int
    refused: int
    checks: int
    drawn_seconds: float
    median_ms: float
    p99_ms: float
    worst_ms: float
    cpu_ms: float
    cpu_outside_ms: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of it. Memory is in bytes: at the start, after the first loads, after the one that counts.

    ``warmed`` of it is what the first loads took for good, ``grown`` what the one after them did. In the end
    ``memory_idle`` of it was nobody's: garbage, and what the C library keeps for the next who asks.
    """

    mode: str
    alone: Waits
    beside_list: Waits
    texts: int
    doubled: int
    lost: int
    asked: int
    memory_at_start: int
    memory_before: int
    memory_after: int
    memory_idle: int
    restarts: int
    restart_seconds: float
    undrawn: int
    warmed: int = field(init=False)
    grown: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "warmed", self.memory_before - self.memory_at_start)  # frozen, and just made
        object.__setattr__(self, "grown", self.memory_after - self.memory_before)


class Checks:
    """People who open a form and have it checked, one check after the other, while others type."""

    def __init__(self, harness: RemoteHarness) -> None:
        self._harness = harness
        self._ended = Event()
        self.done = 0
        self.refused = 0

    @contextmanager
    def going(self) -> Iterator[None]:
        """Check all the while, and stop after the check that is under way. At least one is made by each."""
        with ThreadPoolExecutor(len(CHECKERS)) as hands:
            going = [hands.submit(self._check_on, each) for each in CHECKERS]
            try:
                yield
            finally:
                self._ended.set()
            for said in chain.from_iterable(each.result() for each in going):
                self.done += BUSY not in said
                self.refused += BUSY in said

    def _check_on(self, user_id: str) -> list[str]:
        said = [self._check(self._harness.person(user_id))]
        while not self._ended.is_set():
            said.append(self._check(self._harness.person(user_id)))
        return said

    def _check(self, person: Person) -> str:
        """Have one text checked and leave it there; return what was said about it."""
        assert person.command(CHECKED, channel=FRONT).acked
        wait_until(lambda: person.title == FORM)
        assert person.submit().acked
        wait_until(lambda: person.title not in {FORM, CHECKING})
        said = f"{person.title} {words_in(person.view)}"
        while person.view is not None:
            person.close()
        return said


class WallClock(FakeClock):
    """The time as it is: nobody turns it."""

    def __call__(self) -> datetime:
        return utc_now()

    def advance(self, **_duration: float) -> datetime:
        return utc_now()


class Soak:
    """One bot that is kept busy. If not `waiting`, its clock is turned wherever somebody waits."""

    def __init__(self, folder: Path, mode: Mode, *, waiting: bool) -> None:
        policy = folder / "policy.toml"
        policy.write_text(ROLES + QUICK, encoding="utf-8")
        self._harness = RemoteHarness(
            folder, WallClock() if waiting else FakeClock(utc_now()), mode, {"POLICY_FILE": str(policy)}
        )
        self._harness.live = waiting
        self._harness.open()
        self._shop = Lists(self._harness)

    def run(self, size: Size) -> Figures:
        """Do all of it and return the figures; the bot is stopped at the end."""
        try:
            return self._measured(size)
        finally:
            self._harness.close()

    def _measured(self, size: Size) -> Figures:
        smsit = self._harness.sandbox.smsit
        first = [self._shop.people(size.rows, begins=begins) for begins in FIRST]
        rows, others = self._shop.people(size.rows), self._shop.people(size.restarts, begins="1415557")
        people = list(chain(*first, rows, others))
        smsit.set_credits(4 * len(people))
        at_start = self._resident()
        for numbers in first:
            self._loaded(numbers, size.per_second, max(1, size.seconds // WARM))
        before = self._resident()
        alone = self._loaded((), size.per_second, size.seconds)
        beside_list = self._loaded(rows, size.per_second, size.seconds)
        after, idle = self._resident(), self._idle()
        began = time.monotonic()
        for number in others:
            self._text_and_kill(number)
        restarting = time.monotonic() - began
        self._until(self._is_over)
        self._until(lambda: not self._undrawn())
        texts = Counter(each.number for each in smsit.ledger)
        asked = self._asked()
        return Figures(
            mode=self._harness.mode.value,
            alone=alone,
            beside_list=beside_list,
            texts=texts.total(),
            doubled=sum(times > 1 for times in texts.values()),
            lost=len(set(people) - texts.keys() - asked),
            asked=len(asked),
            memory_at_start=at_start,
            memory_before=before,
            memory_after=after,
            memory_idle=idle,
            restarts=len(others),
            restart_seconds=round(restarting, 1),
            undrawn=self._undrawn(),
        )

    def _loaded(self, numbers: Sequence[str], per_second: int, seconds: int) -> Waits:
        """Have everybody type while a list is sent to these numbers, and wait until all of it is done."""
        if numbers:
            self._list(numbers)
        inside, outside, began = self._cpu(), time.process_time(), time.monotonic()
        checks = Checks(self._harness)
        with checks.going():
            answers = self._typed(per_second, seconds)
        took = time.monotonic() - began
        inside, outside = self._cpu() - inside, time.process_time() - outside
        self._until(self._is_over)
        self._until(lambda: not self._undrawn())
        drawn = time.monotonic() - began - took
        self._quiet()
        waits = sorted(each.ack_ms for each in answers)
        return Waits(
            commands=len(answers),
            per_second=round(len(answers) / took, 1),
            unacknowledged=sum(not each.acked for each in answers),
            refused=checks.refused + sum(BUSY in json.dumps(each.body, default=str) for each in answers),
            checks=checks.done,
            drawn_seconds=round(drawn, 1),
            median_ms=round(waits[len(waits) // 2], 1),
            p99_ms=round(quantiles(waits, n=100)[-1], 1),
            worst_ms=round(waits[-1], 1),
            cpu_ms=round(inside / len(answers) * 1000, 2),
            cpu_outside_ms=round(outside / len(answers) * 1000, 2),
        )

    def _resident(self) -> int:
        found: int = self._harness.bot.ask("resident")
        return found

    def _idle(self) -> int:
        found: int = self._harness.bot.ask("idle")
        return found

    def _cpu(self) -> float:
        found: float = self._harness.bot.ask("cpu")
        return found

    def _list(self, numbers: Sequence[str]) -> None:
        self._shop.send(csv("number,place", *(f"{each},{nth}" for nth, each in enumerate(numbers))), WORDS)

    def _typed(self, per_second: int, seconds: int) -> Sequence[Answer]:
        """Have everybody type, so often and for so long, however long the bot takes."""
        began = time.monotonic()
        people = [self._harness.person(each) for each in TYPERS]

        def typed(nth: int) -> Answer:
            return people[nth % len(people)].command(TYPED[nth // len(people) % len(TYPED)])

        with ThreadPoolExecutor(HANDS) as hands:
            waiting = []
            for nth in range(per_second * seconds):
                time.sleep(max(0.0, began + nth / per_second - time.monotonic()))
                waiting.append(hands.submit(typed, nth))
            return [each.result() for each in waiting]

    def _text_and_kill(self, number: str) -> None:
        """Have Maya confirm a text, kill the bot in the next moment, and start it again."""
        self._harness.compose(f"/sms {number} Your lift is here.")
        self._quiet()  # by then the form is filled in
        self._harness.check()
        self._harness.maya.submit()
        self._harness.bot.kill()
        self._harness.bot.database.close()
        self._harness.start_bot()

    def _until(self, there: Callable[[], bool]) -> None:
        """Wait for something that takes its time."""

        def struck() -> bool:
            if not self._harness.live:
                self._harness.tick(seconds=TICK_SECONDS)
            return there()

        wait_until(struck)

    def _quiet(self) -> None:
        self._harness.quiet()

    def _is_over(self) -> bool:
        with self._harness.bot.database.read() as conn:
            reviewed = and_(send.c.state == "draft", send.c.parent_id.is_(None))  # a check that was left
            still = select(func.count()).select_from(send).where(send.c.state.in_(OPEN), ~reviewed)
            return conn.execute(still).scalar_one() == 0

    def _undrawn(self) -> int:
        with self._harness.bot.database.read() as conn:
            return conn.execute(select(func.count()).select_from(message).where(IS_DIRTY)).scalar_one()

    def _asked(self) -> set[str]:
        """Return the numbers of texts about which a person is asked."""
        with self._harness.bot.database.read() as conn:
            found = conn.execute(select(send.c.to_number).where(send.c.state == "unknown")).scalars()
            return {each for each in found if each is not None}
