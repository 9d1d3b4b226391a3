"""Why a send that should have gone out asks a person first."""

from enum import StrEnum
from typing import Final

from bot.store.sends import Send, SendKind
from bot.store.states import SendState


class Hold(StrEnum):
    """What holds a scheduled send until a person decides. The values are stored."""

    LATE = "late"  # its time was missed
    QUIET = "quiet"  # it is night where some of the people are
    CHANGED = "changed"  # it would cost more, or reach others, than was confirmed
    LISTED = "do_not_text"  # it would reach somebody who must not be texted
    UNREADABLE = "unreadable"  # nobody can tell whether it would: a number of the group cannot be read
    WORDS = "words"  # its template is not in use any more, or not approved
    UNCHECKED = "unchecked"  # what has to be known before it goes could not be found out


STANDS: Final = frozenset({Hold.LISTED, Hold.UNREADABLE, Hold.WORDS})
"""What nobody can answer by sending it all the same."""


def is_for_others(send: Send) -> bool:
    """Tell whether a broadcast is held because of people who must not be texted, and the others may be.

    Not after an attempt whose outcome was unclear: they may have it already.
    """
    asks = send.state is SendState.SCHEDULED and send.hold == Hold.LISTED
    return asks and send.kind is SendKind.GROUP and send.recurrence is None and not send.risked
