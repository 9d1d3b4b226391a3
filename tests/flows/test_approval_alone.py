"""With one person who may approve: said at the start, and nobody is locked out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.states import SendState
from tests.flows.broadcasting import Broadcasts, own_harness
from tests.flows.harness import Harness

POLICY = """
[roles]
broadcaster = ["U0MAYA"]
approver = ["U0LENA"]

[approval]
channel = "C0APPROVE"
people = 2
tolerance_percent = 50
"""
ALONE = POLICY.replace('broadcaster = ["U0MAYA"]', 'broadcaster = ["U0LENA"]')


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    harness = own_harness(tmp_path_factory.mktemp("house"), ALONE)
    yield harness
    harness.close()


def test_the_only_approver_may_approve_their_own_and_that_is_kept(harness: Harness) -> None:
    shop = Broadcasts(harness)
    numbers = shop.group("Solo", 3)
    shop.send("Solo", who=shop.lena)

    shop.harness.approve(shop.request("Solo"), shop.lena)

    shop.until(SendState.ACCEPTED, shop.lena)
    assert shop.got(numbers)
    shop.request("Solo", "as the only approver")


def test_within_the_tolerance_of_the_policy_nobody_is_asked_again(harness: Harness) -> None:
    shop = Broadcasts(harness)
    numbers = shop.group("Elastic", 4)
    shop.send("Elastic", who=shop.lena)
    asked = shop.request("Elastic")
    new = shop.join("Elastic")

    shop.harness.approve(asked, shop.lena)

    shop.until(SendState.ACCEPTED, shop.lena)
    assert shop.got([*numbers, new])


def test_people_who_are_exchanged_while_their_number_moves_within_the_tolerance_are_asked_about(
    harness: Harness,
) -> None:
    shop = Broadcasts(harness)
    numbers = shop.group("Exchanged", 4)
    shop.send("Exchanged", who=shop.lena)
    asked = shop.request("Exchanged")
    with harness.sandbox.smsit.lock:
        for number in numbers[:3]:
            harness.sandbox.smsit.book.delete(number)
    for number in ("14155567701", "14155567702"):
        shop.join("Exchanged", number=number)

    shop.harness.approve(asked, shop.lena)

    shop.request("Exchanged", "The people in the group aren't the ones it was approved for.", count=2)
    assert harness.texts == []


def test_a_single_approver_is_said_at_the_start(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    harness = own_harness(tmp_path, POLICY)
    try:
        harness.wait_for_database(lambda: "Only one person can approve" in caplog.text)
    finally:
        harness.close()
    assert "U0LENA" in caplog.text
