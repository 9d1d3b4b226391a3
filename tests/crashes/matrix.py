"""One cell of the matrix: a story of one kind, cut off at one point, and what was true afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.settings import Mode
from bot.texting.clock import utc_now
from tests.clock import FakeClock
from tests.crashes.judge import Judge
from tests.crashes.points import Point
from tests.crashes.remote import Died, RemoteHarness
from tests.crashes.stories import KINDS, POLICY, Step, Story, Teller
from tests.crashes.trap import KILLED

MINUTE: Final = 60
TICK: Final = 10
LONGEST_BROADCAST: Final = 600
"""Seconds by which SMS-iT would be done with any broadcast of these stories, and nobody waits for it."""
ESTIMATED: Final = 15
"""Seconds after which the estimate in the message of a broadcast is made anew."""
ROUNDS: Final = 12
"""Ticks after the last step, by which everything a story brings about has happened."""


def _as_it_is(story: Story) -> Story:
    return story


@dataclass(slots=True)
class Verdict:
    """What came of one cell."""

    kind: str
    point: Point | None
    died: bool = False
    asked: bool = False
    twice: bool = False
    faults: list[str] = field(default_factory=list)
    passed: dict[str, int] = field(default_factory=dict)

    @property
    def is_right(self) -> bool:
        """Whether nothing was wrong, and the process died where it was to die."""
        return not self.faults and (self.point is None or self.died)

    @property
    def outcome(self) -> str:
        """A word for the table."""
        if self.faults:
            return "WRONG"
        if self.point is not None and not self.died:
            return "never passed"
        return ("asked" if self.asked else "done") + (", message twice" if self.twice else "")


class CrashHarness:
    """One workspace in which story after story is told and cut off."""

    def __init__(self, harness: RemoteHarness) -> None:
        self.harness = harness
        self._teller, self.judge = Teller(harness), Judge(harness)
        self.newest = Story(())
        harness.sandbox.smsit.quirks.appointment_changes = True  # it takes a cancellation for what it is

    def cell(
        self,
        kind: str,
        point: Point | None,
        altered: Callable[[Story], Story] = _as_it_is,
        deed: str = KILLED,
    ) -> Verdict:
        """Tell a story, cut it off at a point, start again, and judge. Without a point, only tell it."""
        self.harness.fresh()
        self._settled()
        self.judge.begin()
        verdict = Verdict(kind, point)
        self.newest = story = altered(KINDS[kind](self._teller))
        self._settled()
        self.harness.bot.arm(*((None,) if point is None else (*point, deed)))
        left = self._told(story)
        if self.harness.bot.is_dead:
            verdict.died = True
            self._again()
            verdict.faults += self.judge.untrue()
            for step in left:
                step()
                self._settled()
            self._rest()
        else:
            verdict.passed = self.harness.bot.passed()
            self.harness.bot.arm(None)
        verdict.faults += self.judge.untrue()
        verdict.faults += self.judge.wrong(story)
        verdict.asked, verdict.twice = self.judge.asks(story), self.judge.is_there_twice()
        return verdict

    def _told(self, story: Story) -> tuple[Step, ...]:
        """Take the steps until the process dies; return those left, with one that was not acknowledged."""
        for nth, step in enumerate(story.steps):
            taken = False
            with suppress(Died):
                answer = step()
                taken = answer is None or answer.acked
                self._settled()
            if self.harness.bot.is_dead:
                return story.steps[nth + 1 if taken else nth :]
        try:
            self._rest()
        except Died:
            self.harness.bot.buried()
        return ()

    def _again(self) -> None:
        """Start again and let a minute pass."""
        self.harness.bot.buried()
        self.harness.bot.database.close()
        self.harness.sandbox.slack.problems.clear()
        self.harness.start_bot()
        for _ in range(MINUTE // TICK):
            self._settled()
            self.harness.tick(seconds=TICK)
        self._settled()
        if self.judge.is_sending_to_a_group():
            self.harness.tick(seconds=ESTIMATED)
            self._settled()

    def _rest(self) -> None:
        if self.judge.is_sending_to_a_group():
            self.harness.tick(seconds=LONGEST_BROADCAST)
        for _ in range(ROUNDS):
            self.harness.tick(seconds=TICK)
            self._settled()

    def _settled(self) -> None:
        """Wait until nothing is under way. Raises :exc:`Died` when the process is gone."""
        self.harness.wait_for_database(self.judge.is_idle)


@contextmanager
def opened(folder: Path, *, twins: bool = False, **changed: str) -> Iterator[CrashHarness]:
    """Open a house, and close it at the end; with `twins` the bot runs in two processes."""
    policy = folder / "policy.toml"
    policy.write_text(POLICY, encoding="utf-8")
    harness = RemoteHarness(
        folder, FakeClock(utc_now()), Mode.SOCKET, {"POLICY_FILE": str(policy), **changed}
    )
    harness.twins = twins
    harness.open()
    try:
        yield CrashHarness(harness)
    finally:
        harness.close()
