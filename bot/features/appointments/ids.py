"""The ids by which Slack names this feature's buttons, fields and modals."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

FEATURE: Final = "appointments"


class Modal(StrEnum):
    """Callback ids of modals."""

    BOOK = "appointments.book"
    CONFIRM = "appointments.confirm"
    MOVE = "appointments.move"
    CONFIRM_MOVE = "appointments.confirm_move"
    NEW_CONTACT = "appointments.new_contact"
    ADD = "appointments.add"
    LIST = "appointments.list"
    OPEN = "appointments.open"
    NOTICE = "appointments.notice"
    CANCEL = "appointments.cancel"
    CONFIRM_CANCEL = "appointments.confirm_cancel"
    OFFER = "appointments.offer"
    CONFIRM_OFFER = "appointments.confirm_offer"
    DAY = "appointments.day"
    DAY_OFF = "appointments.day_off"
    CONFIRM_DAY_OFF = "appointments.confirm_day_off"


class Action(StrEnum):
    """Action ids of inputs and buttons."""

    NEW = "appointments.new"
    TO_CONTACT = "appointments.to_contact"
    CONTACT = "appointments.contact"
    MEANT = "appointments.meant"
    AT = "appointments.at"
    NEW_AT = "appointments.new_at"
    STATUS = "appointments.status"
    CONFIRMATION = "appointments.confirmation"
    CONFIRMATION_TEXT = "appointments.confirmation_text"
    REMINDER = "appointments.reminder"
    HOURS = "appointments.hours"
    TELL_MOVED = "appointments.tell_moved"
    TELL_CANCELLED = "appointments.tell_cancelled"
    MOVED_TEXT = "appointments.moved_text"
    CANCELLED_TEXT = "appointments.cancelled_text"
    REMINDER_TEXT = "appointments.reminder_text"
    SENDER = "appointments.sender"
    GROUP = "appointments.group"
    NAME = "appointments.name"
    ADD_AND_BOOK = "appointments.add_and_book"
    MORE = "appointments.more"
    """The overflow menu; its values are those of a send's."""
    MOVE = "appointments.move"
    CANCEL = "appointments.cancel"
    CONFIRM = "appointments.confirm"
    WAS_BOOKED = "appointments.was_booked"
    WAS_NOT = "appointments.was_not"
    AGAIN = "appointments.again"
    OPEN = "appointments.open"
    BACK = "appointments.back"
    PREVIOUS = "appointments.previous"
    NEXT = "appointments.next"
    OTHERS = "appointments.others"
    SEARCH = "appointments.search"
    TODAY = "appointments.today"
    EARLIER_DAY = "appointments.earlier_day"
    LATER_DAY = "appointments.later_day"
    DAY_OFF = "appointments.day_off"
    DAY = "appointments.day"
    WHAT = "appointments.what"
    TELL_DAY = "appointments.tell_day"
    DAY_TEXT = "appointments.day_text"
    EVERYBODY = "appointments.everybody"
    DAY_MORE = "appointments.day_more"
    OFFER = "appointments.offer"
    WAITING_LIST = "appointments.waiting_list"
    OFFER_TEXT = "appointments.offer_text"
    TAKEN = "appointments.taken"
    STOP_OFFER = "appointments.stop_offer"
    FREE_MORE = "appointments.free_more"
    CALL_LIST = "appointments.call_list"


class Part(StrEnum):
    """The blocks of this feature's fields; an action id is the feature's name, a dot, and one of them."""

    AT = "at"
    STATUS = "status"
    CONFIRMATION = "confirmation"
    CONFIRMATION_TEXT = "confirmation_text"
    REMINDER = "reminder"
    HOURS = "hours"
    REMINDER_TEXT = "reminder_text"
    WAITING_LIST = "waiting_list"
    OFFER_TEXT = "offer_text"
    DAY = "day"
    WHAT = "what"
    TELL = "tell"
    NOTICE_TEXT = "notice_text"
    GROUP = "group"
    NAME = "name"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class AppointmentRef:
    """What a press is about: an appointment, and its newest call as it was seen, in which wave."""

    appointment_id: str
    call_id: str
    wave: int = 0
