"""The ids by which Slack names this feature's modal and buttons."""

from enum import StrEnum
from typing import Final

FEATURE: Final = "birthdays"


class Modal(StrEnum):
    """Callback ids of modals."""

    WEEK = "birthdays.notice"


class Action(StrEnum):
    """Action ids of buttons. Each carries the id of a text or of a day."""

    STOP = "birthdays.stop"
    STOP_ALL = "birthdays.stop_all"
    ASK = "birthdays.ask"
