"""Slack: tokens, scopes, the connection, and its clock."""

import socket
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bot.doctor import clocks
from bot.doctor.finding import Finding, look, ok, wrong
from bot.settings import Mode, Settings
from bot.slack.incoming.connect import SlackUnavailable, check_app_token, identify, web_client
from bot.slack.surface import NEEDED, OPTIONAL
from bot.texting.clock import Clock

UNANSWERED: Final = (
    "If Slack rejected it, copy the Bot User OAuth Token from OAuth & Permissions. If Slack can't be "
    "reached, let this machine reach slack.com on port 443, or set HTTPS_PROXY."
)
REINSTALL: Final = "Paste what `smsit-bot manifest` prints over the app's manifest, and reinstall the app."


def findings(found: Settings, clock: Clock) -> Iterator[Finding]:
    """Look at what Slack says of the bot."""
    client = web_client(found.slack_bot_token.get_secret_value(), found.slack_api_url)
    try:
        identity = identify(client)
    except SlackUnavailable as error:
        yield wrong("Bot token", str(error), UNANSWERED)
        return
    yield ok("Bot token", f"connected to workspace {identity.team_id}")
    yield from _scopes(identity.scopes)
    yield _clock(identity.at, clock())
    if found.mode is Mode.HTTP:
        yield _http(found)
        return
    token = found.slack_app_token.get_secret_value() if found.slack_app_token else ""
    try:
        check_app_token(client, token)
    except SlackUnavailable as error:
        todo = "Generate an app-level token with connections:write, and turn Socket Mode on."
        yield wrong("Socket Mode", str(error), todo)
    else:
        yield ok("Socket Mode", "Slack offers a connection")


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


def _http(found: Settings) -> Finding:
    """Tell whether the bot answers on its port, or could listen there."""
    place = f"{found.http_host}:{found.http_port}"
    with socket.socket(socket.AF_INET6 if ":" in found.http_host else socket.AF_INET) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((found.http_host, found.http_port))
        except OSError as error:
            return look(
                "HTTP",
                f"{place} can't be used: {error.strerror}",
                "That's right if the bot is running; else set HTTP_HOST and HTTP_PORT.",
            )
    return ok("HTTP", f"{place} is free; Slack reaches it through your proxy")
