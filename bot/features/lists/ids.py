"""The ids by which Slack names this feature's buttons, fields and modals, and what its buttons carry."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.access import Role
from bot.features.batches.ids import BatchRef, Buttons

FEATURE: Final = "list"


class Modal(StrEnum):
    """Callback ids of modals."""

    COMPOSE = "list.compose"
    COLUMNS = "list.columns"
    CONFIRM = "list.confirm"
    NOTICE = "list.notice"


class Action(StrEnum):
    """Action ids of inputs and buttons."""

    MESSAGE = "list.message"
    PLAIN = "list.plain"
    SENDER = "list.sender"
    WHEN = "list.when"
    AT = "list.at"
    REPEAT = "list.repeat"
    EVERY = "list.every"
    DAYS = "list.days"
    UNTIL = "list.until"
    TIMES = "list.times"
    GROUP = "list.group"
    NUMBERS = "list.numbers"
    COLUMNS = "list.columns"
    QUIET = "list.quiet"
    PAUSE = "list.pause"
    RESUME = "list.resume"
    CANCEL = "list.cancel"
    MARK_SENT = "list.mark_sent"
    SEND_AGAIN = "list.send_again"
    RESULT = "list.result"
    GROUPS = "list.groups"
    WITHOUT_GROUPS = "list.without_groups"
    WITHOUT = "list.without"
    FOUND = "list.found"
    OTHERS = "list.others"
    HELD_OTHERS = "list.held_others"
    REACHED_OTHERS = "list.reached_others"
    ONLY_REACHED = "list.only_reached"
    AGAIN = "list.again"


NUMBERS_BLOCK: Final = "numbers"
"""The block of the column that holds the numbers."""
QUIET_BLOCK: Final = "quiet"
"""The block of the box to tick for sending in spite of quiet hours."""


@dataclass(frozen=True, slots=True)
class ListRef(BatchRef):
    """What a press on a running list is about: the list, and how often it had been set going by then."""

    send_id: str

    @property
    def batch_id(self) -> str:
        """Which one."""
        return self.send_id


@dataclass(frozen=True, slots=True)
class UnknownRowsRef:
    """What a press on rows of unknown outcome is about: those that became so at ``until`` or before.

    ``until`` is ISO 8601, ``count`` how many there were when the button was drawn.
    """

    send_id: str
    until: str
    count: int


BUTTONS: Final = Buttons(
    noun="list",
    pause=Action.PAUSE,
    resume=Action.RESUME,
    cancel=Action.CANCEL,
    may_stop=Role.BROADCASTER,
    may_go_on=Role.BROADCASTER,
    ref=ListRef,
    cancel_by_id=True,
)
"""The buttons that stop a list and set it going."""
