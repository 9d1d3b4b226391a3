"""The ids by which Slack names this feature's buttons, fields and modals."""

from enum import StrEnum
from typing import Final

FEATURE: Final = "sms"


class Modal(StrEnum):
    """Callback ids of modals."""

    COMPOSE = "sms.compose"
    CONFIRM = "sms.confirm"
    ADD = "sms.add"
    NOTICE = "sms.notice"


class Action(StrEnum):
    """Action ids of inputs and buttons."""

    CONTACT = "sms.contact"
    MEANT = "sms.meant"
    MESSAGE = "sms.message"
    PLAIN = "sms.plain"
    SENDER = "sms.sender"
    WHEN = "sms.when"
    AT = "sms.at"
    KEPT = "sms.kept"
    REPEAT = "sms.repeat"
    EVERY = "sms.every"
    DAYS = "sms.days"
    UNTIL = "sms.until"
    TIMES = "sms.times"
    GROUP = "sms.group"
    ADD_AND_SEND = "sms.add_and_send"
    NEW = "sms.new"
    RUN_INSTEAD = "sms.run_instead"
    REASON = "sms.reason"
    TO_CONTACT = "sms.to_contact"
    """Its value is the contact's number in digits."""


GROUP_BLOCK = "group"
"""The block of the group to add a new contact to."""
REASON_BLOCK = "reason"
"""The block of why somebody is texted in spite of the limit of a week."""
