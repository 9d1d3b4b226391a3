"""What does not go together in settings: sentences that say what to do."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.settings_sources import Sources

_REFUSED: Final = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")


def of_ways_in(sources: Sources) -> Iterator[str]:
    """Tell that no way in from Slack is set."""
    ways_in = {"SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"}
    if not (ways_in & sources.unread or any(sources.values.get(name, "").strip() for name in ways_in)):
        yield (
            "Set SLACK_APP_TOKEN for Socket Mode (no public address needed), or SLACK_SIGNING_SECRET for "
            "HTTP: neither is set."
        )


def of_one_account(variables: Mapping[str, str]) -> Iterator[str]:
    """Tell what a bot of one account has no use for."""
    for name in _REFUSED:
        if variables.get(name):
            yield (
                f"Remove {name}: with it, Slack's library expects an OAuth installation and silently ignores "
                "SLACK_BOT_TOKEN."
            )


def of_installation(variables: Mapping[str, str]) -> Iterator[str]:
    """Tell what does not go together where the app is installed by OAuth."""
    having = [name for name in _REFUSED if variables.get(name, "").strip()]
    if not having:
        return
    for name in _REFUSED:
        if name not in having:
            yield f"Set {name} too: an installation needs both."
    if variables.get("SLACK_BOT_TOKEN", "").strip():
        yield "Remove SLACK_BOT_TOKEN: each workspace gets its own when the app is installed there."
    if variables.get("SLACK_APP_TOKEN", "").strip():
        yield "Remove SLACK_APP_TOKEN: the app is installed over HTTP, so Slack has to reach the bot there."
