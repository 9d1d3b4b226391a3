"""The database file is removed or replaced under the running bot: it stops, and says so."""

import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from dbos._sys_db import SystemDatabase

from bot import logs
from bot.settings import Mode
from bot.store.states import SendState
from tests.flows.conftest import OpenHouse
from tests.flows.harness import ADA, GRACE, Harness
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.measured

HELLO = "We have moved to Harbour Street."
SAID = "Its database file was removed or replaced"


def removed(path: Path) -> None:
    path.unlink()


def replaced(path: Path) -> None:
    shutil.copyfile(path, path.with_name("older"))
    path.with_name("older").replace(path)


@pytest.mark.parametrize("happens", [removed, replaced])
def test_nothing_is_sent_any_more_and_everybody_is_told(
    open_harness: OpenHouse, caplog: pytest.LogCaptureFixture, happens: Callable[[Path], None]
) -> None:
    harness = open_harness(Mode.HTTP)
    harness.send(f"/sms {ADA} {HELLO}")
    harness.until(SendState.ACCEPTED)
    harness.hold(f"/sms {GRACE} {HELLO}", harness.clock().replace(hour=23))
    assert is_ready(harness)

    happens(harness.folder / "bot.db")
    with caplog.at_level(logging.ERROR):
        harness.tick(hours=12)
    said = harness.maya.command(f"/sms status {ADA}")

    assert SAID in str(said.body)
    assert not is_ready(harness)
    assert harness.texts == [(ADA, HELLO)]
    assert [each.levelname for each in caplog.records if "was removed or replaced" in each.message] == [
        "ERROR"
    ]
    assert not [each for each in caplog.records if "clock part" in each.message]
    assert harness.bot.stop()


def is_ready(harness: Harness) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{harness.bot.port}/healthz", timeout=PATIENCE_SECONDS) as answer:
            return bool(answer.status == 200)
    except HTTPError:
        return False


def test_its_own_log_tells_of_the_libraries_that_miss_it_by_their_kind_of_error_alone(
    open_harness: OpenHouse, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    logs.configure("INFO")
    harness = open_harness(Mode.HTTP)
    polled, polls = [0], SystemDatabase.list_schedules

    def counted(*given: object, **named: object) -> object:
        polled[0] += 1
        return polls(*given, **named)  # type: ignore[arg-type]  # whatever the library gives

    monkeypatch.setattr(SystemDatabase, "list_schedules", counted)
    harness.wait_for(lambda: polled[0] > 0)
    capsys.readouterr()

    removed(harness.folder / "bot.db")
    missed = polled[0] + 3
    harness.wait_for(lambda: polled[0] >= missed)
    harness.tick(seconds=5)
    assert harness.bot.stop()

    lines = capsys.readouterr().err.splitlines()
    assert [each for each in lines if "was removed or replaced" in each]
    assert [each for each in lines if "Traceback" in each or "File " in each] == []
    assert [each for each in lines if " ERROR " not in each and " bot." not in each] == []
