"""Prints the three tables of `make chaos`; `python -m tests.crashes KIND…` only those kinds of the first.

Ends with 1 when anything was wrong.
"""

import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import groupby
from pathlib import Path

from tests.crashes import matrix, redelivery, surroundings
from tests.crashes.matrix import CrashHarness, Verdict
from tests.crashes.points import POINTS, cells, unnamed
from tests.crashes.stories import KINDS
from tests.quick_disk import use_memory
from tests.store import postgres


def main() -> int:
    """Go through everything and return the exit status."""
    use_memory()
    if kinds := sys.argv[1:]:
        return int(not all([*cut_off(kinds)]))
    wrong = [not all([*cut_off()]), not all([*redelivered()]), not all([*in_trouble()])]
    return int(any(wrong))


def cut_off(kinds: Collection[str] = KINDS.keys()) -> Iterator[bool]:
    """Cut every kind of story off at every point."""
    chosen = [cell for cell in cells() if cell.kind in kinds]
    say(f"## Cut off: {len(chosen)} cells\n")
    for kind, found in groupby(chosen, key=lambda cell: cell.kind):
        with opened() as house:
            whole = house.cell(kind, None)
            yield row(f"{kind}, told to its end", lambda told=whole: told)
            if missing := unnamed(kind, whole.passed):
                say(f"| {kind} | **not named in points.py**: {', '.join(sorted(missing))} |")
                yield False
            for _kind, point in found:
                yield row(f"{kind}, {point}", partial(house.cell, kind, point))


def redelivered() -> Iterator[bool]:
    """Have Slack deliver everything two and three times at once, on PostgreSQL."""
    say("\n## Delivered again, at once\n")
    for twins in (False, True):
        with opened(twins=twins, DATABASE_URL=postgres.emptied()) as house:
            for kind in POINTS:
                for times in (2, 3):
                    name = f"{kind}, {times} times, to {'two processes' if twins else 'one process'}"
                    yield row(name, partial(redelivery.told, house, kind, times))


def in_trouble() -> Iterator[bool]:
    """Have the database and the clock fail."""
    say("\n## Database and clock\n")
    with opened(DATABASE_URL=postgres.emptied()) as house:
        for name, trouble in surroundings.ON_POSTGRESQL.items():
            for kind in POINTS:
                yield row(f"{kind}, {name}", partial(surroundings.troubled, house, kind, trouble))
    with opened() as house:
        for kind in POINTS:
            for name, trouble in surroundings.ON_SQLITE.items():
                yield row(f"{kind}, {name}", partial(surroundings.troubled, house, kind, trouble))
            for name, jump in surroundings.JUMPS.items():
                yield row(f"{kind}, {name}", partial(surroundings.jumped, house, kind, jump))


@contextmanager
def opened(*, twins: bool = False, **changed: str) -> Iterator[CrashHarness]:
    """Open a house in a folder of its own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        matrix.opened(Path(folder), twins=twins, **changed) as house,
    ):
        yield house


def row(name: str, told: Callable[[], Verdict]) -> bool:
    """Print one row of a table and return whether it is right."""
    verdict = told()
    say(f"| {name} | {verdict.outcome} |")
    for fault in verdict.faults:
        say(f"|   | {fault} |")
    return verdict.is_right


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
