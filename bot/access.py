"""Who may do what: the roles, whom a policy gives them to, and the answer for one person.

A role is given to users (``U…``, ``W…``), to everybody in a user group (``S…``) or a channel (``C…``,
``G…``), or to ``*``: everybody of this workspace. Guests have one only where it is given to them by name: to
themselves or to a user group they are in. People of other workspaces, met in shared channels, never have one,
nor have apps, accounts that were deactivated, and whoever is not known to Slack.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.standing import Membership, NobodyKnown, NobodyMet, People, Standing

EVERYBODY: Final = "*"
_PLACES: Final = ("S", "C", "G")
_GROUP: Final = "S"
_USER: Final = re.compile(r"[UW][A-Z0-9]{1,30}")
_MOST_NAMED: Final = 3
"""Admins a refusal names: enough to find one who is there."""
UNKNOWN: Final = "Try again in a minute: we couldn't check your Slack account."


class Role(StrEnum):
    """What a person is trusted with. Some roles bring others along, see :data:`BRINGS`."""

    VIEWER = "viewer"
    SENDER = "sender"
    BROADCASTER = "broadcaster"
    APPROVER = "approver"
    ADMIN = "admin"


class Opened(StrEnum):
    """What a verified code may open to whoever verified it, beside what their roles do."""

    FULL_NUMBER = "full_number"
    """The whole number of the caller."""
    MOVE_APPOINTMENT = "move_appointment"
    """Moving and cancelling an appointment of the caller that somebody else booked."""


_WITH_ROLES: Final = frozenset({Standing.MEMBER, Standing.GUEST})

BRINGS: Final[Mapping[Role, frozenset[Role]]] = MappingProxyType(
    {
        Role.VIEWER: frozenset({Role.VIEWER}),
        Role.SENDER: frozenset({Role.SENDER, Role.VIEWER}),
        Role.BROADCASTER: frozenset({Role.BROADCASTER, Role.SENDER, Role.VIEWER}),
        Role.APPROVER: frozenset({Role.APPROVER, Role.VIEWER}),
        Role.ADMIN: frozenset(Role),
    }
)

Grants = Mapping[Role, Iterable[str]]
"""The ids each role is given to, as the policy lists them."""


@dataclass(frozen=True, slots=True)
class Who:
    """A person as Slack names them: the user, and the workspace they belong to."""

    user_id: str
    team_id: str


def mention(holder: str) -> str:
    """Return a user, a user group or a channel as mrkdwn names it."""
    if not is_place(holder):
        return f"<@{holder}>"
    return f"<!subteam^{holder}>" if holder.startswith("S") else f"<#{holder}>"


def is_place(holder: str) -> bool:
    """Tell whether an id is that of a user group or a channel."""
    return holder.startswith(_PLACES)


@dataclass(frozen=True, slots=True)
class _Given:
    """The ids of each role, the user groups and channels among them, and the admins in order."""

    of: Grants
    ids: Mapping[Role, frozenset[str]]
    places: Mapping[Role, frozenset[str]]
    admins: tuple[str, ...]
    all_ids: Mapping[Role, frozenset[str]]
    """Of each role and of those that bring it along."""
    all_places: Mapping[Role, frozenset[str]]


def _with_bringing(held: Mapping[Role, frozenset[str]]) -> Mapping[Role, frozenset[str]]:
    """Return the holders of each role together with those of the roles that bring it along."""
    return {
        role: frozenset[str]().union(*(holders for given, holders in held.items() if role in BRINGS[given]))
        for role in Role
    }


class Access:
    """Answers which roles a person has in the workspace ``team_id``, from what is known here and now.

    Of whom it is not known what they are there, nobody has any. ``given`` returns one object for each policy.
    """

    def __init__(
        self,
        team_id: str,
        given: Callable[[], Grants],
        members: Membership | None = None,
        people: People | None = None,
    ) -> None:
        self._team_id = team_id
        self._ask = given
        self._read: _Given | None = None
        self._members = members or NobodyKnown()
        self._people = people or NobodyMet()

    def somebody(self, user_id: str) -> Who:
        """Return a user of the workspace, by whose roles something is done without them."""
        return Who(user_id, self._team_id)

    @property
    def _now(self) -> _Given:
        """What the roles are given to, read once for each policy."""
        given, read = self._ask(), self._read
        if read is None or read.of is not given:
            ids = {role: frozenset(holders) for role, holders in given.items()}
            places = {role: frozenset(filter(is_place, holders)) for role, holders in ids.items()}
            admins = dict.fromkeys(each for each in given.get(Role.ADMIN, ()) if each != EVERYBODY)
            read = self._read = _Given(
                given, ids, places, tuple(admins), _with_bringing(ids), _with_bringing(places)
            )
        return read

    def refusal(self, role: Role, who: Who, to: str) -> str:
        """Return why a person without a role may not do something, and whom to ask, as mrkdwn.

        ``to`` says what that is, in words of the bot's own: send a text.
        """
        match self.standing(who):
            case None:
                return UNKNOWN
            case Standing.OUTSIDER:
                return "Only people in this workspace can use the SMS bot."
            case Standing.GUEST if not self.roles(who):
                return f"Guests can use the SMS bot only if an admin adds them by name. {self.whom_to_ask()}"
            case _:
                return f"You need the *{role}* role to {to}. {self.whom_to_ask()}"

    def invitation(self, role: Role, who: Who, to: str) -> str:
        """Return what a person who may do other things needs for this one, and whom to ask, as mrkdwn.

        It stands where nothing was refused. Who may do nothing is told why, as :meth:`refusal` does.
        """
        if not self.roles(who):
            return self.refusal(role, who, to)
        return f"To {to}, you need the *{role}* role. {self.whom_to_ask()}"

    def whom_to_ask(self) -> str:
        """Return a sentence of mrkdwn that names those who give roles: the first few admins of the policy."""
        named = [mention(each) for each in sorted(self._now.admins, key=is_place)[:_MOST_NAMED]]
        if not named:
            return "Ask the person who runs this bot: roles are set in its policy file."
        return "Ask " + " or ".join([", ".join(named[:-1]), named[-1]] if named[1:] else named) + "."

    def standing(self, who: Who) -> Standing | None:
        """Return what a person is in the workspace; None while that is not known."""
        if who.team_id != self._team_id or not _USER.fullmatch(who.user_id):
            return Standing.OUTSIDER
        return self._people.standing(who.user_id)

    def roles(self, who: Who) -> frozenset[Role]:
        """Return all roles of a person, those brought along included; none for people from elsewhere."""
        standing = self.standing(who)
        if standing not in _WITH_ROLES:
            return frozenset()
        by_name, now = standing is Standing.GUEST, self._now
        held = (BRINGS[role] for role in now.ids if self._is_given(now, role, who.user_id, by_name=by_name))
        return frozenset[Role]().union(*held)

    def allows(self, who: Who, role: Role) -> bool:
        """Tell whether a person has a role."""
        standing = self.standing(who)
        if standing not in _WITH_ROLES:
            return False
        now, by_name = self._now, standing is Standing.GUEST
        return self._is_one_of(now.all_ids[role], now.all_places[role], who.user_id, by_name=by_name)

    def is_among(self, who: Who, named: Iterable[str]) -> bool:
        """Tell whether a person has one of some roles, or is named by an id as the policy gives roles to."""
        standing, roles = self.standing(who), self.roles(who)
        if standing not in {Standing.MEMBER, Standing.GUEST}:
            return False
        ids = frozenset(named) - frozenset(Role)
        places, by_name = frozenset(filter(is_place, ids)), standing is Standing.GUEST
        return not roles.isdisjoint(named) or self._is_one_of(ids, places, who.user_id, by_name=by_name)

    def holders(self, role: Role) -> frozenset[str]:
        """Return the ids of all users known to hold a role, brought along or given.

        `EVERYBODY` stands among them when everybody of the workspace holds it.
        """
        found, now = set[str](), self._now
        for given, ids in now.ids.items():
            if role in BRINGS[given]:
                found |= ids - now.places[given]
                found.update(*(self._members.of(place) for place in now.places[given]))
        return frozenset(found)

    def knows(self, named: Iterable[str]) -> bool:
        """Tell whether it is known who is in each of the user groups and channels among some ids."""
        return all(map(self._members.knows, filter(is_place, named)))

    def all_known(self, role: Role) -> bool:
        """Tell whether all holders of a role are known: who is in each group and channel that has it."""
        return self.knows(
            place for each, places in self._now.places.items() if role in BRINGS[each] for place in places
        )

    def all_named(self, role: Role) -> bool:
        """Tell whether all holders of a role stand in the policy: nobody has it by a group or channel.

        Who is in those is not the policy's to say: people join and leave, or are taken out.
        """
        return not self._now.all_places[role]

    def _is_given(self, now: _Given, role: Role, user_id: str, *, by_name: bool) -> bool:
        """Tell whether a role is given to a user; ``by_name`` leaves out what everybody and channels have."""
        return self._is_one_of(now.ids[role], now.places[role], user_id, by_name=by_name)

    def _is_one_of(self, ids: frozenset[str], places: frozenset[str], user_id: str, *, by_name: bool) -> bool:
        """Tell whether a user is among ids or in the ``places`` of them; ``by_name`` as above."""
        if user_id in ids or (EVERYBODY in ids and not by_name):  # of which no place is a user
            return True
        counted = (place for place in places if place.startswith(_GROUP) or not by_name)
        return any(user_id in self._members.of(place) for place in counted)
