"""Who is in the user groups and channels that a policy gives roles to.

Listeners ask no network, so this is kept in memory and refreshed beside them. Each process keeps its own: a
clock job of the engine runs in one process only, so `RoleMembers` brings a clock of its own.

Scopes: ``usergroups:read`` for user groups, ``channels:read`` for channels, ``groups:read`` for private ones
(where the bot has to be a member), ``users:read`` to tell colleagues from apps and from people of other
workspaces. Source: docs.slack.dev, reference/methods: usergroups.users.list, conversations.members and
users.list.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.client import HTTPException
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.access import Grants, is_place
from bot.logs import describe

log = logging.getLogger(__name__)

REFRESHED_EVERY_SECONDS: Final = 600.0
PAGE: Final = 900
"""People a page; Slack takes up to 999."""
NOT_THERE: Final = frozenset({"no_such_subteam", "channel_not_found"})
"""Slack knows no such group or channel, or does not show it to the bot any more."""


def places(given: Grants) -> frozenset[str]:
    """Return the ids of the user groups and channels that roles are given to."""
    return frozenset(holder for holders in given.values() for holder in holders if is_place(holder))


class RoleMembers:
    """Remembers who is in some user groups and channels of the workspace ``team_id``.

    A group or channel that was never read has nobody in it. One that cannot be read now keeps whom it had;
    one that is gone loses everybody.
    """

    def __init__(self, client: WebClient, team_id: str, named: Iterable[str]) -> None:
        self._client = client
        self._team_id = team_id
        self._places = tuple(sorted(set(named)))
        self._one_at_a_time = threading.Lock()
        self._known: Mapping[str, frozenset[str]] = {}
        self._colleagues: dict[str, bool] = {}
        """Whether a user of the workspace is a person of it. That never changes, so it is asked for once."""
        self._stopped = threading.Event()

    def of(self, place: str) -> frozenset[str]:
        """Return the ids of the colleagues known to be in a user group or channel. Asks nobody."""
        return self._known.get(place, frozenset())

    def knows(self, place: str) -> bool:
        """Tell whether Slack has said who is in a user group or channel. Asks nobody.

        One that is gone is not known: Slack says the same of a private channel the bot is not in.
        """
        return place in self._known

    def refresh(self) -> tuple[str, ...]:
        """Ask Slack who is in each user group and channel; without any, ask nothing.

        Returns a sentence for each that could not be read, which is logged too.
        """
        troubles: list[str] = []
        with self._one_at_a_time:
            read = dict(self._known)
            for place in self._places:
                with _noted(troubles, place):
                    try:
                        read[place] = frozenset(self._people_in(place))
                    except SlackApiError as error:
                        if error.response.get("error") in NOT_THERE:
                            read.pop(place, None)
                        raise
            elsewhere: frozenset[str] = frozenset()
            with _noted(troubles, "the list of users"):
                elsewhere = self._elsewhere(frozenset[str]().union(*read.values()))
            self._known = {place: users - elsewhere for place, users in read.items()}
        for trouble in troubles:
            log.warning("roles of user groups and channels: %s", trouble)
        return tuple(troubles)

    def keep_fresh(self, every: float = REFRESHED_EVERY_SECONDS) -> None:
        """Refresh every so many seconds from now on, in a thread of its own, until :meth:`stop`."""
        if self._places:
            # A daemon: it holds nothing that an abrupt end would break.
            threading.Thread(target=self._strike, args=(every,), name="members", daemon=True).start()

    def stop(self) -> None:
        """Refresh no more; a refresh that runs comes to its end by itself."""
        self._stopped.set()

    def _strike(self, every: float) -> None:
        while not self._stopped.wait(every):
            try:
                self.refresh()
            except Exception as error:  # noqa: BLE001 - the next refresh must still be made
                log.error("a refresh of user groups and channels broke: %s", describe(error))

    def _people_in(self, place: str) -> Iterator[str]:
        if place.startswith("S"):
            yield from self._client.usergroups_users_list(usergroup=place)["users"]
            return
        for page in _pages(partial(self._client.conversations_members, channel=place)):
            yield from page["members"]

    def _elsewhere(self, users: frozenset[str]) -> frozenset[str]:
        """Return those of these users who are apps, or people of other workspaces.

        Slack is asked only when one of them was not listed before. Whoever Slack does not list is from
        elsewhere; it is asked about them again the next time.
        """
        if not users <= self._colleagues.keys():
            for page in _pages(self._client.users_list):
                self._colleagues |= {user["id"]: self._is_colleague(user) for user in page["members"]}
        return frozenset(user for user in users if not self._colleagues.get(user))

    def _is_colleague(self, user: Mapping[str, Any]) -> bool:
        from_here = user.get("team_id") == self._team_id and not user.get("is_stranger")
        return from_here and not user.get("is_bot")


def _pages(ask: Callable[..., SlackResponse]) -> Iterator[SlackResponse]:
    cursor: str | None = None
    while True:
        page = ask(limit=PAGE, cursor=cursor)
        yield page
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return


@contextmanager
def _noted(troubles: list[str], what: str) -> Iterator[None]:
    """Note that something could not be read, in Slack's words, and go on."""
    try:
        yield
    except SlackApiError as error:
        needed = error.response.get("needed")
        hint = f"; give the app the scope {needed}" if needed else ""
        troubles.append(f"{what} could not be read, Slack says {error.response.get('error')}{hint}")
    except (SlackClientError, HTTPException, OSError) as error:
        troubles.append(f"{what} could not be read, Slack did not answer ({type(error).__name__})")
