"""Following a text to one number from the moment it was accepted."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.store import follow_ups, sends
from bot.store.sends import Send
from bot.store.states import SendState


def follow(conn: Connection, send: Send, now: datetime, follow_for: timedelta) -> None:
    """Follow a text that has been accepted, and no older one to its number any more.

    SMS-iT reports on the newest text to a number only, so one that a newer text has overtaken is not
    followed at all. Single texts, for whose report somebody may wait, come before the rows of lists.
    """
    began = send.attempting_at or now
    if sends.has_newer(conn, send.to_phone, after=began):
        sends.move(conn, send.id, SendState.SUPERSEDED, now=now, only_from=SendState.ACCEPTED)
        return
    rank = follow_ups.LAST if send.parent_id else follow_ups.FIRST
    follow_ups.start(conn, send.id, now, now + follow_for, rank=rank)
    sends.supersede_older(conn, send.to_phone, before=began, now=now)
