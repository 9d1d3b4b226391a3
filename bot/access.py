"""Who may do what: the roles, whom a policy gives them to, and the answer for one person.

A role is given to users (``U…``, ``W…``), to everybody in a user group (``S…``) or a channel (``C…``,
``G…``), or to ``*``: everybody of this workspace. People of other workspaces, met in shared channels, never
have one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Protocol

EVERYBODY: Final = "*"
_PLACES: Final = ("S", "C", "G")


class Role(StrEnum):
    """What a person is trusted with. Some roles bring others along, see :data:`BRINGS`."""

    VIEWER = "viewer"
    SENDER = "sender"
    BROADCASTER = "broadcaster"
    APPROVER = "approver"
    ADMIN = "admin"


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


class Membership(Protocol):
    """Knows who is in user groups and channels, without asking anybody."""

    def of(self, place: str) -> frozenset[str]:
        """Return the ids of the people known to be in a user group or channel; none when it is unknown."""

    def knows(self, place: str) -> bool:
        """Tell whether it is known who is in a user group or channel."""


class NobodyKnown:
    """Knows of nobody in any user group or channel."""

    def of(self, _place: str) -> frozenset[str]:
        """Return nobody."""
        return frozenset()

    def knows(self, _place: str) -> bool:
        """Tell that it is not known."""
        return False


def is_place(holder: str) -> bool:
    """Tell whether an id is that of a user group or a channel."""
    return holder.startswith(_PLACES)


class Access:
    """Answers which roles a person has in the workspace ``team_id``, from what is known here and now."""

    def __init__(self, team_id: str, given: Grants, members: Membership | None = None) -> None:
        self._team_id = team_id
        self._given = {role: frozenset(holders) for role, holders in given.items()}
        self._places = {role: frozenset(filter(is_place, ids)) for role, ids in self._given.items()}
        self._members = members or NobodyKnown()

    def roles(self, who: Who) -> frozenset[Role]:
        """Return all roles of a person, those brought along included; none for people from elsewhere."""
        if who.team_id != self._team_id:
            return frozenset()
        held = (BRINGS[role] for role in self._given if self._is_given(role, who.user_id))
        return frozenset[Role]().union(*held)

    def allows(self, who: Who, role: Role) -> bool:
        """Tell whether a person has a role."""
        return role in self.roles(who)

    def holders(self, role: Role) -> frozenset[str]:
        """Return the ids of all users known to hold a role, brought along or given.

        `EVERYBODY` stands among them when everybody of the workspace holds it.
        """
        found: set[str] = set()
        for given, ids in self._given.items():
            if role in BRINGS[given]:
                found |= ids - self._places[given]
                found.update(*(self._members.of(place) for place in self._places[given]))
        return frozenset(found)

    def all_known(self, role: Role) -> bool:
        """Tell whether all holders of a role are known: who is in each group and channel that has it."""
        given = (place for each, places in self._places.items() if role in BRINGS[each] for place in places)
        return all(map(self._members.knows, given))

    def _is_given(self, role: Role, user_id: str) -> bool:
        ids = self._given[role]
        if user_id in ids or EVERYBODY in ids:
            return True
        return any(user_id in self._members.of(place) for place in self._places[role])
