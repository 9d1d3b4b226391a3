"""A process that is killed again and again while it sends a list: no row twice, none lost."""

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.demo import environment
from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting.clock import utc_now
from tests.chaos import sized
from tests.clock import FakeClock
from tests.flows.harness import Harness
from tests.flows.listing import QUICK, ROLES, Lists, csv
from tests.flows.processes import bot_process, on_postgresql, on_sqlite

pytestmark = [pytest.mark.chaos, pytest.mark.long, pytest.mark.usefixtures("unmeasured")]

SLOW_SECONDS = 0.03
ENDS = {SendState.ACCEPTED, SendState.DELIVERED, SendState.UNDELIVERED, SendState.UNKNOWN}


def texts_of(rows: tuple[Send, ...]) -> dict[str, str]:
    return {row.to_number: row.body or "" for row in rows}


def is_over(shop: Lists) -> bool:
    """Let the clock strike, and tell whether every row had its turn."""
    shop.harness.tick()
    return shop.newest().state is SendState.ACCEPTED


@pytest.mark.parametrize(
    ("url", "size", "kills", "lanes"),
    [
        (on_sqlite, sized(900, 20_000), sized(4, 20), 16),
        (on_postgresql, sized(200, 2_000), sized(2, 6), 4),
    ],
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
    harness = Harness(tmp_path, FakeClock(utc_now()), Mode.SOCKET, changed)
    smsit = harness.sandbox.start().smsit
    given = {**environment(harness.sandbox, tmp_path / "bot.db"), **changed}
    shop = Lists(harness)
    numbers = shop.people(size)
    smsit.set_credits(3 * size)
    expected = {number: f"Your place in the queue is {place}." for place, number in enumerate(numbers)}
    smsit.faults.add("smscontact", Fault.SLOW, times=None, seconds=SLOW_SECONDS)
    dice = random.Random(11)  # noqa: S311 - no secret
    goal = 0
    for kill in range(kills):
        with bot_process(tmp_path, given, harness):
            if not kill:
                lines = csv("number,place", *(f"{number},{place}" for place, number in enumerate(numbers)))
                shop.send(lines, "Your place in the queue is %%place%%.")
            goal += dice.randint(size // (3 * kills), size // (kills + 1))
            harness.wait_for(lambda goal=goal: len(smsit.ledger) >= goal)
    assert len(smsit.ledger) < size
    smsit.faults.clear()
    harness.clock.advance(minutes=10)
    harness.start_bot()
    try:
        harness.wait_for(lambda: not {SendState.DRAFT, SendState.QUEUED} & shop.counts().keys())
        harness.wait_for(lambda: is_over(shop))
        rows, counts = shop.rows(), shop.counts()
        ledger = Counter(number for number, _ in harness.texts)

        assert set(ledger.values()) == {1}
        assert dict(harness.texts).items() <= expected.items()
        assert texts_of(rows) == expected
        assert {row.state for row in rows} <= ENDS
        assert all(ledger[row.to_number] == 1 for row in rows if row.state is not SendState.UNKNOWN)
        assert counts.get(SendState.UNKNOWN, 0) <= kills * lanes
        assert len(harness.messages()) == 1
        assert smsit.credits == 3 * size - len(harness.texts)

        assert set(expected) - set(ledger) <= {
            row.to_number for row in rows if row.state is SendState.UNKNOWN
        }
        assert harness.sandbox.slack.problems == []
    finally:
        harness.close()
