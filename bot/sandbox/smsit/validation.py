"""The checks smscontact and smsgroup share. The same mistake has another code on each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.sandbox.smsit.calendar import Series, read_date
from bot.sandbox.smsit.refusals import BAD_KEY, Params, RefusalError, need, one_of, text

ALPHA_SENDER = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9]{1,11}")
FLAGS = frozenset("01")
THROTTLES = frozenset("123456")
REPEATS = frozenset({"Daily", "Weekly", "Monthly", "Yearly"})
FREQUENCIES = frozenset(str(number) for number in range(1, 31))


@dataclass(frozen=True, slots=True)
class SendCodes:
    """The codes of one sending endpoint, where the two differ."""

    recurring: int
    repeat: int
    frequency: int
    end_date: int
    credits: int


CONTACT_CODES = SendCodes(recurring=-8, repeat=-9, frequency=-10, end_date=-11, credits=-12)
GROUP_CODES = SendCodes(recurring=-10, repeat=-11, frequency=-12, end_date=-13, credits=-14)


def check_sender(params: Params, senders: Iterable[str], *, may_send: bool) -> tuple[str, str]:
    """Give the sending number and the message, or refuse with -1 to -4."""
    if not may_send:
        raise RefusalError(BAD_KEY, "This account may not send.")
    sender = need(params, "from", -2)
    if sender not in senders:
        raise RefusalError(-3, "The from number is not in this account.")
    need(params, "message", -4)
    return sender, params["message"]  # spaces around it are part of it


def check_alpha(params: Params, *, allowed: bool) -> str:
    """Give the alphanumeric sender, "" when there is none, or refuse with -7."""
    alpha = text(params, "alphasender")
    if alpha and not (allowed and ALPHA_SENDER.fullmatch(alpha)):
        raise RefusalError(-7, "The alphanumeric sender ID is not valid, or not allowed.")
    return alpha


def check_series(params: Params, codes: SendCodes) -> Series | None:
    """Give the recurrence, None when the send is single, or refuse."""
    recurring = one_of(params, "recurring", FLAGS, codes.recurring) == "1"
    repeat = one_of(params, "repeat", REPEATS, codes.repeat)
    if recurring and not repeat:
        raise RefusalError(codes.repeat, "A recurring event needs a repeat.")
    frequency = one_of(params, "frequency", FREQUENCIES, codes.frequency)
    if recurring and not frequency:
        raise RefusalError(codes.frequency, "A recurring event needs a frequency.")
    if not recurring:
        return None
    return Series(repeat, int(frequency), read_date(need(params, "enddate", codes.end_date)))
