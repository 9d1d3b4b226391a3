"""A file of settings for the commands, and nothing else around that could count as one."""

from pathlib import Path

import pytest

SETTINGS = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "SMSIT_API_KEY": "key",
    "SMSIT_FROM": "14155550190",
    "DEFAULT_REGION": "US",
}


def written(folder: Path, **more: str) -> str:
    path = folder / "bot.env"
    values = {**SETTINGS, "DATABASE_URL": f"sqlite:///{folder}/bot.db", **more}
    path.write_text("".join(f"{name}={value}\n" for name, value in values.items()), "utf-8")
    return str(path)


def alone(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Have no settings around but those of a file."""
    for name in (
        *SETTINGS,
        "DATABASE_URL",
        "BACKUP_FOLDER",
        "ERASURE_KEY",
        "DATA_KEY",
        "MCP_USER",
        "MCP_TOKEN",
        "MCP_PORT",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(folder)
