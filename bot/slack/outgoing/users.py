"""What Slack knows of the people who use the bot, remembered for a while.

Scope: ``users:read``. Source: docs.slack.dev, reference/methods: users.info and users.list, and
reference/objects: user-object.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any, Final
from zoneinfo import ZoneInfo

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.slack.outgoing.pages import pages
from bot.standing import Standing
from bot.texting.words import zone_or_utc

KEPT_SECONDS: Final = 3600.0
"""For names and zones."""
STANDING_SECONDS: Final = 900.0
"""How long it counts what somebody is in the workspace: the list of users is read every ten minutes."""
MOST_KEPT: Final = 10_000
MOST_PAGES: Final = 10
"""Pages of the list of users read at once: Slack takes twenty a minute. Others are asked for singly."""
LONGEST_NAME: Final = 80
NOBODY: Final = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
"""What Slack says of an id that is nobody's, or of somebody it does not show to the bot."""
_SLACKBOT: Final = "USLACKBOT"  # an app, though Slack lists it as a person


@dataclass(frozen=True, slots=True)
class _Person:
    zone: ZoneInfo
    name: str = field(repr=False)
    standing: Standing


class Users:
    """Looks people up in Slack, and tells what they are in the workspace ``team_id``."""

    def __init__(
        self, client: WebClient, team_id: str, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._team_id = team_id
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

    def standing(self, user_id: str) -> Standing | None:
        """Return what somebody is in the workspace, a quarter of an hour old at most. Asks nobody.

        None when nothing is known as new as that.
        """
        kept = self._kept(user_id, STANDING_SECONDS)
        return None if kept is None else kept.standing

    def meet(self, user_id: str) -> Standing | None:
        """Return what somebody is in the workspace, and ask Slack where that is not known.

        For threads that may wait. None when Slack does not say.
        """
        return self.standing(user_id) or (None if (told := self._ask(user_id)) is None else told.standing)

    def refresh(self) -> None:
        """Read the list of users, as far as Slack gives it at once.

        Raises what the SDK does when Slack refuses or does not answer; what was known stays.
        """
        for _, page in zip(range(MOST_PAGES), pages(self._client.users_list), strict=False):
            for user in page["members"]:
                self._keep(str(user["id"]), self._read(user))

    def _person(self, user_id: str) -> _Person | None:
        kept = self._kept(user_id, KEPT_SECONDS)
        if kept is not None:
            return kept
        return self._ask(user_id, else_=self._kept(user_id))

    def _kept(self, user_id: str, seconds: float | None = None) -> _Person | None:
        """Return what is remembered of somebody, if it is as new as that."""
        with self._lock:
            kept = self._known.get(user_id)
        if kept is None or (seconds is not None and self._monotonic() - kept[0] >= seconds):
            return None
        return kept[1]

    def _ask(self, user_id: str, else_: _Person | None = None) -> _Person | None:
        """Ask Slack about somebody; return the other where it does not say."""
        try:
            person = self._read(self._client.users_info(user=user_id)["user"])
        except SlackApiError as error:
            if error.response.get("error") not in NOBODY:
                return else_
            person = _Person(ZoneInfo("UTC"), "", Standing.OUTSIDER)
        except (SlackClientError, HTTPException, OSError):
            return else_
        self._keep(user_id, person)
        return person

    def _keep(self, user_id: str, person: _Person) -> None:
        with self._lock:
            self._known.pop(user_id, None)
            while len(self._known) >= MOST_KEPT:
                del self._known[next(iter(self._known))]  # whoever was asked for longest ago
            self._known[user_id] = (self._monotonic(), person)

    def _read(self, user: Mapping[str, Any]) -> _Person:
        return _Person(zone_or_utc(user.get("tz")), _name(user), self._standing(user))

    def _standing(self, user: Mapping[str, Any]) -> Standing:
        if user.get("team_id") != self._team_id or user.get("id") == _SLACKBOT:
            return Standing.OUTSIDER
        if any(user.get(flag) for flag in ("is_stranger", "is_bot", "deleted", "is_workflow_bot")):
            return Standing.OUTSIDER
        guest = user.get("is_restricted") or user.get("is_ultra_restricted")
        return Standing.GUEST if guest else Standing.MEMBER


def _name(user: Mapping[str, Any]) -> str:
    profile = user.get("profile") or {}
    found = (profile.get("real_name"), user.get("real_name"), profile.get("display_name"), user.get("name"))
    return " ".join(next(filter(None, found), "").split())[:LONGEST_NAME]
