"""What people are in the workspace, and who is in its user groups and channels."""

from enum import StrEnum
from typing import Protocol


class Standing(StrEnum):
    """What somebody is in the workspace."""

    MEMBER = "member"
    GUEST = "guest"
    """Restricted to one channel or to some."""
    OUTSIDER = "outsider"
    """Of another workspace, an app, deactivated, or nobody Slack knows."""


class Membership(Protocol):
    """Knows who is in user groups and channels, without asking anybody."""

    def of(self, place: str) -> frozenset[str]:
        """Return the ids of the people known to be in a user group or channel; none when it is unknown."""

    def knows(self, place: str) -> bool:
        """Tell whether it is known who is in a user group or channel."""


class People(Protocol):
    """Knows what people are in the workspace, without asking anybody."""

    def standing(self, user_id: str) -> Standing | None:
        """Return what somebody is there; None while that is not known, or was found out too long ago."""


class NobodyMet:
    """Knows of nobody what they are, so that nobody has a role."""

    def standing(self, _user_id: str) -> Standing | None:
        """Return that it is not known."""
        return None


class NobodyKnown:
    """Knows of nobody in any user group or channel."""

    def of(self, _place: str) -> frozenset[str]:
        """Return nobody."""
        return frozenset()

    def knows(self, _place: str) -> bool:
        """Tell that it is not known."""
        return False
