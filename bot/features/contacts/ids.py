"""The ids by which Slack names this feature's buttons, fields and modals."""

from enum import StrEnum


class Modal(StrEnum):
    """Callback ids of modals."""

    GROUPS = "contacts.groups"


class Action(StrEnum):
    """Action ids of inputs and buttons."""

    SEARCH = "contacts.search"
    PREVIOUS = "contacts.previous"
    NEXT = "contacts.next"
    COUNT = "contacts.count"


SEARCH_BLOCK = "search"
