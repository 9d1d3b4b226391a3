"""The ids by which Slack names this feature's buttons and modals."""

from enum import StrEnum


class Modal(StrEnum):
    """Callback ids of modals."""

    COMMANDS = "help.notice"


class Action(StrEnum):
    """Action ids of buttons."""

    ALL = "help.all"
    RUN = "help.run"
