"""The ids by which Slack names this feature's buttons."""

from enum import StrEnum


class Action(StrEnum):
    """Action ids of buttons."""

    BROADCAST = "home.broadcast"
    LIST = "home.list"
    MORE = "home.more"
    """The menu; its values are the ids of the buttons it stands for."""
