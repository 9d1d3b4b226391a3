"""What the doctor finds of several accounts: each by its key, and what they share and must not."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.cli import main
from bot.complaints import BAD_SETTINGS
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
    found = look(sandbox, tmp_path, capsys, {"SLACK_BOT_TOKEN": "", "SMSIT_API_KEY": "other"}, app)
    assert found["dental: Workspace"] == ("wrong", "the app isn't installed in T0HARBOUR")
    assert found["dental: Database"][0] == "ok"
    assert found["dental: SMS-iT"][0] == "wrong"  # looked at all the same
    assert found["HTTP"][0] == "ok"
    assert "dental: Bot token" not in found
    assert not (tmp_path / "accounts.db").exists()
    monkeypatch.setattr("tests.service.doctor.test_accounts.TWO", TWO.replace("T0HARBOUR", "T0OTHER"))
    found = look(sandbox, tmp_path, capsys)
    assert found["clinic: Workspace"] == (
        "wrong",
        "the token is that of T0HARBOUR, and the account that of T0OTHER",
    )


@pytest.mark.parametrize(
    "url", ["sqlite:////no/such/folder/accounts.db", "postgresql://me:HUSH@127.0.0.1:1/bot"]
)
def test_where_it_cannot_be_known_who_has_the_app_all_else_is_looked_at(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    edge = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "secret", "ACCOUNTS_DATABASE_URL": url}
    found = look(sandbox, tmp_path, capsys, {"SLACK_BOT_TOKEN": ""}, edge)
    assert found["Accounts database"][0] == "wrong"
    assert found["dental: Workspace"] == ("look", "whether it has the app isn't known")
    assert found["clinic: SMS-iT"][0] == "ok"
    assert {"clinic: Database", "dental: Database", "HTTP"} <= set(found)
    assert "HUSH" not in str(found)


@pytest.mark.parametrize(
    "url", ["sqlite:////no/such/folder/accounts.db", "postgresql://me:HUSH@127.0.0.1:1/bot"]
)
@pytest.mark.parametrize(
    "command",
    [
        ["settings"],
        ["doctor", "--account", "clinic"],
        ["check", "--account", "clinic"],
        ["settings", "--account", "clinic"],
        ["backup", "--account", "clinic"],
        ["erase", "--list", "--account", "clinic"],
        ["audit", "verify", "--account", "clinic"],
    ],
    ids=" ".join,
)
def test_commands_say_that_the_tokens_cannot_be_looked_up(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str], url: str, command: list[str]
) -> None:
    household.account(tmp_path, "clinic", CLINIC, {"SLACK_BOT_TOKEN": ""})
    household.account(tmp_path, "dental", DENTAL, {"SLACK_BOT_TOKEN": ""})
    edge = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "secret", "ACCOUNTS_DATABASE_URL": url}
    file = str(household.shared(tmp_path, TWO, edge))
    assert main([*command, "--env-file", file]) == BAD_SETTINGS
    said = capsys.readouterr().err
    assert "ACCOUNTS_DATABASE_URL: the database can't be used" in said
    assert "HUSH" not in said


@pytest.mark.parametrize("command", [["doctor"], ["check"], ["settings"], ["doctor", "--account", "clinic"]])
def test_looking_makes_no_database(sandbox: Sandbox, tmp_path: Path, command: list[str]) -> None:
    both = {
        "SLACK_BOT_TOKEN": "",
        "SLACK_API_URL": sandbox.slack_api_url,
        "SMSIT_BASE_URL": sandbox.smsit_base_url,
    }
    household.account(tmp_path, "clinic", CLINIC, both)
    household.account(tmp_path, "dental", DENTAL, both)
    edge = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "secret"}
    file = str(household.shared(tmp_path, TWO, edge))
    before = sorted(tmp_path.iterdir())
    main([*command, "--env-file", file])
    assert sorted(tmp_path.iterdir()) == before
    (tmp_path / "accounts.db").touch(mode=0o600)  # one without tables, as it is
    main([*command, "--env-file", file])
    assert (tmp_path / "accounts.db").stat().st_size == 0
