"""The states of a send and the only moves between them.

draft -> awaiting_approval -> queued -> attempting -> accepted -> delivered | undelivered
  |        |-> rejected         ^ |        |                    | no_news | superseded
  |        '-> expired          | |        |-> refused            (the API said no: nothing was sent)
  |-> scheduled ----------------' |        |-> scheduled_at_smsit (SMS-iT holds it from now on)
  |     '-> cancelled <-----------'        |-> queued             (proven that nothing was sent)
  '-> queued                               '-> unknown -> accepted | queued | scheduled_at_smsit
                                                                               (a person decides)
                                                       -> accepted | refused | scheduled_at_smsit
                                                                           (the answer came late)

What was rejected or has expired may be changed and asked about again: back to awaiting_approval.

A send that is sent again after an unclear attempt is never said not to have gone out: refused or cancelled,
it is unknown once more.

What is found changed or forbidden right before it would be sent goes back from queued: to scheduled, where a
person is asked, to awaiting_approval, where it is approved again, or to refused.

A series that is kept here is not attempted itself either, its dates are: draft -> repeating, or by way of
awaiting_approval, until it has ended. The sends of its dates are drafts until their time, and go on as any.

A list is not attempted itself, its rows are: queued -> running <-> paused, then accepted; cancelled from any.
Its rows are drafts until their turn comes, and go from there to queued, or to cancelled with their list.
"""

from collections.abc import Mapping
from enum import StrEnum, unique
from functools import cache
from types import MappingProxyType


@unique
class SendState(StrEnum):
    """Where a send stands. The values are stored: never rename one."""

    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"
    REJECTED = "rejected"
    EXPIRED = "expired"
    SCHEDULED = "scheduled"
    SCHEDULED_AT_SMSIT = "scheduled_at_smsit"
    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    ATTEMPTING = "attempting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    NO_NEWS = "no_news"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"
    REPEATING = "repeating"
    ENDED = "ended"


_S = SendState

MOVES: Mapping[SendState, frozenset[SendState]] = MappingProxyType(
    {
        _S.DRAFT: frozenset({_S.AWAITING_APPROVAL, _S.QUEUED, _S.SCHEDULED, _S.CANCELLED, _S.REPEATING}),
        _S.AWAITING_APPROVAL: frozenset(
            {_S.QUEUED, _S.SCHEDULED, _S.REJECTED, _S.EXPIRED, _S.CANCELLED, _S.UNKNOWN, _S.REPEATING}
        ),
        _S.REPEATING: frozenset({_S.ENDED}),
        _S.ENDED: frozenset(),
        _S.SCHEDULED: frozenset({_S.QUEUED, _S.AWAITING_APPROVAL, _S.CANCELLED, _S.UNKNOWN}),
        _S.QUEUED: frozenset(
            {
                _S.ATTEMPTING,
                _S.RUNNING,
                _S.SCHEDULED,
                _S.AWAITING_APPROVAL,
                _S.REFUSED,
                _S.CANCELLED,
                _S.UNKNOWN,
            }
        ),
        _S.RUNNING: frozenset({_S.PAUSED, _S.ACCEPTED, _S.CANCELLED}),
        _S.PAUSED: frozenset({_S.RUNNING, _S.CANCELLED}),
        _S.ATTEMPTING: frozenset({_S.ACCEPTED, _S.REFUSED, _S.UNKNOWN, _S.QUEUED, _S.SCHEDULED_AT_SMSIT}),
        _S.UNKNOWN: frozenset({_S.ACCEPTED, _S.REFUSED, _S.QUEUED, _S.SCHEDULED_AT_SMSIT}),
        _S.ACCEPTED: frozenset({_S.DELIVERED, _S.UNDELIVERED, _S.NO_NEWS, _S.SUPERSEDED}),
        _S.REJECTED: frozenset({_S.AWAITING_APPROVAL}),
        _S.EXPIRED: frozenset({_S.AWAITING_APPROVAL}),
        _S.SCHEDULED_AT_SMSIT: frozenset(),
        _S.REFUSED: frozenset(),
        _S.DELIVERED: frozenset(),
        _S.UNDELIVERED: frozenset(),
        _S.NO_NEWS: frozenset(),
        _S.SUPERSEDED: frozenset(),
        _S.CANCELLED: frozenset(),
    }
)
"""For each state, the states a send may go to from there."""

SILENT = frozenset({_S.DRAFT, _S.ATTEMPTING})
"""States nobody needs to read in Slack: a draft has no message yet, an attempt lasts a moment."""

WAITING = frozenset({_S.AWAITING_APPROVAL, _S.SCHEDULED, _S.QUEUED})
"""States of a send that was confirmed and of which nothing is attempted yet: it can be cancelled."""

CHANGEABLE = WAITING - {_S.QUEUED}
"""States of a send whose words and time can be changed: it waits for a person or for its time."""

RENEWABLE = frozenset({_S.REJECTED, _S.EXPIRED})
"""States of a send that was not approved: its owner may change it and ask again."""

TO_SEND = WAITING | {_S.DRAFT, _S.RUNNING, _S.PAUSED, _S.ATTEMPTING, _S.REPEATING}
"""States of a send that may go out yet, or is going out: its words are needed."""

HELD = frozenset({_S.SCHEDULED, _S.PAUSED})
"""States of a send that may be held: then it does not go on by itself, and a person decides."""

SENT = frozenset({_S.ACCEPTED, _S.DELIVERED, _S.UNDELIVERED, _S.NO_NEWS})
"""States of a send to many that is known to have gone out."""

TAKEN = SENT | {_S.SUPERSEDED}
"""States of a send that SMS-iT took."""

GOING = frozenset({_S.RUNNING, _S.ACCEPTED})
"""States of a list whose queued rows may go out: an accepted one has some when a person sends them again."""


@cache
def sources(to: SendState) -> frozenset[SendState]:
    """Return the states from which a send may move to `to`."""
    return frozenset(state for state, targets in MOVES.items() if to in targets)
