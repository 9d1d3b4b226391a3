"""What the doctor finds of the policy."""

from pathlib import Path

import pytest

from bot.cli import main
from bot.doctor.command import FAILED
from bot.sandbox import Sandbox
from tests.service.conftest import env_file
from tests.service.doctor.conftest import POLICY, Report


def test_each_mistake_of_the_policy_has_a_line_with_its_place(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own.toml").write_text(
        '[roles]\nboss = ["*"]\n[limits]\nlist_rows = "many"\n', encoding="utf-8"
    )
    file = env_file(sandbox, tmp_path, {"POLICY_FILE": str(tmp_path / "own.toml")})

    assert main(["doctor", "--env-file", file]) == FAILED

    wrong = [line for line in capsys.readouterr().out.splitlines() if line.startswith("✗")]
    assert ["line 2" in wrong[0], "line 4" in wrong[1], len(wrong)] == [True, True, 2]


def test_groups_that_cannot_be_read_are_wrong_and_without_slack_unknown(
    report: Report,
) -> None:
    named = POLICY.replace('"U0MAYA"', '"S0GONE"')
    assert "S0GONE couldn't be read" in report(policy=named, status=FAILED)["Roles"][1]
    found = report({"SLACK_BOT_TOKEN": "xoxb-wrong"}, policy=named, status=FAILED)
    assert found["Roles"] == ("look", "who is in S0GONE can't be looked up", "See Bot token.")


def test_where_slack_does_not_say_which_channels_are_shared_it_is_told_what_to_look_at(
    report: Report,
) -> None:
    found = report({"SLACK_BOT_TOKEN": "xoxb-wrong"}, status=FAILED)
    assert found["Shared channels"] == (
        "look",
        "which are shared with other organisations can't be looked up",
        "See Bot token and Scopes.",
    )


def test_a_policy_that_gives_nobody_anything_says_so(report: Report) -> None:
    found = report(policy="")
    assert found["Policy"] == ("ok", "own.toml: no one has a role", "")
    assert "No one can broadcast" in found["Roles and limits"][1]
