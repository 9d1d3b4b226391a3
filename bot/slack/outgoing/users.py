"""What Slack knows of the people who use the bot, remembered for a while."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any, Final
from zoneinfo import ZoneInfo

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.texting.words import zone_or_utc

KEPT_SECONDS: Final = 3600.0
MOST_KEPT: Final = 10_000
LONGEST_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class _Person:
    zone: ZoneInfo
    name: str = field(repr=False)


class Users:
    """Looks people up in Slack."""

    def __init__(self, client: WebClient, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, _Person]] = {}

    def zone(self, user_id: str) -> ZoneInfo:
        """Return a person's own time zone, an hour old at most; UTC when Slack does not say."""
        found = self._person(user_id)
        return ZoneInfo("UTC") if found is None else found.zone

    def name(self, user_id: str) -> str:
        """Return a person's full name, or what they are called where Slack has none; empty if unknown."""
        found = self._person(user_id)
        return "" if found is None else found.name

    def _person(self, user_id: str) -> _Person | None:
        now = self._monotonic()
        with self._lock:
            kept = self._known.get(user_id)
        if kept is not None and now - kept[0] < KEPT_SECONDS:
            return kept[1]
        try:
            user = self._client.users_info(user=user_id)["user"]
        except (SlackClientError, HTTPException, OSError):
            return kept[1] if kept is not None else None
        person = _Person(zone_or_utc(user.get("tz")), _name(user))
        with self._lock:
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            self._known[user_id] = (now, person)
        return person


def _name(user: Mapping[str, Any]) -> str:
    profile = user.get("profile") or {}
    found = (profile.get("real_name"), user.get("real_name"), profile.get("display_name"), user.get("name"))
    return " ".join(next(filter(None, found), "").split())[:LONGEST_NAME]
