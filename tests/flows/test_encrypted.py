"""A desk whose words and numbers are encrypted: it works as ever, and no byte of its database says a word."""

from pathlib import Path

import pytest

from bot.access import Who
from bot.cli import main
from bot.store.states import SendState
from tests.flows import staff
from tests.flows.conftest import OpenHouse
from tests.flows.harness import ADA, GRACE, NORA, Harness, later
from tests.flows.staff import scheduled

pytestmark = [pytest.mark.long, pytest.mark.measured]

OLD, NEW = "o" * 43, "n" * 43
TRACES = ("4155550100", "4155550101", "4155550120", "555-0100", "Lovelace", "zebra", "at nine", "asked us")
WORDS = "Your zebra is ready."
EVERYBODY = "We open at nine."


def held_by(folder: Path) -> list[str]:
    """Which traces stand in any byte of the database, its log or its journal, and where."""
    files = {each.name: each.read_bytes() for each in folder.glob("bot.db*")}
    assert {"bot.db", "bot.db.attempts"} <= set(files)
    return [
        f"{trace} in {name}" for name, held in files.items() for trace in TRACES if trace.encode() in held
    ]


def command(harness: Harness, *words: str, keys: str) -> int:
    """Run a command on the bot's database, as its operator does."""
    path = harness.folder / "own.env"
    given = harness.given() | {"DATA_KEY": keys}
    path.write_text("".join(f"{name}={value}\n" for name, value in given.items()), "utf-8")
    return main([*words, "--env-file", str(path)])


def searched(harness: Harness, words: str) -> str:
    harness.maya.command(f"/sms history {words}")
    harness.modal("History")
    harness.wait_for(lambda: "Loading" not in harness.shown() and harness.bot.is_quiet())
    shown = harness.shown()
    harness.maya.close()
    return shown


def test_it_is_sent_scheduled_listed_searched_and_erased(
    open_harness: OpenHouse, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    harness = open_harness(ERASURE_KEY="k" * 43, DATA_KEY=OLD)
    harness.send(f"/sms {ADA} {WORDS}")
    harness.until(SendState.ACCEPTED)
    harness.hold(f"/sms {ADA} {WORDS}", later(harness.clock, hours=3))
    staff.text_list(harness, (ADA, GRACE), EVERYBODY, later(harness.clock, hours=2))
    staff.confirm(harness)
    harness.wait_for_database(lambda: harness.newest().state is SendState.SCHEDULED)
    harness.bot.services.do_not_text.add(NORA, "asked us", Who("U0TOM", "T0HARBOUR"))
    assert held_by(harness.folder) == []

    scheduled(harness)
    assert "Ada Lovelace (•••0100)" in harness.shown()
    assert WORDS in harness.shown()
    harness.maya.close()
    assert WORDS in searched(harness, "ZEBRA")
    assert WORDS in searched(harness, "0100")
    assert WORDS not in searched(harness, "giraffe")
    harness.compose(f"/sms {NORA} Hello again")
    harness.check()
    harness.refused("is on the do-not-text list")
    harness.maya.close()

    harness.bot.stop()
    assert command(harness, "encrypt", keys=f"{NEW},{OLD}") == 0
    assert held_by(harness.folder) == []
    changed = harness.given() | {"DATA_KEY": NEW}
    monkeypatch.setattr(harness, "given", lambda: changed)
    harness.start_bot()
    harness.tick(hours=2, minutes=1)
    harness.wait_for_database(lambda: len(harness.texts) == 3)
    assert sorted(harness.texts) == sorted([(ADA, WORDS), (ADA, EVERYBODY), (GRACE, EVERYBODY)])

    assert command(harness, "erase", "+1 415 555 0100", "--yes", keys=NEW) == 0
    assert "Waiting, and cancelled when you erase: 1" in capsys.readouterr().out
    harness.tick(hours=1)
    assert WORDS not in searched(harness, "zebra")
    assert len(harness.texts) == 3
    harness.bot.stop()
    assert held_by(harness.folder) == []
