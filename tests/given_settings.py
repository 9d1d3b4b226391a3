"""Settings as they are given: the few that are needed, with what a test adds."""

import pytest

from bot.settings import Settings, SettingsError, load

NEEDED = {
    "SLACK_BOT_TOKEN": "xoxb-bot",
    "SLACK_APP_TOKEN": "xapp-app",
    "SMSIT_API_KEY": "key",
    "SMSIT_FROM": "14155550100",
}


def settings(**changes: str) -> Settings:
    return load(None, NEEDED | changes)


def problems(**changes: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        settings(**changes)
    return caught.value.problems
