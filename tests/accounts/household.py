"""Settings files of several accounts, in a folder."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.patience import PATIENCE_SECONDS

POLICY: Final = '[roles]\nbroadcaster = ["*"]\n'
EDGE: Final = {"SLACK_SIGNING_SECRET": "s" * 32, "HTTP_PORT": "0", "DEFAULT_REGION": "US"}


@contextmanager
def patient() -> Iterator[None]:
    """Wait for bots that start, answer or end as long as tests do for anything, however long Slack waits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.accounts.house.ANSWER_SECONDS", PATIENCE_SECONDS)
        patch.setattr("bot.accounts.house.STOP_SECONDS", PATIENCE_SECONDS)
        patch.setattr("bot.accounts.houses.START_SECONDS", PATIENCE_SECONDS)
        yield


def account(folder: Path, key: str, number: str, changed: Mapping[str, str] | None = None) -> Path:
    """Write the settings file of an account."""
    policy = folder / "policy.toml"
    policy.write_text(POLICY, encoding="utf-8")
    given = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SMSIT_API_KEY": f"key-of-{key}",
        "SMSIT_FROM": number,
        "SMSIT_TIMEZONE": "America/Los_Angeles",
        "DATABASE_URL": f"sqlite:///{folder / key}.db",
        "POLICY_FILE": str(policy),
        **(changed or {}),
    }
    return write(folder / f"{key}.env", given)


def shared(folder: Path, named: str, changed: Mapping[str, str] | None = None) -> Path:
    """Write what all accounts have in common, and the file that names them."""
    (folder / "accounts.toml").write_text(named, encoding="utf-8")
    given = {
        **EDGE,
        "ACCOUNTS_FILE": str(folder / "accounts.toml"),
        "ACCOUNTS_DATABASE_URL": f"sqlite:///{folder / 'accounts.db'}",
        **(changed or {}),
    }
    return write(folder / "shared.env", given)


def write(path: Path, given: Mapping[str, str]) -> Path:
    path.write_text("".join(f"{name}={value}\n" for name, value in given.items()), encoding="utf-8")
    path.chmod(0o600)
    return path


TWO: Final = """
[accounts.clinic]
name = "Clinic"
workspace = "T0HARBOUR"
settings = "clinic.env"

[accounts.dental]
name = "Dental"
workspace = "T0HARBOUR"
settings = "dental.env"
default = true
"""
