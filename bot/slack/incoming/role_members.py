"""Who is in the user groups and channels that a policy gives roles to.

Listeners ask no network, so this is kept in memory and refreshed beside them. Each process keeps its own: a
clock job of the engine runs in one process only, so `RoleMembers` brings a clock of its own.

Scopes: ``usergroups:read`` for user groups, ``channels:read`` for channels, ``groups:read`` for private ones
(where the bot has to be a member). Source: docs.slack.dev, reference/methods: usergroups.users.list and
conversations.members.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.client import HTTPException
from itertools import chain
from typing import Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.access import Grants, is_place
from bot.logs import describe
from bot.slack.outgoing.pages import pages
from bot.slack.outgoing.users import Users
from bot.standing import Standing

log = logging.getLogger(__name__)

REFRESHED_EVERY_SECONDS: Final = 600.0
MOST_MET: Final = 100
"""People in groups and channels, and not in the list of users, who are asked for singly at one refresh."""
NOT_THERE: Final = frozenset({"no_such_subteam", "channel_not_found"})
"""Slack knows no such group or channel, or does not show it to the bot any more."""


def places(given: Grants, others: Iterable[str] = ()) -> frozenset[str]:
    """Return the ids of the user groups and channels roles are given to, and those among ``others``."""
    return frozenset(filter(is_place, chain(others, *given.values())))


class RoleMembers:
    """Remembers who is in some user groups and channels, and what all ``users`` are in the workspace.

    ``named`` is asked at each refresh which those are.

    A group or channel that was never read has nobody in it. One that cannot be read now keeps whom it had;
    one that is gone loses everybody.
    """

    def __init__(self, client: WebClient, users: Users, named: Callable[[], Iterable[str]]) -> None:
        self._client = client
        self._users = users
        self._named = named
        self._one_at_a_time = threading.Lock()
        self._known: Mapping[str, frozenset[str]] = {}
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
        """Ask Slack what all users are, and who is in each user group and channel.

        Returns a sentence for each that could not be read, which is logged too.
        """
        troubles: list[str] = []
        with self._one_at_a_time:
            read = dict(self._known)
            with _noted(troubles, "the list of users"):
                self._users.refresh()
            for place in sorted(set(self._named())):
                with _noted(troubles, place):
                    try:
                        read[place] = frozenset(self._people_in(place))
                    except SlackApiError as error:
                        if error.response.get("error") in NOT_THERE:
                            read.pop(place, None)
                        raise
            self._meet(frozenset[str]().union(*read.values()))
            self._known = {place: frozenset(self._belonging(place, people)) for place, people in read.items()}
        for trouble in troubles:
            log.warning("roles of user groups and channels: %s", trouble)
        return tuple(troubles)

    def keep_fresh(self, every: float = REFRESHED_EVERY_SECONDS) -> None:
        """Refresh every so many seconds from now on, in a thread of its own, until :meth:`stop`."""
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
        for page in pages(partial(self._client.conversations_members, channel=place)):
            yield from page["members"]

    def _meet(self, people: frozenset[str]) -> None:
        """Ask singly for those the list of users did not tell of: of other workspaces, or beyond its end."""
        unknown = sorted(user for user in people if self._users.standing(user) is None)
        for user in unknown[:MOST_MET]:
            self._users.meet(user)

    def _belonging(self, place: str, people: Iterable[str]) -> Iterator[str]:
        """Give those who have what a place is given. Of whom nothing is known keeps their seat.

        Else whoever is left would count as the only one there. They have no role while nothing is known.
        """
        without = {Standing.OUTSIDER} if place.startswith("S") else {Standing.OUTSIDER, Standing.GUEST}
        return (user for user in people if self._users.standing(user) not in without)


@contextmanager
def _noted(troubles: list[str], what: str) -> Iterator[None]:
    """Note that something could not be read, in Slack's words, and go on."""
    try:
        yield
    except SlackApiError as error:
        needed = error.response.get("needed")
        hint = f"; give the app the scope {needed}" if needed else ""
        troubles.append(f"{what} couldn't be read: Slack says {error.response.get('error')}{hint}")
    except (SlackClientError, HTTPException, OSError) as error:
        troubles.append(f"{what} couldn't be read: Slack didn't answer ({type(error).__name__})")
