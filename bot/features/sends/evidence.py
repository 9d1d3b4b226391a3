"""What is kept with a send of unknown outcome: facts for and against, and how often SMS-iT was asked. Pure.

All of it is in columns of the send, so that a restart forgets none of it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from bot.store.sends import Send

Kept = Mapping[str, Any]
"""The facts as they are stored; None there means that nobody has found out anything so far."""

NO_TEXT: Final = "SMS-iT has no text to this number."
"""The fact that speaks most against its having gone out. It is stored."""
YOUNG: Final = timedelta(minutes=15)
"""How long after its first look the bot looks again by itself."""
PAUSES: Final = tuple(timedelta(seconds=each) for each in (30, 60, 120, 240, 420))
"""The time from each of its own looks to the next one; all of them together are less than :data:`YOUNG`."""
CLAIM_LASTS: Final = timedelta(minutes=3)
"""How long a look may take. A process that died in one leaves its claim, and another looks after that."""
_FACTS: Final = ("report", "balance")


def facts(kept: Kept) -> list[str]:
    """Return the facts, a sentence each."""
    return [str(kept[name]) for name in _FACTS if kept.get(name)]


def is_due(send: Send, now: datetime) -> bool:
    """Tell whether the bot looks by itself at ``now`` (aware), and nobody does at that moment.

    What is kept without a look, as by versions that counted none, is left as it is.
    """
    since = send.looking_since
    if since is not None and now - since < CLAIM_LASTS:
        return False
    if send.first_look_at is None or send.last_look_at is None:
        return send.evidence is None
    if send.looks > len(PAUSES) or now - send.first_look_at > YOUNG:
        return False
    return now - send.last_look_at >= PAUSES[max(send.looks, 1) - 1]


def found(report: str, balance: str, before: Send, now: datetime, *, by_hand: bool = False) -> Kept:
    """Return the columns to keep after a look at ``now`` (aware); an empty sentence is no fact.

    A look ``by_hand`` is a person's, and none of those the bot makes by itself: one of these that is under
    way goes on. The bot's own ends with this. A person's counts as the bot's first, unless that is under way.
    """
    if before.first_look_at is None:
        count = int(not by_hand or before.looking_since is None)
    else:
        count = before.looks + (not by_hand)
    return {
        "evidence": {name: said for name, said in zip(_FACTS, (report, balance), strict=True) if said},
        "first_look_at": before.first_look_at or now,
        "last_look_at": now,
        "looks": count,
        "looking_since": before.looking_since if by_hand else None,
    }
