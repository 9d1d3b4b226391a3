"""Who may do what: roles, the policy that gives them, and the answer for one person.

A role is given to people by their Slack user id, or to ``*``: everybody of this workspace. People of other
workspaces, met in shared channels, never have one.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final

EVERYBODY: Final = "*"


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


class PolicyError(Exception):
    """The policy cannot be used; the text lists every mistake found, a line each."""


@dataclass(frozen=True, slots=True)
class Who:
    """A person as Slack names them: the user, and the workspace they belong to."""

    user_id: str
    team_id: str


class Access:
    """Answers which roles a person has in the workspace ``team_id``."""

    def __init__(self, team_id: str, given: Mapping[Role, Iterable[str]]) -> None:
        self._team_id = team_id
        self._given = {role: frozenset(people) for role, people in given.items()}

    def roles(self, who: Who) -> frozenset[Role]:
        """Return all roles of a person, those brought along included; none for people from elsewhere."""
        if who.team_id != self._team_id:
            return frozenset()
        held = (
            BRINGS[role]
            for role, people in self._given.items()
            if who.user_id in people or EVERYBODY in people
        )
        return frozenset[Role]().union(*held)

    def allows(self, who: Who, role: Role) -> bool:
        """Tell whether a person has a role."""
        return role in self.roles(who)


DEFAULT_POLICY: Final[Mapping[Role, tuple[str, ...]]] = MappingProxyType({Role.SENDER: (EVERYBODY,)})
"""Without a policy file everybody of the workspace may send single texts, and nobody anything bigger."""


def read_policy(path: Path | None) -> Mapping[Role, tuple[str, ...]]:
    """Return the roles a policy file gives; :data:`DEFAULT_POLICY` without a file.

    The file is TOML with one table, ``[roles]``: a role's name, then a list of user ids or ``"*"``.
    Raises :exc:`PolicyError` naming every mistake.
    """
    if path is None:
        return DEFAULT_POLICY
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PolicyError(f"the policy file cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError(f"the policy file is not TOML: {error}") from error
    roles = document.get("roles", {})
    mistakes = [f"[{name}] is not a table of the policy" for name in document if name != "roles"]
    if not isinstance(roles, dict):
        raise PolicyError('"roles" is a table: write [roles] on a line of its own')
    known = [role.value for role in Role]
    mistakes += [f"[roles] {name}: is not a role ({', '.join(known)})" for name in roles if name not in known]
    mistakes += [
        f"[roles] {name}: is a list of user ids, such as {name} = ['U0123ABC']"
        for name, people in roles.items()
        if not isinstance(people, list) or not all(isinstance(person, str) and person for person in people)
    ]
    if mistakes:
        raise PolicyError("\n".join(mistakes))
    return MappingProxyType({Role(name): tuple(people) for name, people in roles.items()})
