"""The short form: what is not fine, and the same exit status."""

from pathlib import Path

import pytest

from bot.cli import main
from bot.doctor.command import FAILED
from bot.sandbox import Sandbox
from bot.settings_files import DEFAULT_FILE
from tests.service.conftest import env_file
from tests.service.doctor.conftest import FINE


def test_a_check_names_what_is_not_fine_and_counts_the_rest(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {"SLACK_BOT_TOKEN": "xoxb-wrong", "SMSIT_API_KEY": "wrong-key"}

    assert main(["check", "--env-file", env_file(sandbox, tmp_path, FINE | wrong)]) == FAILED

    said = capsys.readouterr().out
    named = [line.split()[1] for line in said.splitlines() if line.startswith("✗")]
    assert named == ["Bot", "SMS-iT"]
    assert "✓" not in said
    assert said.splitlines()[-1].startswith("2 to correct, ")
    assert "wrong-key" not in said
    assert sandbox.smsit.ledger == ()


def test_where_all_is_fine_a_check_is_one_line(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.doctor import command  # noqa: PLC0415 - only here
    from bot.doctor.finding import ok  # noqa: PLC0415 - only here

    monkeypatch.setattr(command, "_all", lambda *_: iter((ok("Clock", "right"), ok("Disk", "quick"))))

    assert main(["check", "--env-file", env_file(sandbox, tmp_path)]) == 0
    assert capsys.readouterr().out == "All 2 are fine.\n"


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:HUSH@/bot",
        "postgresql://me:HUSH@db:port/bot",
        "postgresql://me:HUSH@db:99999/bot",
        "postgresql://me:HUSH@db",
        "postgresql://me:HU/SH@db/bot",
        "postgresql://me:HUSH@[::1/bot",
        "mysql://me:HUSH@db/bot",
        "postgresql://me:HUSH@127.0.0.1:1/bot",
        "postgresql://me:HUSH@127.0.0.1:1/bot?sslmod=HUSH",
        "postgresql://127.0.0.1:1/bot?user=HUSH&password=HUSH",
    ],
)
@pytest.mark.parametrize("command", ["run", "check"])
def test_an_address_that_leads_nowhere_is_said_without_its_password(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, address: str
) -> None:
    given = env_file(sandbox, tmp_path, {"DATABASE_URL": address})

    assert main([command, "--env-file", given]) != 0

    said = "".join(capsys.readouterr())
    assert "DATABASE_URL" in said
    assert "HU" not in said
    assert "Traceback" not in said


def test_run_lists_all_problems_of_the_settings_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert not DEFAULT_FILE.exists()
    assert main(["run"]) != 0

    said = capsys.readouterr().err
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SMSIT_API_KEY", "SMSIT_FROM"):
        assert name in said
