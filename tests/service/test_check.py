"""Checking as a service does: what was found, all that is wrong, and the exit status."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot import run
from bot.cli import main
from bot.sandbox import Sandbox
from bot.sandbox.smsit.faults import Fault
from tests.service.conftest import env_file
from tests.store import postgres


def test_a_check_of_good_settings_says_what_it_found_and_changes_nothing(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--env-file", env_file(sandbox, tmp_path)]) == 0

    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "Policy: viewer to 1, sender to 1, broadcaster to 1, approver to 1, admin to 1",
        (
            "    Shared with another organisation, so nothing about people is posted in C0LAB. "
            "The policy names those in which it is, as shared in [channels]."
        ),
        "Database: SQLite file bot.db, to be created when the bot starts",
        "Slack: connected to workspace T0HARBOUR",
        f"SMS-iT: {sandbox.smsit.credits:,} SMS credits",
    ]
    assert said.err == ""
    assert sandbox.smsit.ledger == ()
    assert not (tmp_path / "bot.db").exists()


def test_a_policy_that_gives_nobody_anything_is_worth_a_word(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("", encoding="utf-8")

    assert run.check(env_file(sandbox, tmp_path, {"POLICY_FILE": str(policy)})) == 0
    assert "Policy: no one has a role" in capsys.readouterr().out


def policy_of(folder: Path, text: str) -> Mapping[str, str]:
    path = folder / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return {"POLICY_FILE": str(path)}


def test_a_check_says_what_a_policy_leaves_open(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = policy_of(tmp_path, '[roles]\nbroadcaster = ["S0DESK"]\nadmin = ["U0TOM"]\n')

    assert run.check(env_file(sandbox, tmp_path, changed)) == 0
    assert capsys.readouterr().out.splitlines()[:3] == [
        "Policy: broadcaster to 1, admin to 1",
        "    No quiet hours are set: broadcasts can go out at any time of day.",
        "    No broadcast needs approval: [approval] has no channel.",
    ]


def test_a_check_counts_who_is_in_the_groups_and_channels_of_a_policy(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = '[roles]\nbroadcaster = ["S0GONE"]\napprover = ["C0APPROVE"]\n[approval]\nchannel = "C0APPROVE"\n'
    text += 'people = 1\n[quiet_hours]\ndefault = "21:00-08:00"\n'

    assert run.check(env_file(sandbox, tmp_path, policy_of(tmp_path, text))) == 0
    said = capsys.readouterr().out
    assert "\n    S0GONE couldn't be read: Slack says no_such_subteam\n" in said
    assert "\n    No one can broadcast yet: the user groups and channels with the broadcaster role" in said
    assert "Only one person" not in said
    assert "Nobody can be asked" not in said


def test_a_check_says_when_the_bot_is_not_where_approvals_are_asked_for(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = '[roles]\nbroadcaster = ["U0MAYA"]\napprover = ["U0LENA"]\n[approval]\nchannel = "C0GONE"\n'

    assert run.check(env_file(sandbox, tmp_path, policy_of(tmp_path, text))) == 0
    said = capsys.readouterr().out
    assert "\n    No one can be asked to approve: the bot isn't in the channel C0GONE" in said


def test_a_check_says_when_the_bot_is_not_where_alerts_are_posted(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = '[roles]\nbroadcaster = ["U0MAYA"]\n[alerts]\nchannel = "C0GONE"\n'

    assert run.check(env_file(sandbox, tmp_path, policy_of(tmp_path, text))) == 0
    assert "\n    Alerts can't be posted: the bot isn't in the channel C0GONE" in capsys.readouterr().out


def test_a_check_without_slack_says_whom_it_cannot_know(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = {"SLACK_BOT_TOKEN": "xoxb-wrong"}

    assert run.check(env_file(sandbox, tmp_path, changed)) == run.FAILED
    assert "\n    Who is in S0DESK can't be checked.\n" in capsys.readouterr().out


def test_a_check_goes_on_after_something_wrong_and_fails_at_the_end(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('[roles]\nboss = ["*"]', encoding="utf-8")
    wrong = {"SLACK_BOT_TOKEN": "xoxb-wrong", "SMSIT_API_KEY": "wrong-key", "POLICY_FILE": str(policy)}

    assert run.check(env_file(sandbox, tmp_path, wrong)) == run.FAILED

    said = capsys.readouterr()
    assert said.out == "Database: SQLite file bot.db, to be created when the bot starts\n"
    assert "Policy: policy.toml, line 2: [roles] boss: unknown name" in said.err
    assert "Slack: Slack rejected SLACK_BOT_TOKEN: invalid_auth" in said.err
    assert "SMS-iT: " in said.err
    assert "xoxb-wrong" not in said.err
    assert "wrong-key" not in said.err


def test_a_check_tries_the_app_token_too(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.check(env_file(sandbox, tmp_path, {"SLACK_APP_TOKEN": "xapp-wrong"})) == run.FAILED
    assert capsys.readouterr().err == "Slack: Slack rejected SLACK_APP_TOKEN: invalid_auth\n"


def test_a_check_says_when_smsit_gives_no_usable_answer(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sandbox.smsit.faults.add("getcreditbalance", Fault.HTML, times=None)

    assert run.check(env_file(sandbox, tmp_path)) == run.FAILED
    assert "SMS-iT: SMS-iT gave no usable answer" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["run", "check"])
def test_all_problems_of_the_settings_are_listed_at_once(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command]) == run.BAD_SETTINGS

    said = capsys.readouterr().err
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SMSIT_API_KEY", "SMSIT_FROM"):
        assert name in said


def test_by_http_no_app_token_is_asked_for(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "secret"}

    assert run.check(env_file(sandbox, tmp_path, changed)) == 0


def test_a_check_mentions_files_that_others_may_read_and_leaves_them(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = env_file(sandbox, tmp_path)
    Path(given).chmod(0o640)
    for name in ("bot.db", "bot.db-wal", "bot.db.attempts"):
        (tmp_path / name).touch(mode=0o604)
        (tmp_path / name).chmod(0o604)
    (tmp_path / "bot.db.slot-0").touch(mode=0o600)

    assert main(["check", "--env-file", given]) == 0

    said = capsys.readouterr().out
    assert said.startswith(f"Settings: Run chmod 600 {given}: others on this machine can read the keys")
    closed = "The bot closes it to them when it starts.\n"
    for name in ("bot.db", "bot.db-wal", "bot.db.attempts"):
        assert f"\n    Others on this machine can read {name}. {closed}" in said
    assert "slot-0" not in said
    assert (tmp_path / "bot.db").stat().st_mode & 0o777 == 0o604


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
    ],
)
@pytest.mark.parametrize("command", ["run", "check"])
def test_an_address_that_leads_nowhere_is_said_without_its_password(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, address: str
) -> None:
    given = env_file(sandbox, tmp_path, {"DATABASE_URL": address})

    assert main([command, "--env-file", given]) != 0

    said = capsys.readouterr()
    assert "DATABASE_URL" in said.err
    for whole in (said.err, said.out):
        assert "HU" not in whole
        assert "Traceback" not in whole


def test_a_check_asks_a_database_that_is_a_server(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = env_file(sandbox, tmp_path, {"DATABASE_URL": postgres.server_url()})

    assert main(["check", "--env-file", given]) == 0
    assert "Database: PostgreSQL answers\n" in capsys.readouterr().out
