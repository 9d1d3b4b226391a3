"""The fourth table: a database that is away, locked, read-only or full, and a clock that jumps."""

import resource
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

from bot.sandbox.slack.model import Answer, Lane
from tests.crashes.matrix import MINUTE, CrashHarness, Verdict
from tests.crashes.stories import Step, Story
from tests.store import postgres

JUMPS: Final[Mapping[str, timedelta]] = {
    "an hour on": timedelta(hours=1),
    "an hour back": timedelta(hours=-1),
    "a day on": timedelta(days=1),
    "a day back": timedelta(days=-1),
}


def jumped(house: CrashHarness, kind: str, jump: timedelta) -> Verdict:
    """Tell a story in which the clock jumps after the first step. One set back catches up in the end."""
    clock = house.harness.clock

    def altered(story: Story) -> Story:
        first, *others = story.steps
        steps = [_then(first, partial(clock.advance, seconds=jump.total_seconds())), *others]
        if jump < timedelta():
            steps[-1] = _then(steps[-1], partial(clock.advance, seconds=-jump.total_seconds()))
        return replace(story, steps=tuple(steps))

    return house.cell(kind, None, altered)


def troubled(house: CrashHarness, kind: str, trouble: "Trouble") -> Verdict:
    """Tell a story whose first step meets a trouble for a minute; whoever was not served repeats it."""

    def altered(story: Story) -> Story:
        first, *others = story.steps
        answers: list[Answer | None] = []

        def meets() -> Answer | None:
            with trouble(house):
                answers.append(answer := first())
                for _ in range(2):
                    house.harness.clock.advance(seconds=MINUTE / 2)
                    house.harness.bot.attempt_tick()
            return answer

        return replace(story, steps=(meets, partial(_repeated, house, first, answers, _told(house)), *others))

    return house.cell(kind, None, altered)


def _repeated(
    house: CrashHarness, step: Step, answers: Sequence[Answer | None], told_before: int
) -> Answer | None:
    """Do once more what was not done: the form is there, the person was told, or Slack itself delivers again.

    The clock needs none of these.
    """
    (answer,) = answers
    if answer is None or _comes_again(answer):
        return step()
    person = house.harness.maya
    while person.title == "Not done":
        person.back()
    assert person.view is not None or _told(house) > told_before, "nobody was told that nothing was done"
    return step()


def _comes_again(answer: Answer) -> bool:
    """Tell whether Slack delivers it again by itself: an event that nobody acknowledged, as a step is."""
    return not answer.acked and answer.delivery is not None and answer.delivery.lane is Lane.EVENT


def _told(house: CrashHarness) -> int:
    """Count what only Maya was told."""
    return sum(each.ephemeral_to == house.harness.maya.id for each in house.harness.sandbox.slack.messages)


def _then(step: Step, follows: Callable[[], object]) -> Step:
    def both() -> Answer | None:
        answer = step()
        follows()
        return answer

    return both


Trouble = Callable[[CrashHarness], AbstractContextManager[None]]


@contextmanager
def locked(house: CrashHarness) -> Iterator[None]:
    """Have somebody else hold the write lock of the file. The lock is real; the waiting is cut short."""
    house.harness.bot.ask("impair")
    with closing(sqlite3.connect(str(house.harness.bot.database.path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
    house.harness.bot.ask("mend")


@contextmanager
def impaired(house: CrashHarness, pragma: str) -> Iterator[None]:
    """Have SQLite refuse to write, with the error it has for a file like that."""
    house.harness.bot.ask("impair", pragma)
    yield
    house.harness.bot.ask("mend")


@contextmanager
def full(house: CrashHarness) -> Iterator[None]:
    """Have no file of the process grow any more."""
    house.harness.bot.ask("limit_files", 0)
    yield
    house.harness.bot.ask("limit_files", resource.RLIM_INFINITY)


@contextmanager
def away(house: CrashHarness) -> Iterator[None]:
    """Stop PostgreSQL, and start it again."""
    del house
    postgres.stop()
    try:
        yield
    finally:
        postgres.start()


ON_SQLITE: Final[Mapping[str, Trouble]] = {
    "locked for a minute": locked,
    "read-only": partial(impaired, pragma="PRAGMA query_only=ON"),
    "full disk": full,
}
ON_POSTGRESQL: Final[Mapping[str, Trouble]] = {"PostgreSQL restarted": away}
