"""The ids by which Slack names this feature's modal."""

from enum import StrEnum
from typing import Final

FEATURE: Final = "birthdays"


class Modal(StrEnum):
    """Callback ids of modals."""

    WEEK = "birthdays.notice"
