"""Slack: tokens, scopes, the connection, and its clock."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bot.doctor import clocks, http_port
from bot.doctor.finding import Finding, look, ok, unknown, wrong
from bot.settings import Mode, Settings
from bot.slack.incoming.connect import Client, SlackUnavailable, check_app_token, identify, web_client
from bot.slack.surface import NEEDED, OPTIONAL
from bot.texting.clock import Clock

REJECTED: Final = "Copy the Bot User OAuth Token from OAuth & Permissions in your Slack app's settings."
UNANSWERED: Final = "Let this machine reach slack.com on port 443, or set HTTPS_PROXY."
NOT_TOLD: Final = "Slack tells no app which commands, shortcuts and events it has"
COMPARE: Final = (
    "After each update compare App Manifest in your app's settings to what `smsit-bot manifest` prints, with "
    "--http your address for HTTP."
)
REINSTALL: Final = "Paste what `smsit-bot manifest` prints over the app's manifest, and reinstall the app."


def findings(found: Settings, clock: Clock, *, has_app: bool = True) -> Iterator[Finding]:
    """Look at what Slack says of the bot, where its workspace has the app, and at how it reaches the bot."""
    client = web_client(found.slack_bot_token.get_secret_value(), found.slack_api_url)
    is_reached = True
    if has_app:
        try:
            identity = identify(client)
        except SlackUnavailable as error:
            is_reached = error.is_refusal
            yield wrong("Bot token", str(error), REJECTED if is_reached else UNANSWERED)
        else:
            yield ok("Bot token", f"connected to workspace {identity.team_id}")
            yield from _scopes(identity.scopes)
            yield _clock(identity.at, clock())
        yield unknown("Commands and events", NOT_TOLD, COMPARE)
    if found.mode is Mode.HTTP:
        yield http_port.finding(found)
    elif is_reached:
        yield _socket_mode(client, found.slack_app_token.get_secret_value() if found.slack_app_token else "")


def _socket_mode(client: Client, token: str) -> Finding:
    try:
        check_app_token(client, token)
    except SlackUnavailable as error:
        todo = "Generate an app-level token with connections:write, and turn Socket Mode on."
        return wrong("Socket Mode", str(error), todo)
    return ok("Socket Mode", "Slack offers a connection")


def _scopes(granted: frozenset[str]) -> Iterator[Finding]:
    if not granted:
        todo = "Compare OAuth & Permissions to `smsit-bot manifest`."
        yield look("Scopes", "Slack didn't say which ones the app has", todo)
        return
    lacking = [scope for scope in NEEDED if scope not in granted]
    for scope in lacking:
        yield wrong("Scopes", f"{scope} is missing: {NEEDED[scope]}", REINSTALL)
    if not lacking:
        yield ok("Scopes", f"all {len(NEEDED)} that are needed")
    if optional := [scope for scope in OPTIONAL if scope not in granted]:
        told = f"{', '.join(optional)} missing: a message may be posted twice"
        yield look("Optional scopes", told, REINSTALL)


def _clock(theirs: datetime | None, now: datetime) -> Finding:
    if theirs is None:
        return look(
            "Clock", "Slack didn't say what time it is", "Make sure that this machine's clock is right."
        )
    if said := clocks.apart(now, theirs):
        return wrong(
            "Clock", f"{said} Slack's", "Set this machine's clock by NTP: texts are scheduled by it."
        )
    return ok("Clock", f"within {clocks.MOST_APART.seconds} seconds of Slack's")
