"""The ids by which Slack names this feature's buttons, fields and modals."""

from enum import StrEnum
from typing import Final

FEATURE: Final = "do_not_text"


class Modal(StrEnum):
    """Callback ids of modals."""

    LIST = "do_not_text.list"
    ADD = "do_not_text.add"
    REMOVE = "do_not_text.remove"
    IMPORT = "do_not_text.import"
    NOTICE = "do_not_text.notice"


class Action(StrEnum):
    """Action ids of inputs and buttons."""

    FIND = "do_not_text.find"
    NEWER = "do_not_text.newer"
    OLDER = "do_not_text.older"
    ADD = "do_not_text.add"
    REMOVE = "do_not_text.remove"
    IMPORT = "do_not_text.import"
    NUMBER = "do_not_text.number"
    REASON = "do_not_text.reason"
    READING = "do_not_text.reading"


class Field(StrEnum):
    """The blocks of these forms."""

    FIND = "find"
    NUMBER = "number"
    REASON = "reason"
