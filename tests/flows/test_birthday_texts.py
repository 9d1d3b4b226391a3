"""Birthday texts: prepared once, shown before they go out, and stopped by whoever sees that one is wrong."""

from pathlib import Path

import pytest

from bot.store.birthdays import DayState
from bot.store.states import SendState
from tests.flows.birthday_texts import POLICY, born, days, nobody, opened, prepared, told
from tests.flows.conftest import OpenHouse
from tests.flows.harness import ADA, GRACE, NORA, Harness, words_in
from tests.patience import wait_until

pytestmark = pytest.mark.measured


def states(house: Harness) -> dict[str, SendState]:
    return {each.to_number: each.state for each in house.sends()}


def test_they_are_shown_and_go_out_at_their_time_but_for_the_one_that_was_stopped(
    open_harness: OpenHouse, tmp_path: Path
) -> None:
    house = opened(open_harness, tmp_path)
    nobody(house)
    born(house, ADA)
    born(house, GRACE)
    born(house, NORA, name="")
    prepared(house)

    shown = told(house, lambda each: "Ada Lovelace" in words_in(each.blocks))
    said = words_in(shown.blocks)
    assert "•••0100" in said
    assert ADA not in str(shown)
    assert "1 person left out: No value for %%Name%%." in said
    assert states(house) == {ADA: SendState.SCHEDULED, GRACE: SendState.SCHEDULED}
    assert house.texts == []

    house.maya.command("/sms birthdays", "C0FRONT")
    house.modal("Birthdays")
    house.wait_for(lambda: "Today: 2 scheduled, 1 left out." in house.shown())
    house.maya.close()
    grace = next(each for each in house.sends() if each.to_number == GRACE)
    house.person("U0SAM").press(grace.id, message=shown)
    wait_until(lambda: states(house)[GRACE] is SendState.CANCELLED)
    for _strike in range(2):  # told again and again, and prepared once
        house.tick(hours=1)
    wait_until(lambda: states(house)[ADA] is SendState.ACCEPTED)
    house.tick(hours=1)

    assert house.texts == [(ADA, "Happy birthday, Ada!")]
    told(house, lambda each: "Cancelled, not sent" in words_in(each.blocks))
    assert [each.state for each in days(house)] == [DayState.HELD]
