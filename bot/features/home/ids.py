"""The ids by which Slack names this feature's buttons."""

from enum import StrEnum


class Action(StrEnum):
    """Action ids of buttons."""

    BROADCAST = "home.broadcast"
    LIST = "home.list"
