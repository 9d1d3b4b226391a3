"""Undo on the message of a text: pressed in time nothing leaves, pressed too late it says so."""

from pathlib import Path

import pytest

from bot.settings import Mode
from bot.store.states import SendState
from tests.flows.conftest import OpenHouse
from tests.flows.harness import ADA, GRACE

pytestmark = pytest.mark.measured

POLICY = '[roles]\nsender = ["*"]\n[limits]\nundo_seconds = 10\n'


def test_a_text_is_undone_or_goes_once_also_after_a_restart(open_harness: OpenHouse, tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(POLICY, "utf-8")
    harness = open_harness(Mode.SOCKET, POLICY_FILE=str(path))
    harness.send(f"/sms {ADA} Back at nine.")
    harness.until(SendState.SCHEDULED)
    said = harness.message("Waiting 10 seconds before sending")

    harness.maya.press("Undo", message=said)

    harness.until(SendState.CANCELLED)
    harness.tick(seconds=15)
    assert harness.texts == []

    harness.send(f"/sms {GRACE} Back at ten.")
    harness.until(SendState.SCHEDULED)
    undo = harness.maya.aim("Undo", harness.message("Waiting 10 seconds before sending"))
    harness.bot.stop()
    harness.clock.advance(seconds=30)
    harness.start_bot()
    harness.tick()
    harness.until(SendState.ACCEPTED)
    assert harness.texts == [(GRACE, "Back at ten.")]

    undo()
    harness.message("too late to undo this text")
    assert harness.texts == [(GRACE, "Back at ten.")]
