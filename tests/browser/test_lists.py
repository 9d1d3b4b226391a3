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
    wait_for_replies,
)
from tests.browser.harness import WindowedHarness
from tests.browser.screen import Screen
from tests.flows.harness import ADA, GRACE, LOU
from tests.flows.listing import RUNNING

PEOPLE = (
    f"{ADA},Ada,10:00",
    f"{GRACE},Grace,10:30",
    "12,Nobody,11:00",
    f"{ADA},Ada,11:30",
    f"{LOU},Lou,12:00",
)
ROWS = "\n".join(("Phone,Name,Time", *PEOPLE, ""))
MANY = 24
"""As many as need no second person, and enough that it takes some seconds. One of them has opted out."""


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
    expect(maya.modal).to_contain_text("Merge fields: Name, Time")
    check(maya, CONFIRM_LIST)
    for fact in ("2 rows skipped", "Hello Ada, see you at 10:00.", "Line 4", "Line 5"):
        expect(maya.modal).to_contain_text(fact)
    assert harness.texts == []
    confirm(maya)

    maya.message("tuesday.csv · 3 recipients")
    harness.until(SendState.ACCEPTED)
    harness.tick(seconds=60)  # rows of lists are first asked about after a minute
    harness.tick(seconds=5)
    maya.message("3 of 3 sent, 2 delivered, 1 not delivered, 2 rows skipped")
    wait_for_replies(maya, harness, "tuesday.csv · 3 recipients")
    open_thread(maya, "tuesday.csv · 3 recipients")
    with maya.page.expect_download() as brought:
        maya.message("Results of this list").get_by_role("button", name="Download").click()

    result = Path(brought.value.path()).read_text(encoding="utf-8")
    assert "•••0100,Delivered" in result
    assert ADA not in result
    expected = [
        (ADA, "Hello Ada, see you at 10:00."),
        (GRACE, "Hello Grace, see you at 10:30."),
        (LOU, "Hello Lou, see you at 12:00."),
    ]
    assert sorted(harness.texts) == sorted(expected)


def test_a_running_list_can_be_paused_and_set_going_again(form: Screen, harness: WindowedHarness) -> None:
    maya = form
    numbers = [f"1415555{last:04}" for last in range(100, 100 + MANY)]
    maya.fill("Or paste numbers, one per line", "\n".join(numbers))
    maya.fill("Message", "We close early today.")
    check(maya, CONFIRM_LIST)
    confirm(maya)
    press_and_agree(maya, "Pause", RUNNING)
    paused = maya.message("Paused by @Maya Chen")
    expect(paused).to_contain_text("waiting, 1 row skipped")
    assert len(harness.texts) < MANY

    press_and_agree(maya, "Resume", "Paused by @Maya Chen")

    maya.message("inished, awaiting delivery reports")
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
