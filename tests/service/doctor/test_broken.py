"""Whatever is broken on purpose is wrong in exactly its line, with what to do; all others are as before."""

import json
from pathlib import Path

import pytest

from bot.doctor import disk
from bot.doctor import report as report_of
from bot.doctor.command import FAILED, doctor
from bot.sandbox import Sandbox
from bot.texting.clock import utc_now
from tests.service.conftest import env_file
from tests.service.doctor import broken
from tests.service.doctor.broken import ROWS, Bot, Broken, applied
from tests.service.doctor.conftest import Found

HEAD = ("Database", "HTTP", "SMS-iT")


@pytest.fixture
def bot(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bot:
    monkeypatch.setattr(disk, "LITTLE_FREE", 0)
    monkeypatch.setattr(disk, "SLOW_SECONDS", 60.0)
    return Bot(sandbox, tmp_path, monkeypatch)


def look(bot: Bot, capsys: pytest.CaptureFixture[str]) -> tuple[int, Found]:
    (bot.folder / "own.toml").write_text(bot.policy, encoding="utf-8")
    given = {"POLICY_FILE": str(bot.folder / "own.toml"), **bot.settings}
    file = env_file(bot.sandbox, bot.folder, given)
    status = doctor(file, report_of.as_json, clock=lambda: utc_now() + bot.ahead)
    said = json.loads(capsys.readouterr().out)["findings"]
    assert "HUSH" not in str(said)
    return status, {each["name"]: (each["state"], each["what"], each["todo"]) for each in said}


def test_nothing_is_wrong_before(bot: Bot, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = look(bot, capsys)
    assert (status, [name for name, (state, *_) in found.items() if state == "wrong"]) == (0, [])
    assert "Encryption" in found
    assert {f"{section.capitalize()} channel" for section in broken.CHANNELS} <= set(found)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.what)
def test_it_is_wrong_in_its_line_alone(bot: Bot, row: Broken, capsys: pytest.CaptureFixture[str]) -> None:
    before = broken.states(look(bot, capsys)[1])
    with applied(row, bot):
        status, found = look(bot, capsys)
    after = broken.states(found)

    assert (status, [name for name, state in after.items() if state == "wrong"]) == (FAILED, [row.line])
    assert row.todo in found[row.line][2]
    left = row.hides | {row.line}
    assert {name: after.get(name) for name in before if name not in left} == {
        name: state for name, state in before.items() if name not in left
    }
