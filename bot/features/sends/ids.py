"""The ids by which Slack names the buttons under every send, whatever its kind."""

from enum import StrEnum


class Action(StrEnum):
    """Action ids of buttons."""

    CANCEL = "outbox.cancel"
    CHECK_AGAIN = "outbox.check_again"
    CHECK_ROWS = "outbox.check_rows"
    MARK_SENT = "outbox.mark_sent"
    MORE = "outbox.more"
    """The overflow menu; its values are a :class:`More` and the send's id, with a colon between."""
    SEND_AGAIN = "outbox.send_again"
    SEND_NOW = "outbox.send_now"
    SHOW_TEXT = "outbox.show_text"
    UNDO = "outbox.undo"
    VIEW_UNDECIDED = "outbox.view_undecided"


class More(StrEnum):
    """What the overflow menu of a send offers."""

    TEXT = "text"
    ID = "id"


NOTICE = "outbox.notice"
"""The callback id of a modal that only shows something."""
UNDECIDED = "outbox.undecided"
"""The callback id of the modal of all that waits for a decision."""
