"""The ids by which Slack names this feature's buttons, fields and modals."""

from enum import StrEnum
from typing import Final

FEATURE: Final = "own_number"


class Modal(StrEnum):
    """Callback ids of modals."""

    FORM = "own_number.form"


class Action(StrEnum):
    """Action ids of inputs and buttons."""

    EDIT = "own_number.edit"
    GROUP = "own_number.group"
    ROW = "own_number.row"
    TEST = "own_number.test"


class Field(StrEnum):
    """The blocks of the form, and of what stands in a confirmation."""

    NUMBER = "number"
    GROUP = "group"
    ROW = "test_row"
