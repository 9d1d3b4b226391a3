"""The ids by which Slack names this feature's buttons, fields and modals."""

from enum import StrEnum
from typing import Final

FEATURE: Final = "otp"


class Modal(StrEnum):
    """Callback ids of modals."""

    ASK = "otp.ask"
    CONFIRM = "otp.confirm"
    VERIFY = "otp.verify"
    NOTICE = "otp.notice"


class Action(StrEnum):
    """Action ids of inputs and buttons."""

    CONTACT = "otp.contact"
    MEANT = "otp.meant"
    PURPOSE = "otp.purpose"
    NEW = "otp.new"
    TO_CONTACT = "otp.to_contact"
    VERIFY = "otp.verify_code"
    WHICH = "otp.which"
    CODE = "otp.code"
    AGAIN = "otp.again"


class Field(StrEnum):
    """The blocks of this feature's own fields."""

    PURPOSE = "purpose"
    WHICH = "which"
    CODE = "code"
