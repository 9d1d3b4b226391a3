"""The ids by which Slack names this feature's buttons, fields and modals."""

from enum import StrEnum


class Modal(StrEnum):
    """Callback ids of modals."""

    APPROVE = "approvals.review"
    REJECT = "approvals.reject_form"
    TEXT = "approvals.whole_text"


class Action(StrEnum):
    """Action ids of inputs and buttons."""

    APPROVE = "approvals.approve"
    REJECT = "approvals.reject"
    VIEW = "approvals.view"
    REASON = "approvals.reason"


REASON_BLOCK = "reason"
"""The block of the reason for a rejection."""
