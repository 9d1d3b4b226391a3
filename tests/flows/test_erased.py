"""Somebody is erased by the command while the bot runs: nobody sees them, and nothing reaches them."""

from pathlib import Path

import pytest

from bot.access import Who
from bot.cli import main
from bot.store.states import SendState
from tests.flows import staff
from tests.flows.conftest import OpenHouse
from tests.flows.harness import ADA, GRACE, Harness, later, words_in

pytestmark = [pytest.mark.long, pytest.mark.measured]

KEY = "k" * 43
TRACES = ("14155550100", "4155550100", "555-0100", "Lovelace", "zebra", "asked us")
WORDS = "Your zebra is ready."
EVERYBODY = "We open at nine."


def erase(harness: Harness, number: str) -> int:
    """Run the command beside the bot, as its operator does."""
    path = harness.folder / "erase.env"
    path.write_text("".join(f"{name}={value}\n" for name, value in harness.given().items()), "utf-8")
    return main(["erase", number, "--yes", "--env-file", str(path)])


def in_channel(harness: Harness) -> str:
    """Everything that stands in the channel where texts are followed."""
    return words_in([(each.text, each.blocks) for each in harness.messages()])


def held_by(folder: Path) -> list[str]:
    """Which traces stand in any byte of the database, its log or its journal, and where."""
    files = {each.name: each.read_bytes() for each in folder.glob("bot.db*")}
    assert {"bot.db", "bot.db.attempts"} <= set(files)
    return [
        f"{trace} in {name}" for name, held in files.items() for trace in TRACES if trace.encode() in held
    ]


def test_a_person_is_erased_under_the_running_bot(
    open_harness: OpenHouse, capsys: pytest.CaptureFixture[str]
) -> None:
    harness = open_harness(ERASURE_KEY=KEY)
    harness.send(f"/sms {ADA} {WORDS}")
    harness.until(SendState.ACCEPTED)
    harness.hold(f"/sms {ADA} {WORDS}", later(harness.clock, hours=2))
    staff.text_list(harness, (ADA, GRACE), EVERYBODY, later(harness.clock, hours=2))
    staff.confirm(harness)
    harness.wait_for_database(lambda: harness.newest().state is SendState.SCHEDULED)
    harness.bot.services.do_not_text.add(ADA, "asked us", Who("U0TOM", "T0HARBOUR"))
    assert "Lovelace" in in_channel(harness)
    assert held_by(harness.folder)

    assert erase(harness, "+1 415 555 0100") == 0

    said = capsys.readouterr().out
    assert "Waiting, and cancelled when you erase: 2" in said
    assert not [each for each in TRACES if each in said]
    harness.tick(seconds=5)
    harness.wait_for(lambda: not any(each in in_channel(harness) for each in ("Lovelace", "0100")))
    assert "Cancelled, not sent: the recipient was erased" in in_channel(harness)
    assert [each for each in TRACES if each in in_channel(harness)] == []

    harness.compose(f"/sms {ADA} Hello again")
    harness.check()
    harness.refused("is on the do-not-text list")
    harness.person("U0MAYA").close()
    harness.tick(hours=2, minutes=1)
    harness.wait_for_database(lambda: len(harness.texts) == 2)
    assert harness.texts == [(ADA, WORDS), (GRACE, EVERYBODY)]
    harness.bot.stop()
    assert held_by(harness.folder) == []
