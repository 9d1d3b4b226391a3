"""What people are in a workspace, as a test says it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.access import Access, Grants, Role, Who
from bot.errors import TooBusy
from bot.features.permissions import Permissions
from bot.policy.model import Colleagues as Rules
from bot.standing import Membership, Standing

NOBODY: Mapping[str, Standing | None] = MappingProxyType({})


class Colleagues:
    """Everybody is a colleague whom a test says nothing else of."""

    def __init__(self, otherwise: Mapping[str, Standing | None] = NOBODY) -> None:
        self.otherwise = dict(otherwise)

    def standing(self, user_id: str) -> Standing | None:
        return self.otherwise.get(user_id, Standing.MEMBER)


class FakeNewcomers:
    """Meets people when the test says so; ``found`` is what Slack says of them."""

    def __init__(self, people: Colleagues, found: Mapping[str, Standing | None] = NOBODY) -> None:
        self.people = people
        self.found = dict(found)
        self.is_busy = False
        self.waiting: list[tuple[Who, Callable[[], None]]] = []

    def meet(self, who: Who, then: Callable[[], None]) -> None:
        if self.is_busy:
            raise TooBusy
        self.waiting.append((who, then))

    def answer(self) -> None:
        """Have Slack say who they are."""
        waiting, self.waiting = self.waiting, []
        for who, then in waiting:
            if who.user_id in self.found:
                self.people.otherwise[who.user_id] = self.found[who.user_id]
            then()


def access_of(team_id: str, given: Grants, members: Membership | None = None) -> Access:
    """What roles give where everybody is a colleague."""
    return Access(team_id, lambda: given, members, Colleagues())


def permissions_of(access: Access, rules: Rules | None = None) -> Permissions:
    """What people may decide about, as without a policy or as one says."""
    return Permissions(access, rules or Rules())


ANYBODY = permissions_of(access_of("T0HARBOUR", {Role.ADMIN: ["*"]}))
"""Everybody of the workspace is an admin: for tests of what is decided, and not of who may."""
