"""What Slack knows of the people who use the bot, remembered for a while."""

import threading
import time
from collections.abc import Callable
from http.client import HTTPException
from typing import Final
from zoneinfo import ZoneInfo

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.slack.words import zone_or_utc

KEPT_SECONDS: Final = 3600.0
MOST_KEPT: Final = 10_000


class People:
    """Looks people up in Slack."""

    def __init__(self, client: WebClient, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._zones: dict[str, tuple[float, ZoneInfo]] = {}

    def zone(self, user_id: str) -> ZoneInfo:
        """Return a person's own time zone, an hour old at most; UTC when Slack does not say."""
        now = self._monotonic()
        with self._lock:
            kept = self._zones.get(user_id)
        if kept is not None and now - kept[0] < KEPT_SECONDS:
            return kept[1]
        try:
            user = self._client.users_info(user=user_id)["user"]
        except (SlackClientError, HTTPException, OSError):
            return kept[1] if kept is not None else ZoneInfo("UTC")
        zone = zone_or_utc(user.get("tz"))
        with self._lock:
            if len(self._zones) >= MOST_KEPT:
                self._zones.clear()
            self._zones[user_id] = (now, zone)
        return zone
