"""What the doctor finds of several accounts: each by its key, and what they share and must not."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.doctor import report as report_of
from bot.doctor.command import FAILED, doctor
from bot.sandbox import Sandbox
from tests.accounts import household
from tests.accounts.household import TWO

CLINIC, DENTAL = "14155550190", "14155550191"


def look(
    sandbox: Sandbox,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    dental: Mapping[str, str] | None = None,
    edge: Mapping[str, str] | None = None,
    status: int = FAILED,
) -> dict[str, tuple[str, str]]:
    slack = {"SLACK_BOT_TOKEN": sandbox.slack.bot_token, "SLACK_API_URL": sandbox.slack_api_url}
    smsit = {"SMSIT_BASE_URL": sandbox.smsit_base_url}
    key = {"SMSIT_API_KEY": sandbox.smsit.api_key}
    household.account(folder, "clinic", CLINIC, {**slack, **smsit, **key})
    household.account(folder, "dental", DENTAL, {**slack, **smsit, **(dental or {})})
    file = str(household.shared(folder, TWO, edge))
    assert doctor(file, report_of.as_json) == status
    said = json.loads(capsys.readouterr().out)
    assert "xoxb" not in str(said)
    assert "key-of" not in str(said)
    return {each["name"]: (each["state"], each["what"]) for each in said["findings"]}


def test_each_account_is_looked_at_and_named(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = look(sandbox, tmp_path, capsys)
    assert found["Accounts"] == ("ok", "2 in 1 workspaces: clinic, dental")
    assert found["clinic: SMS-iT"][0] == "ok"
    assert found["dental: SMS-iT"][0] == "wrong"  # its key is none
    assert found["dental: Bot token"][0] == "ok"
    assert "HTTP" in found
    assert "dental: HTTP" not in found


def test_what_is_missing_or_shared_is_wrong(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = look(sandbox, tmp_path, capsys, {"SMSIT_API_KEY": ""})
    assert found["dental: Settings"] == (
        "wrong",
        "SMSIT_API_KEY isn't set in dental.env, where it has to be.",
    )
    found = look(sandbox, tmp_path, capsys, {"SMSIT_FROM": CLINIC})
    assert found["Accounts"] == ("wrong", "SMSIT_FROM of clinic and dental is the same: each needs its own.")


def test_a_workspace_without_the_app_and_one_that_is_another(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "secret"}
    found = look(sandbox, tmp_path, capsys, {"SLACK_BOT_TOKEN": "", "SMSIT_API_KEY": "other"}, app, 0)
    assert found["dental: Workspace"] == ("look", "the app isn't installed in T0HARBOUR")
    monkeypatch.setattr("tests.service.doctor.test_accounts.TWO", TWO.replace("T0HARBOUR", "T0OTHER"))
    found = look(sandbox, tmp_path, capsys)
    assert found["clinic: Workspace"] == (
        "wrong",
        "the token is that of T0HARBOUR, and the account that of T0OTHER",
    )
