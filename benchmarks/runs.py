"""What the benchmarks share: their time, their progress, and the same again with another checkout.

``--against DIR`` measures the code in another directory too, a `git worktree` of an earlier version perhaps,
with the benchmarks that are here, in the same run; what it needs installed must be installed here.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path

from figures import Figure, report

PROCESSES = get_context("fork") if sys.platform == "linux" else get_context("spawn")
"""How the other processes of a benchmark begin: before it has threads, and without importing all anew."""
SECONDS = 40.0
"""What a benchmark may take, so that it ends within a minute wherever it runs."""


class Budget:
    """The time a benchmark has. It does fewer rounds where the machine is slow; never fewer than a few."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._began = time.monotonic()
        self._seconds = seconds

    @property
    def end(self) -> float:
        """When it is over, on the monotonic clock."""
        return self._began + self._seconds

    def left(self, share: float = 1.0) -> bool:
        """Tell whether less than this share of the time has passed."""
        return time.monotonic() - self._began < share * self._seconds

    def rounds(self, most: int, least: int, share: float = 1.0) -> Iterator[int]:
        """Count rounds: `most`, or as many as there is time for, but `least`."""
        for nth in range(most):
            if nth >= least and not self.left(share):
                return
            yield nth


@dataclass(slots=True)
class Cost:
    """What a piece of work took, round after round: seconds by the wall clock and of CPU, of its thread."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Add what the block takes."""
        wall, cpu = time.perf_counter(), time.thread_time()
        yield
        self.cpu.append(time.thread_time() - cpu)
        self.wall.append(time.perf_counter() - wall)


def percentile(took: Sequence[float], share: float) -> float:
    """Return the value that this share of all does not exceed."""
    return sorted(took)[max(0, round(len(took) * share) - 1)]


def say(what: str) -> None:
    """Say on standard error how far it is."""
    sys.stderr.write(f"  … {what}\n")
    sys.stderr.flush()


def run(title: str, measure: Callable[[], list[Figure]]) -> int:
    """Measure, with another checkout too where one is named; print the table and return the exit code."""
    parser = argparse.ArgumentParser(description=sys.modules["__main__"].__doc__)
    parser.add_argument("--against", metavar="DIR", type=Path, help="measure this checkout as well")
    found = parser.parse_args()
    before = [] if found.against is None else _figures_of(found.against.resolve())
    return report(title, [*measure(), *before])


def _figures_of(checkout: Path) -> list[Figure]:
    """Return the figures of the code in another directory, without their targets."""
    say(f"the same with {checkout}")
    script = Path(sys.argv[0]).resolve()
    environment = os.environ | {"PYTHONPATH": str(checkout)}
    command = [sys.executable, str(script)]
    done = subprocess.run(command, cwd=checkout, env=environment, stdout=subprocess.PIPE, check=False)  # noqa: S603 - our own command
    lines = done.stdout.decode().splitlines()
    if not lines or not lines[-1].startswith("["):
        raise SystemExit(f"nothing could be measured in {checkout}")
    rows = [Figure(**row) for row in json.loads(lines[-1])]
    return [replace(row, name=f"{row.name} (in {checkout.name})", target="", ok=True) for row in rows]
