"""The ids by which Slack names this feature's buttons, fields and modals."""

from enum import StrEnum
from typing import Final

FEATURE: Final = "broadcast"
"""The first part of the action ids that the shared parts of a form make."""


class Modal(StrEnum):
    """Callback ids of modals."""

    COMPOSE = "broadcast.compose"
    CONFIRM = "broadcast.confirm"
    NOTICE = "broadcast.notice"


class Action(StrEnum):
    """Action ids of inputs and buttons."""

    GROUP = "broadcast.group"
    MESSAGE = "broadcast.message"
    PLAIN = "broadcast.plain"
    INSERT_NAME = "broadcast.insert_name"
    SENDER = "broadcast.sender"
    ROTATE = "broadcast.rotate"
    THROTTLE = "broadcast.throttle"
    WHEN = "broadcast.when"
    AT = "broadcast.at"
    KEPT = "broadcast.kept"
    REPEAT = "broadcast.repeat"
    EVERY = "broadcast.every"
    DAYS = "broadcast.days"
    UNTIL = "broadcast.until"
    TIMES = "broadcast.times"
    IN_SPITE = "broadcast.in_spite"
    AFTER_QUIET = "broadcast.after_quiet"
    WITHOUT_NAME = "broadcast.without_name"
    FOLLOW = "broadcast.follow"
