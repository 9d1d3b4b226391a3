"""When texts go to some phones, around a moment: what a limit for each person counts.

Single texts and rows of lists count, but nothing about appointments, no codes, and no tests to oneself. Of
a broadcast nobody but SMS-iT knows who got it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, func, or_, select

from bot.store.do_not_text_erased import in_parts
from bot.store.prepared import Prepared
from bot.store.sends.duplicates import goes, of_list
from bot.store.sends.model import TEST, SendKind
from bot.store.states import SendState
from bot.store.tables import send
from bot.store.tables.columns import UtcTime
from bot.texting.weekly import WEEK

Moments = Mapping[str, Sequence[datetime]]
"""By phone (in its one form)."""


def around(conn: Connection, phones: Collection[str], at: datetime, *, but: str = "") -> Moments:
    """Return when texts went or are to go to some phones, less than a week before or after ``at``.

    A text that is known not to have arrived does not count, nor does the one with the id ``but``.
    """
    wanted = {"since": at - WEEK, "until": at + WEEK, "own": but}
    if len(phones) != 1:
        return _moments(conn, _AROUND, phones, wanted)
    (phone,) = phones
    found = _AROUND_ONE.rows(conn, {**wanted, "phone": phone})
    return {phone: [moment for _phone, moment in found]} if found else {}


def before(conn: Connection, phones: Collection[str], now: datetime, *, list_id: str) -> Moments:
    """Return the same of the week before ``now``, but for what waits, and for rows of a list."""
    return _moments(conn, _BEFORE, phones, {"since": now - WEEK, "until": now, "own": list_id})


def _moments(
    conn: Connection, query: Select[Any], phones: Collection[str], wanted: Mapping[str, object]
) -> Moments:
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    for some in in_parts(phones):
        for phone, at in conn.execute(query, {**wanted, "phones": some}):
            found[phone].append(at)
    return found


_at = func.coalesce(send.c.attempting_at, send.c.goes_at, of_list.c.goes_at)
_COUNTED: Final = (
    select(send.c.to_phone, _at)
    .select_from(send.outerjoin(of_list, of_list.c.id == send.c.parent_id))
    .where(
        send.c.kind == SendKind.CONTACT.value,
        send.c.appointment_id.is_(None),
        send.c.key.not_like(f"{TEST}%"),
        send.c.state != SendState.UNDELIVERED.value,
        send.c.state != SendState.REPEATING.value,
        goes(send),
        _at > bindparam("since", type_=UtcTime),
    )
)
_OF_SEVERAL: Final = send.c.to_phone.in_(bindparam("phones", expanding=True))
_ANY_AROUND: Final = _COUNTED.where(_at < bindparam("until", type_=UtcTime), send.c.id != bindparam("own"))
_AROUND: Final = _ANY_AROUND.where(_OF_SEVERAL)
_AROUND_ONE: Final = Prepared(_ANY_AROUND.where(send.c.to_phone == bindparam("phone")))
_BEFORE: Final = _COUNTED.where(
    _OF_SEVERAL,
    _at <= bindparam("until", type_=UtcTime),
    send.c.state.not_in([SendState.DRAFT.value, SendState.SCHEDULED.value]),
    or_(send.c.parent_id.is_(None), send.c.parent_id != bindparam("own")),
)
