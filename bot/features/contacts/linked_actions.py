"""What can be done with a contact, or with contacts, as other features offer it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.access import Role


@dataclass(frozen=True, slots=True)
class LinkedAction:
    """A button that leads to another feature, for people with this role.

    Beside one contact its value is that contact's number in digits; beside all of them it has none. The
    other feature registers the listener of its own action id, with the same role.
    """

    label: str
    action_id: str
    role: Role


def offered(actions: Sequence[LinkedAction], roles: Collection[Role]) -> tuple[LinkedAction, ...]:
    """Return those of the actions that are for people with these roles."""
    return tuple(action for action in actions if action.role in roles)
