"""Pause, resume and cancel, who may, and a bot that stops in the middle."""

from collections.abc import Iterator

import pytest

from bot.sandbox.slack.model import Message
from bot.store.contact_import_rows import RowState
from bot.store.contact_imports import ImportState
from tests.flows.harness import Harness
from tests.flows.importing import Imports, numbers, opened, people

S = RowState
LANES = 2
ROWS = 10
NOT_YOURS = "You need the *broadcaster* role for this, because it's <@U0MAYA>'s."


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), SMSIT_PARALLEL=str(LANES)) as shared:
        yield shared


@pytest.fixture
def shop(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> Iterator[Imports]:
    monkeypatch.setattr("bot.features.imports.results.WAIT_SECONDS", 0.05)
    made = Imports(harness)
    yield made
    made.done()


def in_flight(shop: Imports, known: list[str], after: int) -> None:
    """Begin an import and wait until these have been answered and every lane waits for an answer."""
    shop.begin(people(known))
    shop.harness.wait_for_database(lambda: len(shop.additions) == after + LANES)
    shop.message("Adding contacts")


def buttons(message: Message) -> list[str]:
    elements = (each for block in message.blocks for each in block.get("elements", ()))
    return [str(each["text"]["text"]) for each in elements if each["type"] == "button"]


def test_a_paused_import_begins_no_row_until_it_is_resumed(shop: Imports) -> None:
    known = numbers(ROWS)
    with shop.gate(3) as answers:
        in_flight(shop, known, 3)
        running = buttons(shop.message())
        pressed = shop.press("Pause")
        paused = shop.message("Paused by <@U0MAYA>")
        answers.open()
        shop.message("5 of 10 rows: 5 added")
    shop.harness.quiet()
    asked = len(shop.additions)
    shop.harness.sandbox.slack.redeliver(pressed)
    resumed = shop.press("Resume")
    shop.harness.sandbox.slack.redeliver(resumed)
    counts = shop.ended()
    shop.harness.sandbox.slack.redeliver(pressed)

    assert running == ["Pause", "Cancel"]
    assert "3 of 10 rows: 3 added" in paused.text
    assert buttons(paused) == ["Resume", "Cancel"]
    assert asked == 5
    assert counts == {S.ADDED: ROWS}
    assert shop.added() == {(each, "Newsletter"): 1 for each in known}
    assert buttons(shop.message("Done")) == []
    assert len(shop.harness.messages()) == 1


def test_a_cancelled_import_ends_with_what_is_in_flight_and_hands_back_the_rest(shop: Imports) -> None:
    known = numbers(ROWS, 100)
    with shop.gate(3) as answers:
        in_flight(shop, known, 3)
        pressed = shop.press("Cancel")
        shop.message("Cancelled by <@U0MAYA>")
        shop.harness.sandbox.slack.redeliver(pressed)
        answers.open()
        back = shop.returned()
    message = shop.message("5 added, 5 not tried")

    assert shop.counts() == {S.ADDED: 5, S.CANCELLED: 5}
    assert {row["Outcome"] for row in back} == {"Not tried"}
    assert {row["Number"] for row in back} == set(known) - {number for number, _ in shop.added()}
    assert buttons(message) == []
    assert len(shop.additions) == 5
    assert shop.holders() == {"U0MAYA"}


def test_what_comes_back_can_be_imported_again(shop: Imports) -> None:
    known = numbers(ROWS, 200)
    with shop.gate(3) as answers:
        in_flight(shop, known, 3)
        shop.press("Cancel")
        answers.open()
        shop.returned()
    again = next(iter(shop._files(shop.maya)))
    shop.begin(shop.harness.sandbox.slack.files.get(again).content)

    assert shop.ended() == {S.ADDED: 5}
    assert shop.added() == {(each, "Newsletter"): 1 for each in known}


def test_only_who_started_it_or_may_broadcast_may_press(shop: Imports) -> None:
    known = numbers(ROWS, 300)
    with shop.gate(3) as answers:
        in_flight(shop, known, 3)
        for name in ("U0SAM", "U0PRIYA"):
            person = shop.harness.person(name)
            for button in ("Pause", "Cancel"):
                shop.press(button, who=person)
            shop.told(NOT_YOURS, person)
            assert shop.newest().state is ImportState.RUNNING
        shop.press("Pause", who=shop.tom)
        shop.message("Paused by <@U0TOM>")
        shop.press("Resume", who=shop.harness.person("U0SAM"))
        assert shop.newest().state is ImportState.PAUSED
        shop.press("Resume", who=shop.tom)
        shop.message("Adding contacts")
        answers.open()

    assert shop.ended() == {S.ADDED: ROWS}
    assert set(shop.added().values()) == {1}


def test_a_bot_that_stops_in_the_middle_goes_on_where_it_was(shop: Imports) -> None:
    known = numbers(400, 2000)
    shop.begin(people(known))
    shop.harness.wait_for_database(lambda: len(shop.additions) >= 50)
    shop.harness.bot.stop()
    stopped = len(shop.additions)
    shop.harness.start_bot()

    counts = shop.ended()

    assert stopped < len(known)
    assert counts == {S.ADDED: len(known)}
    assert shop.added() == {(each, "Newsletter"): 1 for each in known}
    assert "400 of 400 rows: 400 added" in shop.message("Done").text
    assert len(shop.harness.messages()) == 1
