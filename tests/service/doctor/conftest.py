"""A report by what it found, and settings with which nothing is wrong."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from bot import demo
from bot.doctor import report as report_of
from bot.doctor.command import doctor
from bot.sandbox import Sandbox
from bot.texting.clock import utc_now
from tests.patience import ACK_SECONDS
from tests.service.conftest import env_file

POLICY = """
[roles]
viewer = ["*"]
broadcaster = ["U0MAYA"]
admin = ["U0TOM"]
[quiet_hours]
default = "21:00-08:00"
"""
KEY = "k" * 40
FINE = {"ERASURE_KEY": KEY}
Found = Mapping[str, tuple[str, str, str]]
Report = Callable[..., Found]


@pytest.fixture(scope="module")
def running_sandbox() -> Iterator[Sandbox]:
    with Sandbox(clock=utc_now, contacts=5, ack_limit=ACK_SECONDS, manifest=demo.manifest()) as sandbox:
        yield sandbox


@pytest.fixture
def report(sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Report:
    """Run it with these settings changed, and return what it found by its name: state, what, to do."""

    def run(changed: Mapping[str, str] | None = None, *, policy: str = POLICY, status: int = 0) -> Found:
        (tmp_path / "own.toml").write_text(policy, encoding="utf-8")
        given = FINE | {"POLICY_FILE": str(tmp_path / "own.toml")} | dict(changed or {})
        file = env_file(sandbox, tmp_path, given)
        assert doctor(file, report_of.as_json) == status
        said = json.loads(capsys.readouterr().out)
        assert "xoxb" not in str(said)
        return {each["name"]: (each["state"], each["what"], each["todo"]) for each in said["findings"]}

    return run


def not_fine(found: Found) -> dict[str, str]:
    return {name: state for name, (state, _what, _todo) in found.items() if state != "ok"}
