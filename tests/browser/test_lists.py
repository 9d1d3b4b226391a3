"""Lists of numbers as people text them at the page."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.store.states import SendState
from tests.browser.broadcasting import (
    CONFIRM_LIST,
    LIST,
    check,
    confirm,
    open_thread,
    press_and_agree,
    titled,
)
from tests.browser.harness import WindowedHarness
from tests.browser.screen import Screen
from tests.flows.harness import ADA, GRACE

ROWS = f"Phone,Name,Time\n{ADA},Ada,10:00\n{GRACE},Grace,10:30\n12,Nobody,11:00\n{ADA},Ada,11:30\n"
MANY = 24
"""As many as need no second person, and enough that the bot takes some seconds for them."""


@pytest.fixture
def form(maya: Screen) -> Screen:
    """Maya with the form of a list open."""
    maya.type("/sms list")
    titled(maya, LIST)
    return maya


def upload(screen: Screen, name: str, content: str) -> None:
    csv: Mapping[str, str | bytes] = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    screen.modal.locator("input[type=file]").set_input_files(dict(csv))
    screen.modal.get_by_text(f"{name} · {len(content)} bytes").wait_for()


def test_an_uploaded_list_is_previewed_sent_and_its_result_brought_home(
    form: Screen, harness: WindowedHarness
) -> None:
    maya = form
    upload(maya, "tuesday.csv", ROWS)
    maya.fill("Message", "Hello %%Name%%, see you at %%Time%%.")
    expect(maya.modal).to_contain_text("Fields: Name, Time")
    check(maya, CONFIRM_LIST)
    for fact in ("2 to be sent, 2 left out", "Hello Ada, see you at 10:00.", "line 4", "line 5"):
        expect(maya.modal).to_contain_text(fact)
    assert harness.texts == []
    confirm(maya)

    maya.message("List tuesday.csv (2 people)")
    harness.until(SendState.ACCEPTED)
    harness.tick(seconds=60)  # rows of lists are first asked about after a minute
    harness.tick(seconds=5)
    message = maya.message("2 delivered")
    expect(message.locator(".chart canvas")).to_be_visible()
    harness.tick(seconds=30)
    open_thread(maya, "List tuesday.csv")
    with maya.page.expect_download() as brought:
        maya.message("Result of the list").get_by_role("button", name="Download").click()

    result = Path(brought.value.path()).read_text(encoding="utf-8")
    assert "•••0100,delivered" in result
    assert ADA not in result
    expected = [(ADA, "Hello Ada, see you at 10:00."), (GRACE, "Hello Grace, see you at 10:30.")]
    assert sorted(harness.texts) == expected


def test_a_running_list_can_be_paused_and_set_going_again(form: Screen, harness: WindowedHarness) -> None:
    maya = form
    numbers = [f"1415555{last:04}" for last in range(100, 100 + MANY)]
    maya.fill("or paste numbers, one in each line", "\n".join(numbers))
    maya.fill("Message", "We close early today.")
    check(maya, CONFIRM_LIST)
    confirm(maya)
    press_and_agree(maya, "Pause", "Being sent, one by one")
    paused = maya.message("Paused by @Maya Chen")
    expect(paused).to_contain_text("waiting")
    assert len(harness.texts) < MANY

    press_and_agree(maya, "Resume", "Paused by @Maya Chen")

    maya.message("Every row has had its turn")
    got = [number for number, _ in harness.texts]
    assert len(got) == len(set(got))
    assert set(got) <= set(numbers)


def test_a_file_can_be_taken_back_and_another_one_chosen(form: Screen, harness: WindowedHarness) -> None:
    maya = form
    upload(maya, "wrong.csv", "Phone\n12\n")
    maya.modal.get_by_role("button", name="Remove wrong.csv").click()
    upload(maya, "right.csv", ROWS)
    maya.fill("Message", "Hello %%Name%%")
    check(maya, CONFIRM_LIST)
    expect(maya.modal).to_contain_text("right.csv")
    assert harness.texts == []
