"""What is written down of a listener: how it is reached, the role it needs, and what for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.access import Role
from bot.slack.incoming.router import Kind

USE: Final = "use the SMS bot"
"""What a role is needed for where nothing says it more exactly."""

Needs = Role | Callable[[], Role]
"""The role that is needed, or what tells it: where the policy says which one that is."""


def needed(needs: Needs) -> Role:
    """Return the role that is needed now."""
    return needs if isinstance(needs, Role) else needs()


@dataclass(frozen=True, slots=True)
class Registration:
    """One registered listener: its kind and id, the role it needs, and what for."""

    kind: Kind
    id: str
    needs: Needs
    to: str = USE

    @property
    def role(self) -> Role:
        """The role it needs at the moment."""
        return needed(self.needs)
