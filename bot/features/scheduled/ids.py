"""The ids by which Slack names this feature's buttons, fields and modals."""

from enum import StrEnum


class Modal(StrEnum):
    """Callback ids of modals."""

    LIST = "scheduled.list"
    EDIT = "scheduled.edit"
    NOTICE = "scheduled.notice"


class Action(StrEnum):
    """Action ids of inputs and buttons."""

    SHOW = "scheduled.show"
    PREVIOUS = "scheduled.previous"
    NEXT = "scheduled.next"
    EDIT = "scheduled.edit"
    RENEW = "scheduled.renew"
    SEND_NOW = "scheduled.send_now"
    CANCEL = "scheduled.cancel"
    MESSAGE = "scheduled.message"
    PLAIN = "scheduled.plain"
    AT = "scheduled.at"
