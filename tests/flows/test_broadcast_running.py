"""While SMS-iT sends a broadcast: how far it is, what everybody else can do meanwhile, and its end."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from bot.store.states import SendState
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import ADA, GRACE, Harness
from tests.flows.many import WORDS


class Gate:
    """Stands in for the pauses SMS-iT makes between two texts: they last until it is opened."""

    def __init__(self) -> None:
        self.open = threading.Event()

    async def __call__(self, _seconds: float) -> None:
        await asyncio.to_thread(self.open.wait)


@pytest.fixture
def shop(harness: Harness) -> Broadcasts:
    return Broadcasts(harness)


@pytest.fixture
def gate(shop: Broadcasts) -> Iterator[Gate]:
    usual = shop.smsit.sleep
    gate = shop.smsit.sleep = Gate()
    yield gate
    gate.open.set()
    shop.smsit.sleep = usual


def start(shop: Broadcasts, group: str, people: int) -> tuple[str, ...]:
    """Confirm a broadcast with the longest pause, and wait until its first text has left."""
    numbers = shop.group(group, people)
    shop.compose(group)
    label = next(line for line in shop.harness.shown().splitlines() if line.startswith("6 seconds, "))
    shop.maya.choose("Delay between texts", label)
    shop.confirmation(shop.check()).submit()
    shop.harness.wait_for(lambda: (numbers[0], WORDS) in shop.harness.texts)
    shop.harness.tick(seconds=15)
    return numbers


def test_how_far_it_is_is_told_by_the_clock_while_it_runs(shop: Broadcasts, gate: Gate) -> None:
    numbers = start(shop, "Marathon", 20)
    assert "about 0 of 2 min (estimated)" in shop.message("Marathon", "Sending").text

    shop.harness.tick(seconds=70)
    assert "about 1 of 2 min" in shop.message("Marathon", "about 1 of 2 min").text
    shop.harness.tick(seconds=65)
    shop.message("Marathon", "taking longer than expected")
    assert len(shop.harness.texts) == 1
    assert shop.newest().state is SendState.ATTEMPTING
    gate.open.set()

    shop.until(SendState.ACCEPTED)
    assert shop.got(numbers)
    assert shop.taken == 20


def test_texts_of_others_go_out_while_a_broadcast_runs(shop: Broadcasts, gate: Gate) -> None:
    numbers = start(shop, "Long haul", 5)
    priya = shop.harness.person("U0PRIYA")

    priya.command(f"/sms {ADA} Your taxi is here.")
    shop.harness.modal("Send a text", priya)
    priya.submit()
    shop.harness.modal("Review text", priya).submit()
    shop.harness.wait_for(lambda: (ADA, "Your taxi is here.") in shop.harness.texts)
    assert shop.newest().state is SendState.ATTEMPTING
    gate.open.set()

    shop.until(SendState.ACCEPTED)
    assert sorted(shop.harness.texts) == sorted(
        [(ADA, "Your taxi is here."), *((each, WORDS) for each in numbers)]
    )
    assert shop.taken == 6


def test_what_runs_counts_as_spoken_for(shop: Broadcasts, gate: Gate) -> None:
    start(shop, "First lot", 5)

    shop.harness.compose(f"/sms {GRACE} Hello")
    shop.harness.check()

    assert "(5 reserved)" in shop.harness.shown()
    shop.maya.close()
    gate.open.set()
    shop.until(SendState.ACCEPTED)


def test_what_runs_cannot_be_cancelled(shop: Broadcasts, gate: Gate) -> None:
    numbers = start(shop, "Unstoppable", 3)

    with pytest.raises(LookupError, match="Cancel"):
        shop.maya.press("Cancel", message=shop.message("Unstoppable", "Sending"))
    gate.open.set()

    shop.until(SendState.ACCEPTED)
    assert shop.got(numbers)


def test_two_broadcasts_run_side_by_side_each_once(shop: Broadcasts, gate: Gate) -> None:
    one = start(shop, "Left", 3)
    two = start(shop, "Right", 3)
    gate.open.set()

    shop.harness.wait_for_database(
        lambda: all(each.state is SendState.ACCEPTED for each in shop.harness.sends())
    )
    assert shop.got([*one, *two])
    assert shop.taken == 6
