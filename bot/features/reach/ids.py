"""The ids by which Slack names this feature's buttons and modals."""

from enum import StrEnum
from typing import Final

FEATURE: Final = "reach"


class Modal(StrEnum):
    """Callback ids of modals."""

    LIST = "reach.list"
    NOTICE = "reach.notice"


class Action(StrEnum):
    """Action ids of buttons."""

    SHOW = "reach.show"
    PREVIOUS = "reach.previous"
    NEXT = "reach.next"
    BACK = "reach.back"
    EXPORT = "reach.export"
