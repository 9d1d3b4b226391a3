"""The ids by which Slack names the buttons under every send, whatever its kind."""

from enum import StrEnum


class Action(StrEnum):
    """Action ids of buttons."""

    CANCEL = "outbox.cancel"
    MARK_SENT = "outbox.mark_sent"
    SEND_AGAIN = "outbox.send_again"
    SEND_NOW = "outbox.send_now"
    SHOW_TEXT = "outbox.show_text"


NOTICE = "outbox.notice"
"""The callback id of a modal that only shows something."""
