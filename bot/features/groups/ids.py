"""The ids by which Slack names this feature's buttons, fields and modals.

They begin with *contacts*, of which groups were a part once: windows that are open keep the ids they have.
"""

from enum import StrEnum
from typing import Final

SEARCH_BLOCK: Final = "search"


class Modal(StrEnum):
    """Callback ids of modals."""

    GROUPS = "contacts.groups"


class Action(StrEnum):
    """Action ids of inputs and buttons."""

    SEARCH = "contacts.search"
    PREVIOUS = "contacts.previous"
    NEXT = "contacts.next"
    COUNT = "contacts.count"
