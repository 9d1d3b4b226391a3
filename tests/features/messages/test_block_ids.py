"""The blocks that can be pressed say whose message they are in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.messages.block_ids import Traced, trace, traced
from bot.slack.blocks import kit
from bot.slack.outgoing.poster import Content
from bot.store.messages import Purpose

SUBJECT = "0" * 32


def test_only_what_can_be_pressed_gets_an_id_and_a_given_one_stays() -> None:
    button = kit.button("Go", "go")
    plain, own = kit.section("Hello"), kit.actions([button], block_id="own")
    blocks = (plain, {**plain, "accessory": button}, kit.actions([button]), own)
    marked = traced(Content("Hello", blocks), SUBJECT, Purpose.DETAILS)
    assert marked.text == "Hello"
    ids = [block.get("block_id") for block in marked.blocks]
    assert ids == [None, f"message:details:{SUBJECT}:1", f"message:details:{SUBJECT}:2", "own"]
    assert {trace(str(each)) for each in ids[1:3]} == {Traced(SUBJECT, Purpose.DETAILS)}


@given(purpose=st.sampled_from(Purpose), place=st.integers(0, 49))
def test_the_id_of_a_block_leads_back_to_its_message(purpose: Purpose, place: int) -> None:
    blocks = (*[kit.section("Hello")] * place, kit.actions([kit.button("Go", "go")]))
    marked = traced(Content("Hello", blocks), SUBJECT, purpose)
    block_id = marked.blocks[-1]["block_id"]
    assert len(block_id) <= 255
    assert trace(block_id) == (SUBJECT, purpose)


@pytest.mark.parametrize(
    "block_id", ["", "who", f"message:other:{SUBJECT}:1", f"message:send:{SUBJECT}", "message:send::1"]
)
def test_any_other_id_leads_nowhere(block_id: str) -> None:
    assert trace(block_id) is None
