"""A process that is killed again and again while it imports contacts: nobody twice, no row lost."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.demo import environment
from bot.sandbox.slack.model import Message
from bot.settings import Mode
from bot.store.contact_import_rows import RowState
from bot.store.contact_imports import ImportState
from bot.texting.clock import utc_now
from tests.chaos import sized
from tests.clock import FakeClock
from tests.flows.harness import Harness
from tests.flows.importing import QUICK, TITLES, Imports, csv, numbers
from tests.flows.listing import ROLES
from tests.flows.processes import bot_process, on_postgresql, on_sqlite

pytestmark = [pytest.mark.chaos, pytest.mark.long, pytest.mark.usefixtures("unmeasured")]
GROUP = "Waiting list"
REFUSED = 3
DONE_SAID = re.compile(r"([\d,]+) of [\d,]+ rows: ([\d,]+) added")


def lines_of(known: list[str]) -> bytes:
    """A file with everybody, and at its end some who cannot be added: no number, and no such group."""
    good = (f"{number},Pat {number[-5:]},{GROUP}" for number in known)
    nowhere = (f"{number},Nobody,No such group" for number in numbers(REFUSED, 90_000))
    return csv(TITLES, *good, *nowhere, f"12,Short,{GROUP}", f"{known[0]},Again,{GROUP}")


def figures(edits: list[Message]) -> tuple[list[int], list[int]]:
    """How many rows were done, and how many added, as each edit of the message said."""
    found = [match.groups() for each in edits if (match := DONE_SAID.search(each.text))]
    done, added = zip(*found, strict=True)
    return [int(each.replace(",", "")) for each in done], [int(each.replace(",", "")) for each in added]


def more(shop: Imports, count: int) -> None:
    """Wait until SMS-iT was asked for so many further additions."""
    goal = len(shop.additions) + count
    shop.harness.wait_for(lambda: len(shop.additions) >= goal)


def is_over(shop: Imports) -> bool:
    """Let the clock strike, and tell whether the import has ended."""
    shop.harness.tick(seconds=1)
    return shop.newest().state is ImportState.DONE


@pytest.mark.parametrize(
    ("url", "size", "kills", "lanes"),
    [(on_sqlite, sized(1_000, 20_000), sized(3, 4), 16), (on_postgresql, sized(300, 3_000), sized(2, 4), 4)],
)
def test_nobody_is_added_twice_and_no_row_is_lost_however_often_the_bot_is_killed(
    tmp_path: Path, url: Callable[[Path], str], size: int, kills: int, lanes: int
) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(ROLES + QUICK, encoding="utf-8")
    changed = {
        "POLICY_FILE": str(policy),
        "DATABASE_URL": url(tmp_path),
        "SMSIT_PARALLEL": str(lanes),
    }
    harness = Harness(tmp_path, FakeClock(utc_now()), Mode.SOCKET, changed)
    harness.sandbox.start()
    given = {**environment(harness.sandbox, tmp_path / "bot.db"), **changed}
    shop = Imports(harness)
    known = numbers(size)
    dice = random.Random(23)  # noqa: S311 - no secret
    with shop.edits() as edits:
        for kill in range(kills):
            with bot_process(tmp_path, given, harness):
                if kill:
                    more(shop, dice.randint(size // (2 * kills), size // kills))
                else:  # killed while the file is read
                    shop.begin(lines_of(known))
        assert len(shop.additions) < size
        with bot_process(tmp_path, given, harness):
            more(shop, size - kills * lanes - len(shop.additions))
        harness.clock.advance(minutes=10)
        harness.start_bot()
        harness.wait_for(lambda: is_over(shop))
        shop.until(ImportState.DONE)
    try:
        counts, added = shop.counts(), shop.added()
        unknown = {(row.number, row.group_name) for row in shop.rows(RowState.UNKNOWN)}
        request = {(number, GROUP) for number in known}

        assert set(added.values()) == {1}
        assert len(shop.additions) <= size + REFUSED  # who was refused once is not tried again
        assert set(added) <= request <= unknown | set(added)
        assert unknown.isdisjoint(added)
        assert counts[RowState.ADDED] == len(added)
        assert counts[RowState.REJECTED] == 2
        assert counts.get(RowState.REFUSED, 0) == REFUSED - len(unknown - request)
        assert sum(counts.values()) == size + REFUSED + 2
        assert counts.get(RowState.UNKNOWN, 0) <= (kills + 1) * lanes
        done, in_book = figures(edits)
        assert done == sorted(done)
        assert in_book == sorted(in_book)
        assert len(set(done)) > size / 5_000
        # Killed after Slack took the message and before that was noted, it is posted once more.
        said = [each.text for each in harness.messages()]
        assert len(said) in {1, 2}, said
        assert "Done" in said[-1]
        assert len(shop.returned()) == 2 + REFUSED + len(unknown & request)
        assert harness.sandbox.slack.problems == []
    finally:
        harness.close()
