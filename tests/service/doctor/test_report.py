"""The doctor's report: whatever is broken on purpose shows in its own line, with what to do."""

from pathlib import Path

import pytest

from bot.cli import main
from bot.doctor import disk
from bot.doctor import report as report_of
from bot.doctor.command import BAD_SETTINGS, doctor
from bot.sandbox import Sandbox
from tests.service.conftest import env_file
from tests.service.doctor.conftest import FINE, POLICY, Report, not_fine


def test_where_nothing_is_wrong_every_line_is_fine(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "LITTLE_FREE", 0)
    monkeypatch.setattr(disk, "SLOW_SECONDS", 60.0)
    (tmp_path / "own.toml").write_text(POLICY, encoding="utf-8")
    monkeypatch.setenv("POLICY_FILE", str(tmp_path / "own.toml"))
    file = env_file(sandbox, tmp_path, FINE | {"POLICY_FILE": "elsewhere.toml"})

    assert main(["doctor", "--env-file", file]) == 0

    said = capsys.readouterr().out
    assert "from settings.env, 1 from the environment and" in said
    assert "! Roles and limits" in said, "a policy without approval deserves a look"
    assert "! Shared channels" in said
    assert [line for line in said.splitlines() if line.startswith("✗")] == []
    assert "✓ Scopes" in said
    assert "! Last backup" in said, "nobody said where backups are"
    assert said.rstrip().splitlines()[-1].startswith("Nothing is wrong. 3 to look at, ")
    assert sandbox.smsit.ledger == ()
    assert not (tmp_path / "bot.db").exists()
    assert not list(tmp_path.glob(".smsit-bot-doctor-*"))


def test_what_deserves_a_look_does_not_fail(report: Report, sandbox: Sandbox, tmp_path: Path) -> None:
    before = sandbox.smsit.credits
    sandbox.smsit.set_credits(0)
    try:
        found = report({"ERASURE_KEY": "", "SMSIT_TIMEZONE": ""})
    finally:
        sandbox.smsit.set_credits(before)
    assert {"Erasure key", "Account time zone", "Balance"} <= set(not_fine(found))
    assert set(not_fine(found).values()) == {"look"}


def test_all_problems_of_the_settings_are_lines_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == BAD_SETTINGS

    said = capsys.readouterr().out
    for name in ("SLACK_BOT_TOKEN", "SMSIT_API_KEY", "SMSIT_FROM"):
        assert f"✗ Settings  {name}" in said


def test_files_that_others_can_read_are_named(
    report: Report,
    sandbox: Sandbox,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "bot.db").touch(mode=0o644)
    (tmp_path / "bot.db").chmod(0o644)
    file = env_file(sandbox, tmp_path)
    Path(file).chmod(0o640)
    secret = tmp_path / "erasure_key"
    secret.write_text("k" * 43, "utf-8")
    secret.chmod(0o644)
    monkeypatch.setenv("ERASURE_KEY_FILE", str(secret))

    assert doctor(file, report_of.as_table) == 0

    said = capsys.readouterr().out
    assert f"chmod 600 {file}" in said
    assert f"chmod 600 {secret}" in said
    assert "! Secret file" in said
    assert "others on this machine can read bot.db" in said
    assert (tmp_path / "bot.db").stat().st_mode & 0o777 == 0o644
