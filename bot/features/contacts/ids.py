"""The ids by which Slack names this feature's buttons, fields and modals."""

from enum import StrEnum
from typing import Final

FEATURE: Final = "contacts"


class Modal(StrEnum):
    """Callback ids of modals."""

    PEOPLE = "contacts.people"
    FILTER = "contacts.filter"
    ADD = "contacts.add"
    NOTICE = "contacts.notice"


class Action(StrEnum):
    """Action ids of inputs and buttons."""

    NEW = "contacts.new"
    FILTER = "contacts.filter"
    EARLIER = "contacts.earlier"
    FURTHER = "contacts.further"
    AGAIN = "contacts.again"
    BACK = "contacts.back"
    OPEN = "contacts.open"
    ADD = "contacts.add"
    EXPORT = "contacts.export"
    GROUP = "contacts.group"
    READING = "contacts.reading"
    ADD_TO = "contacts.add_to"
    CHECK_AGAIN = "contacts.check_again"
    WAS_ADDED = "contacts.was_added"
    ADD_AGAIN = "contacts.add_again"


class Field(StrEnum):
    """The blocks of the forms; an action id is the feature's name, a dot, and one of them."""

    GROUP = "group"
    SOURCE = "source"
    SUBSCRIBED = "subscribed"
    SORT = "sort"
    ORDER = "order"
    NUMBER = "number"
    NAME = "name"
    EMAIL = "email"
    BIRTHDAY = "birthday"
