"""A process that is killed again and again while it sends a list: no row twice, none lost."""

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.demo import environment
from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting.clock import utc_now
from tests.clock import FakeClock
from tests.flows.house import House
from tests.flows.listing import QUICK, ROLES, Lists, csv
from tests.store import postgres

SLOW_SECONDS = 0.03
PATIENCE_SECONDS = 120.0
ENDS = {SendState.ACCEPTED, SendState.DELIVERED, SendState.UNDELIVERED, SendState.UNKNOWN}


@contextmanager
def bot_process(folder: Path, given: Mapping[str, str], house: House) -> Iterator[subprocess.Popen[bytes]]:
    """Run the bot in a process of its own, and kill it at the end."""
    env_file = folder / "bot.env"
    env_file.write_text("".join(f"{name}={value}\n" for name, value in given.items()), encoding="utf-8")
    command = [sys.executable, "-m", "bot", "run", "--env-file", str(env_file)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=folder) as process:  # noqa: S603 - our own
        try:
            house.wait_for(lambda: house.sandbox.slack.connections)
            yield process
        finally:
            process.kill()
    house.wait_for(lambda: not house.sandbox.slack.connections)


def texts_of(rows: tuple[Send, ...]) -> dict[str, str]:
    return {row.to_number: row.body or "" for row in rows}


def wait_long(house: House, predicate: Callable[[], object]) -> None:
    """Wait for a condition that takes a while."""
    house.sandbox.slack.wait_for(predicate, timeout=PATIENCE_SECONDS)


def is_over(shop: Lists) -> bool:
    """Let the clock strike, and tell whether every row had its turn."""
    shop.house.tick()
    return shop.newest().state is SendState.ACCEPTED


def on_sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'bot.db'}"


def on_postgresql(_folder: Path) -> str:
    return postgres.emptied()


@pytest.mark.parametrize(
    ("url", "size", "kills", "lanes"), [(on_sqlite, 5000, 10, 16), (on_postgresql, 200, 2, 4)]
)
def test_no_row_goes_twice_and_none_is_lost_however_often_the_bot_is_killed(
    tmp_path: Path, url: Callable[[Path], str], size: int, kills: int, lanes: int
) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(ROLES + QUICK, encoding="utf-8")
    changed = {
        "POLICY_FILE": str(policy),
        "DATABASE_URL": url(tmp_path),
        "SMSIT_PARALLEL": str(lanes),
    }
    house = House(tmp_path, FakeClock(utc_now()), Mode.SOCKET, changed)
    smsit = house.sandbox.start().smsit
    given = {**environment(house.sandbox, tmp_path / "bot.db"), **changed}
    shop = Lists(house)
    numbers = shop.people(size)
    smsit.set_credits(3 * size)
    expected = {number: f"Your place in the queue is {place}." for place, number in enumerate(numbers)}
    smsit.faults.add("smscontact", Fault.SLOW, times=None, seconds=SLOW_SECONDS)
    dice = random.Random(11)  # noqa: S311 - no secret
    goal = 0
    for kill in range(kills):
        with bot_process(tmp_path, given, house):
            if not kill:
                lines = csv("number,place", *(f"{number},{place}" for place, number in enumerate(numbers)))
                shop.send(lines, "Your place in the queue is %%place%%.")
            goal += dice.randint(size // (3 * kills), size // (kills + 1))
            wait_long(house, lambda goal=goal: len(smsit.ledger) >= goal)
    assert len(smsit.ledger) < size
    smsit.faults.clear()
    house.clock.advance(minutes=10)
    house.start_bot()
    try:
        wait_long(house, lambda: not {SendState.DRAFT, SendState.QUEUED} & shop.counts().keys())
        wait_long(house, lambda: is_over(shop))
        rows, counts = shop.rows(), shop.counts()
        ledger = Counter(number for number, _ in house.texts)

        assert set(ledger.values()) == {1}
        assert dict(house.texts).items() <= expected.items()
        assert texts_of(rows) == expected
        assert {row.state for row in rows} <= ENDS
        assert all(ledger[row.to_number] == 1 for row in rows if row.state is not SendState.UNKNOWN)
        assert counts.get(SendState.UNKNOWN, 0) <= kills * lanes
        assert len(house.messages()) == 1
        assert smsit.credits == 3 * size - len(house.texts)

        assert set(expected) - set(ledger) <= {
            row.to_number for row in rows if row.state is SendState.UNKNOWN
        }
        assert house.sandbox.slack.problems == []
    finally:
        house.close()
