"""While SMS-iT sends a broadcast: how far it is, what everybody else can do meanwhile, and its end."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from bot.settings import Mode
from bot.store.states import SendState
from tests.flows.broadcasting import Broadcasts
from tests.flows.house import ADA, GRACE, House
from tests.flows.many import WORDS


@pytest.fixture(scope="module")
def mode() -> Mode:
    return Mode.SOCKET


class Gate:
    """Stands in for the pauses SMS-iT makes between two texts: they last until it is opened."""

    def __init__(self) -> None:
        self.open = threading.Event()

    async def __call__(self, _seconds: float) -> None:
        await asyncio.to_thread(self.open.wait)


@pytest.fixture
def shop(house: House) -> Broadcasts:
    return Broadcasts(house)


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
    label = next(line for line in shop.house.shown().splitlines() if line.startswith("6 seconds, "))
    shop.maya.choose("Pause", label)
    shop.confirmation(shop.check()).submit()
    shop.house.wait_for(lambda: (numbers[0], WORDS) in shop.house.texts)
    shop.house.tick(seconds=15)
    return numbers


def test_how_far_it_is_is_told_by_the_clock_while_it_runs(shop: Broadcasts, gate: Gate) -> None:
    numbers = start(shop, "Marathon", 20)
    assert "about 0 of 2 minutes, an estimate by the clock" in shop.message("Marathon", "Being sent").text

    shop.house.tick(seconds=70)
    assert "about 1 of 2 minutes" in shop.message("Marathon", "about 1 of 2 minutes").text
    shop.house.tick(seconds=65)
    shop.message("Marathon", "it takes longer than reckoned")
    assert len(shop.house.texts) == 1
    assert shop.newest().state is SendState.ATTEMPTING
    gate.open.set()

    shop.until(SendState.ACCEPTED)
    assert shop.got(numbers)
    assert shop.taken == 20


def test_texts_of_others_go_out_while_a_broadcast_runs(shop: Broadcasts, gate: Gate) -> None:
    numbers = start(shop, "Long haul", 5)
    priya = shop.house.person("U0PRIYA")

    priya.command(f"/sms {ADA} Your taxi is here.")
    shop.house.modal("Send a text", priya)
    priya.submit()
    shop.house.modal("Send this text?", priya).submit()
    shop.house.wait_for(lambda: (ADA, "Your taxi is here.") in shop.house.texts)
    assert shop.newest().state is SendState.ATTEMPTING
    gate.open.set()

    shop.until(SendState.ACCEPTED)
    assert sorted(shop.house.texts) == sorted(
        [(ADA, "Your taxi is here."), *((each, WORDS) for each in numbers)]
    )
    assert shop.taken == 6


def test_what_runs_counts_as_spoken_for(shop: Broadcasts, gate: Gate) -> None:
    start(shop, "First lot", 5)

    shop.house.compose(f"/sms {GRACE} Hello")
    shop.house.check()

    assert "5 spoken for" in shop.house.shown()
    shop.maya.close()
    gate.open.set()
    shop.until(SendState.ACCEPTED)


def test_what_runs_cannot_be_cancelled(shop: Broadcasts, gate: Gate) -> None:
    numbers = start(shop, "Unstoppable", 3)

    with pytest.raises(LookupError, match="Cancel"):
        shop.maya.press("Cancel", message=shop.message("Unstoppable", "Being sent"))
    gate.open.set()

    shop.until(SendState.ACCEPTED)
    assert shop.got(numbers)


def test_two_broadcasts_run_side_by_side_each_once(shop: Broadcasts, gate: Gate) -> None:
    one = start(shop, "Left", 3)
    two = start(shop, "Right", 3)
    gate.open.set()

    shop.house.wait_for_database(lambda: all(each.state is SendState.ACCEPTED for each in shop.house.sends()))
    assert shop.got([*one, *two])
    assert shop.taken == 6
