"""What people, user groups and channels are called that a message mentions by their ids.

Scopes: ``users:read``, ``usergroups:read``, and ``channels:read`` or ``groups:read``; a private channel is
shown only to a bot that is in it. Source: docs.slack.dev, reference/methods: users.info, usergroups.list and
conversations.info.
"""

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from http.client import HTTPException
from typing import Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.slack.blocks.plain_text.reading import Kind, Mention
from bot.slack.outgoing.users import KEPT_SECONDS, LONGEST_NAME, MOST_KEPT, Users

MOST_ASKED: Final = 20
"""Names looked up for one message; what is mentioned beyond them goes without."""
PATIENCE_SECONDS: Final = 5.0
"""After so long no further name is asked for: somebody waits for the form."""


class MentionNames:
    """Looks up what mentions stand for, and remembers it for an hour."""

    def __init__(
        self, client: WebClient, users: Users, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._users = users
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._places: dict[str, tuple[float, str]] = {}

    def of(self, mentions: Iterable[Mention]) -> dict[Mention, str]:
        """Return the names of the first of these; one that Slack does not say is not among them."""
        end = self._monotonic() + PATIENCE_SECONDS
        found: dict[Mention, str] = {}
        for mention in list(mentions)[:MOST_ASKED]:
            if self._monotonic() >= end:
                break
            if name := self._name(mention):
                found[mention] = name
        return found

    def _name(self, mention: Mention) -> str:
        if mention.kind is Kind.PERSON:
            return self._users.name(mention.id)
        now = self._monotonic()
        with self._lock:
            kept = self._places.get(mention.id)
        if kept is not None and now - kept[0] < KEPT_SECONDS:
            return kept[1]
        try:
            said = self._groups() if mention.kind is Kind.GROUP else self._channel(mention.id)
        except (SlackClientError, HTTPException, OSError):
            return kept[1] if kept is not None else ""
        with self._lock:
            if len(self._places) + len(said) > MOST_KEPT:
                self._places.clear()
            self._places |= {place: (now, _tidy(name)) for place, name in said.items()}
            return self._places.get(mention.id, (now, ""))[1]

    def _groups(self) -> Mapping[str, str]:
        """Ask for all user groups: Slack tells of none alone."""
        answer = self._client.usergroups_list()
        return {str(each["id"]): str(each.get("name") or "") for each in answer["usergroups"]}

    def _channel(self, channel_id: str) -> Mapping[str, str]:
        answer = self._client.conversations_info(channel=channel_id)
        return {channel_id: str(answer["channel"].get("name") or "")}


def _tidy(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME]
