"""For whom the tools act, and what that person may do right now."""

from dataclasses import dataclass
from typing import Final, Protocol

from bot.access import Access, Role, Who
from bot.errors import UserError
from bot.policy.model import Contacts

NOT_ALLOWED: Final = "The person you act for needs the {role} role to {to}. An admin of the SMS bot gives it."
UNKNOWN: Final = "Try again in a minute: Slack didn't say whether the person you act for is still there."


class People(Protocol):
    """Asks Slack what somebody is in the workspace, where that is not known."""

    def meet(self, user_id: str) -> object:
        """Find out; None when Slack does not say."""


@dataclass(frozen=True, slots=True)
class Principal:
    """One person, by their own roles and the policy as they stand at each call."""

    who: Who
    access: Access
    people: People
    rules: Contacts

    def require(self, role: Role, to: str) -> None:
        """Raise :exc:`UserError` unless the person has a role now; ``to`` says what it is needed for."""
        if self.people.meet(self.who.user_id) is None:
            raise UserError(UNKNOWN)
        if not self.access.allows(self.who, role):
            raise UserError(NOT_ALLOWED.format(role=role.value, to=to))

    @property
    def sees_numbers(self) -> bool:
        """Whether the person sees numbers in full."""
        return self.access.allows(self.who, self.rules.full_numbers)
