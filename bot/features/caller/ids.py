"""The ids by which Slack names this feature's buttons and modals."""

from enum import StrEnum


class Modal(StrEnum):
    """Callback ids of modals."""

    PASSPORT = "caller.passport"
    NOTICE = "caller.notice"


class Action(StrEnum):
    """Action ids of buttons."""

    OPEN = "caller.open"
    """Beside a contact; the value is the number."""
    CHOOSE = "caller.choose"
    """Among several who may be meant; the value is the number."""
    OF_CODE = "caller.of_code"
    """Where a code was verified; the value is the id of the send that carried it."""
    WHOLE_NUMBER = "caller.whole_number"
    """While a verified code opens it; the value as above."""
