"""Backed up while it runs, restored, moved to a server and back: SMS-iT's ledger is the judge of it all."""

from pathlib import Path

import pytest

from bot.cli import main
from bot.records.restore import Options, restore
from bot.store import schema
from bot.store.states import SendState
from tests.flows.conftest import OpenHouse
from tests.flows.harness import ADA, GRACE, Harness, later
from tests.store import postgres

pytestmark = [pytest.mark.long]

ONE, TWO, THREE, FOUR, FIVE = "Moved.", "Open at nine.", "Until six.", "Closed on Monday.", "See you soon."


def env_file(harness: Harness) -> str:
    path = harness.folder / "records.env"
    path.write_text("".join(f"{name}={value}\n" for name, value in harness.given().items()), "utf-8")
    return str(path)


def move(harness: Harness, to: str) -> None:
    """Move the records of the stopped bot, and start it there."""
    assert harness.bot.stop()
    assert main(["move", to, "--env-file", env_file(harness)]) == 0
    with pytest.raises(schema.Moved):
        harness.start_bot()  # by accident, on the old one
    harness.bot.stop()
    harness._changed = {**harness._changed, "DATABASE_URL": to}
    harness.start_bot()


def test_nothing_is_sent_twice_and_nothing_lost(open_harness: OpenHouse, tmp_path: Path) -> None:
    harness = open_harness()
    here = f"sqlite:///{harness.folder / 'bot.db'}"
    harness.send(f"/sms {ADA} {ONE}")
    harness.until(SendState.ACCEPTED)
    harness.clock.advance(seconds=1)  # so that it is known which is the newest
    harness.hold(f"/sms {ADA} {FIVE}", later(harness.clock, hours=3))
    harness.clock.advance(seconds=1)
    harness.hold(f"/sms {GRACE} {TWO}", later(harness.clock, hours=2))
    assert main(["backup", str(tmp_path / "one.backup"), "--env-file", env_file(harness)]) == 0
    harness.tick(hours=2, minutes=1)
    harness.until(SendState.ACCEPTED)
    harness.clock.advance(seconds=1)
    harness.send(f"/sms {ADA} {THREE}")
    harness.until(SendState.ACCEPTED)
    assert harness.bot.stop()

    options = Options(env_file(harness), tmp_path / "one.backup", replace=True, yes=True)
    assert restore(options, harness.clock) == 0
    harness.start_bot()
    harness.tick(minutes=1)

    assert [each.state for each in harness.sends()[:1]] == [SendState.UNKNOWN]
    harness.message("We couldn't confirm this was sent")
    move(harness, postgres.emptied())
    harness.clock.advance(seconds=1)
    harness.bot.engine.stop()  # what is confirmed now waits in the queue
    harness.compose(f"/sms {GRACE} {FOUR}")
    harness.check()
    harness.maya.submit()
    assert harness.newest().state is SendState.QUEUED
    move(harness, here)
    harness.wait_for(lambda: len(harness.texts) == 4)
    harness.tick(minutes=59)
    harness.wait_for(lambda: len(harness.texts) == 5)
    harness.tick(minutes=10)

    assert [words for _number, words in harness.texts] == [ONE, TWO, THREE, FOUR, FIVE]
