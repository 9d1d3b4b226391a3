"""Checking as a service does: what was found, all that is wrong, and the exit status."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot import run
from bot.cli import main
from bot.sandbox import Sandbox
from bot.sandbox.smsit.faults import Fault
from tests.service.conftest import env_file


def test_a_check_of_good_settings_says_what_it_found_and_changes_nothing(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--env-file", env_file(sandbox, tmp_path)]) == 0

    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "Policy: viewer to 1, sender to 1, broadcaster to 1, approver to 1, admin to 1",
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
    assert "Policy: nobody has a role" in capsys.readouterr().out


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
        "    There are no quiet hours: broadcasts go out at any time of day.",
        "    No approvals are asked for: whoever may broadcast needs no second person.",
    ]


def test_a_check_counts_who_is_in_the_groups_and_channels_of_a_policy(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = '[roles]\nbroadcaster = ["S0GONE"]\napprover = ["C0APPROVE"]\n[approval]\nchannel = "C0APPROVE"\n'
    text += 'people = 1\n[quiet_hours]\ndefault = "21:00-08:00"\n'

    assert run.check(env_file(sandbox, tmp_path, policy_of(tmp_path, text))) == 0
    said = capsys.readouterr().out
    assert "\n    S0GONE could not be read, Slack says no_such_subteam\n" in said
    assert "\n    Nobody is known to be in the user groups and channels that may broadcast" in said
    assert "Only one person" not in said
    assert "Nobody can be asked" not in said


def test_a_check_says_when_the_bot_is_not_where_approvals_are_asked_for(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = '[roles]\nbroadcaster = ["U0MAYA"]\napprover = ["U0LENA"]\n[approval]\nchannel = "C0GONE"\n'

    assert run.check(env_file(sandbox, tmp_path, policy_of(tmp_path, text))) == 0
    said = capsys.readouterr().out
    assert "\n    Nobody can be asked to approve: the bot is not in the channel C0GONE" in said


def test_a_check_without_slack_says_whom_it_cannot_know(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = {"SLACK_BOT_TOKEN": "xoxb-wrong"}

    assert run.check(env_file(sandbox, tmp_path, changed)) == run.FAILED
    assert "\n    Who is in S0DESK is not known.\n" in capsys.readouterr().out


def test_a_check_goes_on_after_something_wrong_and_fails_at_the_end(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('[roles]\nboss = ["*"]', encoding="utf-8")
    wrong = {"SLACK_BOT_TOKEN": "xoxb-wrong", "SMSIT_API_KEY": "wrong-key", "POLICY_FILE": str(policy)}

    assert run.check(env_file(sandbox, tmp_path, wrong)) == run.FAILED

    said = capsys.readouterr()
    assert said.out == ""
    assert "Policy: policy.toml, line 2: [roles] boss: is not known here" in said.err
    assert "Slack: Slack refused SLACK_BOT_TOKEN: invalid_auth" in said.err
    assert "SMS-iT: " in said.err
    assert "xoxb-wrong" not in said.err
    assert "wrong-key" not in said.err


def test_a_check_tries_the_app_token_too(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.check(env_file(sandbox, tmp_path, {"SLACK_APP_TOKEN": "xapp-wrong"})) == run.FAILED
    assert capsys.readouterr().err == "Slack: Slack refused SLACK_APP_TOKEN: invalid_auth\n"


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
