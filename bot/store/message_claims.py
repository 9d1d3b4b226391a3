"""Who draws a Slack message that is out of date: claimed for a time, then shown, postponed or given back.

What is drawn is a version of it; whatever changes meanwhile leaves the message to be drawn again.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.sql.elements import ColumnElement, TextClause

from bot.store.messages import COLUMNS, DirtyMessage, Purpose, from_row, is_message
from bot.store.prepared import Prepared
from bot.store.tables import IS_DIRTY, message

LEASE: Final = timedelta(seconds=90)
"""Longer than one message takes: eight calls of Slack at most, and its client waits ten seconds for each."""
LONGEST_WAIT: Final = timedelta(hours=1)
"""Longer than a message ever waits to be tried again."""
TELLS_OF_THOSE_BELOW: Final = frozenset({Purpose.BIRTHDAYS})
"""What messages are for that say how those posted below them fare, and are drawn again after each of them."""


def claim(
    conn: Connection, subject_id: str, purpose: Purpose, now: datetime, lease_seconds: float
) -> DirtyMessage | None:
    """Take a message that needs drawing: nobody else gets it until the lease ends.

    None when it needs none any more, has to wait, or somebody else is at it.
    """
    lease_end = now + timedelta(seconds=lease_seconds)
    told = {**_this(subject_id, purpose), "now": now, "lease_end": lease_end}
    began = _POSTING_SINCE.rows(conn, told)
    row = _CLAIM.row(conn, told)
    return None if row is None else replace(from_row(row), may_be_posted=began != [(None,)])


def drop(conn: Connection, dirty: DirtyMessage) -> None:
    """Forget a message whose subject is gone."""
    conn.execute(delete(message).where(*is_message(dirty.subject_id, dirty.purpose)))


def shown(conn: Connection, dirty: DirtyMessage, channel: str, ts: str, digest: str | None = None) -> None:
    """Remember that Slack shows the version drawn, where, and a digest of it. A newer one stays to be drawn.

    One that is to be posted anew since stays without a place: what was drawn is the one before. The message
    that tells of it is drawn again by the clock, once for all that changes until then.
    """
    before = {"claimed_channel": dirty.channel, "claimed_ts": dirty.ts}
    now = {"new_channel": channel, "new_ts": ts, "drawn": dirty.version, "new_digest": digest}
    _SHOWN.count(conn, {**_this(dirty.subject_id, dirty.purpose), **before, **now})
    if dirty.under is not None and dirty.under[1] in TELLS_OF_THOSE_BELOW:
        conn.execute(update(message).where(*is_message(*dirty.under)).values(version=message.c.version + 1))


def postpone(
    conn: Connection, dirty: DirtyMessage, not_before: datetime, *, may_be_posted: bool = True
) -> None:
    """Give the message back after a failure, not to be tried again before `not_before`.

    What Slack shows is not known then: it may have taken the edit whose answer did not come. Not
    `may_be_posted`: this claim provably posted none.
    """
    values: dict[str, object] = {"lease_until": None, "not_before": not_before, "digest": None}
    if not (may_be_posted or dirty.may_be_posted):
        values["posting_since"] = None
    failed = update(message).where(*is_message(dirty.subject_id, dirty.purpose))
    conn.execute(failed.values(values | {"failures": message.c.failures + 1}))


def give_back(conn: Connection, dirty: DirtyMessage, not_before: datetime) -> None:
    """Give the message back untried, not to be taken again before `not_before`; Slack shows what it did."""
    values: dict[str, object] = {"lease_until": None, "not_before": not_before}
    if not dirty.may_be_posted:
        values["posting_since"] = None
    conn.execute(update(message).where(*is_message(dirty.subject_id, dirty.purpose)).values(values))


def _this(subject_id: str, purpose: Purpose) -> dict[str, object]:
    return {"this_subject": subject_id, "this_purpose": purpose.value}


# Built once, for a message is drawn with them: building a statement costs more than running it.
CLAIMABLE: Final[tuple[ColumnElement[bool] | TextClause, ...]] = (
    IS_DIRTY,
    or_(message.c.lease_until.is_(None), message.c.lease_until <= bindparam("now")),
    or_(message.c.not_before.is_(None), message.c.not_before <= bindparam("now")),
)
"""What holds of a message that needs drawing ``now``, and that nobody is at."""
_THIS = (
    message.c.subject_id == bindparam("this_subject"),
    message.c.purpose == bindparam("this_purpose"),
)
_KNOWN_DIGEST = case((message.c.lease_until.is_(None), message.c.digest), else_=None)
"""Who held a lease that ran out may have edited the message and died before saying so."""
_POSTING_SINCE = Prepared(select(message.c.posting_since).where(*_THIS))
_CLAIM = Prepared(
    update(message)
    .where(*_THIS, *CLAIMABLE)
    .values(
        lease_until=bindparam("lease_end"),
        digest=_KNOWN_DIGEST,
        posting_since=func.coalesce(message.c.posting_since, bindparam("now")),
    )
    .returning(*COLUMNS)
)
_AS_CLAIMED = and_(
    message.c.channel.is_not_distinct_from(bindparam("claimed_channel")),
    message.c.ts.is_not_distinct_from(bindparam("claimed_ts")),
)
_SHOWN = Prepared(
    update(message)
    .where(*_THIS)
    .values(
        channel=case((_AS_CLAIMED, bindparam("new_channel")), else_=message.c.channel),
        ts=case((_AS_CLAIMED, bindparam("new_ts")), else_=message.c.ts),
        shown_version=bindparam("drawn"),
        lease_until=None,
        not_before=None,
        failures=0,
        posting_since=None,
        digest=bindparam("new_digest"),
    )
)
