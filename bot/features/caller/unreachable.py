"""Whether texts to a number arrive lately, as far as reports tell. Pure."""

from collections.abc import Sequence
from typing import Final

from bot.store.sends import Send
from bot.store.states import SendState

IN_A_ROW: Final = 3
_REPORTED: Final = frozenset({SendState.DELIVERED, SendState.UNDELIVERED})


def is_unreachable(newest: Sequence[Send]) -> bool:
    """Tell whether the last three texts on which there is a report didn't arrive; the newest comes first."""
    reported = [each.state for each in newest if each.state in _REPORTED][:IN_A_ROW]
    return len(reported) == IN_A_ROW and SendState.DELIVERED not in reported
