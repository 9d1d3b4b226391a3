"""The ids by which Slack names this feature's buttons and modals."""

from enum import StrEnum


class Modal(StrEnum):
    """Callback ids of modals."""

    NOTICE = "delivery.notice"


class Action(StrEnum):
    """Action ids of buttons."""

    RECENT = "delivery.recent"
