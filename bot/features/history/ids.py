"""The ids by which Slack names this feature's buttons, fields and modals."""

from enum import StrEnum

FEATURE = "history"


class Modal(StrEnum):
    """Callback ids of modals."""

    LIST = "history.list"
    FILTER = "history.filter"
    ONE = "history.one"
    NOTICE = "history.notice"


class Action(StrEnum):
    """Action ids of inputs and buttons."""

    SHOW = "history.show"
    OLDER = "history.older"
    NEWER = "history.newer"
    FILTER = "history.filter"
    ALL = "history.all"
    OPEN = "history.open"
    CHOOSE = "history.choose"
    PACK = "history.pack"
    CONTACT = "history.contact"
    GROUP = "history.group"


class Field(StrEnum):
    """Block ids of the form's fields."""

    PERSON = "person"
    CHANNEL = "channel"
    CONTACT = "contact"
    PART = "part"
    GROUP = "group"
    WHAT = "what"
    STAND = "stand"
    SINCE = "since"
    UNTIL = "until"
    WORDS = "words"
