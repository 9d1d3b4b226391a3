"""What a release is made by: one version, and a workflow of the usual commands with the least rights."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.locks import ROOT

VERSION: Final = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
WORKFLOWS: Final = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED: Final = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
RUNS_IT: Final = (
    "Dockerfile",
    "compose.yaml",
    "compose.demo.yaml",
    "ops/kubernetes.yaml",
    "ops/smsit-bot.service",
)


def test_the_version_stands_in_one_place() -> None:
    numbered = re.findall(
        r"^## \[(\d+\.\d+\.\d+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )

    assert numbered[0] == VERSION == version("smsit-slack-bot")
    naming = [each for each in RUNS_IT if VERSION in (ROOT / each).read_text("utf-8")]
    naming += [str(each) for each in ROOT.glob("bot/**/*.py") if f'"{VERSION}"' in each.read_text("utf-8")]
    assert naming == []


def test_there_is_a_workflow() -> None:
    assert [each.name for each in WORKFLOWS] == ["check.yml"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
class TestWorkflow:
    @staticmethod
    def steps(path: Path) -> list[dict[str, Any]]:
        jobs = yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
        assert all("permissions" not in job and job["timeout-minutes"] for job in jobs)
        return [step for job in jobs for step in job["steps"]]

    def test_it_may_read_and_nothing_else(self, path: Path) -> None:
        assert yaml.safe_load(path.read_text("utf-8"))["permissions"] == {"contents": "read"}
        assert "secrets." not in path.read_text("utf-8")

    def test_each_action_is_pinned_by_its_commit_and_says_which_version_that_is(self, path: Path) -> None:
        used = re.findall(r"uses: (.+)", path.read_text("utf-8"))

        assert used
        assert [each for each in used if not PINNED.fullmatch(each)] == []

    def test_a_checkout_leaves_no_token_behind(self, path: Path) -> None:
        checkouts = [
            each for each in self.steps(path) if each.get("uses", "").startswith("actions/checkout@")
        ]

        assert checkouts
        assert all(each["with"] == {"persist-credentials": False} for each in checkouts)

    def test_it_runs_what_anybody_can_type(self, path: Path) -> None:
        targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
        for command in (step["run"] for step in self.steps(path) if "run" in step):
            program, *words = command.split()
            assert (program, words) == (".ci/run", []) or (program == "make" and set(words) <= targets), (
                command
            )
