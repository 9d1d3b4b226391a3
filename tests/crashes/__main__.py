"""Prints the four tables of `make chaos`; `python -m tests.crashes [TABLE…] [KIND…]` only some of them.

Ends with 1 when anything was wrong.
"""

import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Final

from tests.crashes import matrix, redelivery, surroundings
from tests.crashes.matrix import CrashHarness, Verdict
from tests.crashes.moments import STOPPED_MEANWHILE
from tests.crashes.points import cells, unnamed
from tests.crashes.stories import KINDS
from tests.crashes.trap import KILLED
from tests.quick_disk import use_memory
from tests.store import postgres


def main() -> int:
    """Go through everything and return the exit status."""
    use_memory()
    named = sys.argv[1:]
    if unknown := set(named) - TABLES.keys() - KINDS.keys():
        say(f"no table and no kind: {', '.join(sorted(unknown))}")
        return 2
    kinds = [each for each in KINDS if each in named] or list(KINDS)
    tables = [each for each in TABLES if each in named] or list(TABLES)
    wrong = sum(not is_right for each in tables for is_right in TABLES[each](kinds))
    return int(wrong > 0)


def killed(kinds: Collection[str]) -> Iterator[bool]:
    """Kill the process at every point of every kind of story."""
    return at_each_point(kinds, KILLED)


def stopped(kinds: Collection[str]) -> Iterator[bool]:
    """Stop the process at every point of every kind of story, while what stands there goes on."""
    return at_each_point(kinds, STOPPED_MEANWHILE)


def at_each_point(kinds: Collection[str], deed: str) -> Iterator[bool]:
    """Do a deed at every point of every kind of story."""
    chosen = [cell for cell in cells() if cell.kind in kinds]
    say(f"\n## {deed.capitalize()}: {len(chosen)} cells\n")
    for kind, found in groupby(chosen, key=lambda cell: cell.kind):
        with opened() as house:
            whole = house.cell(kind, None)
            yield row(f"{kind}, told to its end", lambda told=whole: told)
            if missing := unnamed(kind, whole.passed):
                say(f"| {kind} | **not named in points.py**: {', '.join(sorted(missing))} |")
                yield False
            for _kind, point in found:
                yield row(f"{kind}, {point}", partial(house.cell, kind, point, deed=deed))


def redelivered(kinds: Collection[str]) -> Iterator[bool]:
    """Have Slack deliver everything two and three times at once, on PostgreSQL."""
    say("\n## Delivered again, at once\n")
    for twins in (False, True):
        with opened(twins=twins, DATABASE_URL=postgres.emptied()) as house:
            for kind in kinds:
                for times in (2, 3):
                    name = f"{kind}, {times} times, to {'two processes' if twins else 'one process'}"
                    yield row(name, partial(redelivery.told, house, kind, times))


def in_trouble(kinds: Collection[str]) -> Iterator[bool]:
    """Have the database and the clock fail."""
    say("\n## Database and clock\n")
    with opened(DATABASE_URL=postgres.emptied()) as house:
        for name, trouble in surroundings.ON_POSTGRESQL.items():
            for kind in kinds:
                yield row(f"{kind}, {name}", partial(surroundings.troubled, house, kind, trouble))
    with opened() as house:
        for kind in kinds:
            for name, trouble in surroundings.ON_SQLITE.items():
                yield row(f"{kind}, {name}", partial(surroundings.troubled, house, kind, trouble))
            for name, jump in surroundings.JUMPS.items():
                yield row(f"{kind}, {name}", partial(surroundings.jumped, house, kind, jump))


TABLES: Final = {
    "killed": killed,
    "stopped": stopped,
    "delivered again": redelivered,
    "database and clock": in_trouble,
}


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
