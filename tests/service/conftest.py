"""A sandbox that runs in real time, and settings that lead to it and nowhere else."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.demo import environment
from bot.sandbox import Sandbox
from bot.texting.clock import utc_now
from tests.patience import ACK_SECONDS


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    no_settings_around(monkeypatch, tmp_path)


def no_settings_around(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Neither a file nor the environment of whoever runs the tests plays a part."""
    for name in list(os.environ):
        if name.startswith(("SLACK_", "SMSIT_")) or name in {"DATABASE_URL", "POLICY_FILE", "LOG_LEVEL"}:
            monkeypatch.delenv(name)
    monkeypatch.chdir(folder)


@pytest.fixture(scope="module")
def running_sandbox() -> Iterator[Sandbox]:
    with Sandbox(clock=utc_now, contacts=5, ack_limit=ACK_SECONDS) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running_sandbox: Sandbox) -> Iterator[Sandbox]:
    yield running_sandbox
    running_sandbox.smsit.faults.clear()


def env_file(sandbox: Sandbox, folder: Path, changed: Mapping[str, str] | None = None) -> str:
    values = {**environment(sandbox, folder / "bot.db"), **(changed or {})}
    path = folder / "settings.env"
    path.write_text("".join(f"{name}={value}\n" for name, value in values.items()), encoding="utf-8")
    path.chmod(0o600)
    return str(path)
