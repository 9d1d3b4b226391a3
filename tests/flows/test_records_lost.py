"""The database comes back as it was before texts went out: none of them goes out a second time."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.app import Bot
from bot.store.states import SendState
from tests.flows import filling
from tests.flows.conftest import OpenHouse
from tests.flows.harness import ADA, Harness

HELLO = "We have moved to Harbour Street."


@pytest.fixture
def older(tmp_path: Path) -> Callable[[Harness], None]:
    """Put the database back as it was the first time; the journal of attempts stays."""
    kept = tmp_path / "kept.db"

    def put_back(harness: Harness) -> None:
        path = harness.folder / "bot.db"
        if kept.exists():
            for each in ("bot.db-wal", "bot.db-shm"):
                (harness.folder / each).unlink(missing_ok=True)
            shutil.copyfile(kept, path)
        else:
            shutil.copyfile(path, kept)

    return put_back


def test_what_went_out_meanwhile_asks_a_person_and_waits_no_more(
    open_harness: OpenHouse, older: Callable[[Harness], None]
) -> None:
    harness = open_harness()
    harness.hold(f"/sms {ADA} {HELLO}", harness.clock().replace(hour=23))
    stopped(harness.bot)
    older(harness)
    harness.start_bot()
    harness.tick(hours=6)
    harness.until(SendState.ACCEPTED)
    stopped(harness.bot)

    older(harness)
    harness.start_bot()
    harness.until(SendState.UNKNOWN)
    harness.tick(minutes=1)

    assert harness.texts == [(ADA, HELLO)]
    said = harness.message("We couldn't confirm this was sent").text
    assert "The bot's records of it were damaged, or restored from a backup." in said
    harness.maya.press("It was sent", message=harness.message("We couldn't confirm this was sent"))


def test_whoever_was_put_on_the_do_not_text_list_meanwhile_is_not_texted(
    open_harness: OpenHouse, older: Callable[[Harness], None]
) -> None:
    harness = open_harness()
    harness.hold(f"/sms {ADA} {HELLO}", harness.clock().replace(hour=23))
    stopped(harness.bot)
    older(harness)
    harness.start_bot()
    filling.stop_texting(harness, f"{ADA} asked us to stop")
    stopped(harness.bot)
    older(harness)
    harness.start_bot()

    harness.tick(hours=6)
    harness.until(SendState.REFUSED)
    harness.compose(f"/sms {ADA} {HELLO}")
    harness.check()

    harness.refused("is on the do-not-text list")
    assert harness.texts == []


def stopped(bot: Bot) -> None:
    assert bot.stop()
