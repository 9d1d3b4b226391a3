"""The ids by which Slack names this feature's buttons, fields and modals."""

from enum import StrEnum
from typing import Final

FEATURE: Final = "templates"


class Modal(StrEnum):
    """Callback ids of modals."""

    LIST = "templates.list"
    OPEN = "templates.open"
    FORM = "templates.form"
    NOTICE = "templates.notice"


class Action(StrEnum):
    """Action ids of inputs and buttons."""

    LIST = "templates.list"
    PREVIOUS = "templates.previous"
    NEXT = "templates.next"
    NEW = "templates.new"
    OPEN = "templates.open"
    REVIEW = "templates.review"
    """The value of this one and of the one before is the template's id."""
    NEWER = "templates.newer"
    OLDER = "templates.older"
    EDIT = "templates.edit"
    RESTORE = "templates.restore"
    ARCHIVE = "templates.archive"
    APPROVE = "templates.approve"
    REJECT = "templates.reject"
    """The values of these are a version's id, of the one that archives the template's."""
    NAME = "templates.name"
    LANGUAGE = "templates.language"
    SCOPE = "templates.scope"
    TEXT = "templates.text"


class Field(StrEnum):
    """The blocks of the form."""

    NAME = "name"
    LANGUAGE = "language"
    SCOPE = "scope"
    TEXT = "text"
