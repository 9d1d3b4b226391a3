"""A process that is killed wherever it stands: a sample of what `make chaos` goes through."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.crashes import matrix
from tests.crashes.matrix import CrashHarness
from tests.crashes.moments import STOPPED, STOPPED_MEANWHILE
from tests.crashes.points import EVERYWHERE, POINTS, Point, never_passed, sample, unnamed
from tests.crashes.stories import KINDS
from tests.crashes.trap import AFTER, BEFORE

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("unmeasured")]

SEED, EACH = 20, 2
PARTS = 3
"""All cells in one test may take longer than pytest allows where the machine has much else to do."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[CrashHarness]:
    with matrix.opened(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("part", range(PARTS))
def test_wherever_a_process_is_killed_nothing_is_doubled_lost_or_untrue(
    house: CrashHarness, part: int
) -> None:
    verdicts = [house.cell(*cell) for cell in list(sample(SEED, EACH))[part::PARTS]]
    assert [each for each in verdicts if not each.is_right] == []


@pytest.mark.parametrize(
    ("deed", "kind", "point"),
    [
        (STOPPED, "text now", f"{BEFORE} SMS-iT's smscontact"),
        (STOPPED_MEANWHILE, "text now", f"{AFTER} the commit of engine.attempts.claim"),
        (STOPPED_MEANWHILE, "list", f"{AFTER} SMS-iT's smscontact"),
    ],
)
def test_a_process_that_is_stopped_doubles_and_loses_nothing(
    house: CrashHarness, deed: str, kind: str, point: str
) -> None:
    told = house.cell(kind, Point(point), deed=deed)
    assert told.is_right, told


def test_every_kind_passes_the_points_named_for_it_and_is_right_where_nothing_cuts_it_off(
    house: CrashHarness,
) -> None:
    assert POINTS.keys() == KINDS.keys()
    named = set(EVERYWHERE).union(
        *POINTS.values()
    )  # of all kinds: what repeats goes on beside the next story
    for kind in KINDS:
        told = house.cell(kind, None)
        assert told.is_right, told
        assert not told.asked, told
        assert unnamed(kind, told.passed) - named == set()
        assert never_passed(kind, told.passed) == set()


def test_the_judge_sees_what_is_wrong(house: CrashHarness) -> None:
    slack, smsit = house.harness.sandbox.slack, house.harness.sandbox.smsit
    assert house.cell("text now", None).is_right
    [(what, number)] = house.judge.made

    def wrong() -> list[str]:
        return list(house.judge.wrong(house.newest))

    assert wrong() == []
    smsit.call("smscontact", to=number, message="Again.", **{"from": smsit.sender_numbers[0]})
    assert wrong() == [f"doubled: {what} to ...{number[-4:]}, 2 times"]
    house.judge.begin()
    assert wrong() == [f"lost: {what} to ...{number[-4:]}"]

    assert house.cell("held", None).is_right
    [message] = house.harness.messages()
    slack.messages.put(replace(message, text="It never went out."))
    assert any("It never went out." in each for each in house.judge.untrue())
