"""The ids by which Slack names this feature's buttons."""

from enum import StrEnum


class Action(StrEnum):
    """Action ids of buttons. The value is the id of the draft."""

    REVIEW = "assistant.review"
    DISCARD = "assistant.discard"
