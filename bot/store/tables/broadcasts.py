"""Whom broadcasts went to: who was in the group when it was read for the last time before an attempt."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from bot.store.tables.columns import UtcTime, metadata
from bot.store.tables.encrypted import Number

broadcast_audience = Table(
    "broadcast_audience",
    metadata,
    Column("id", String(32), primary_key=True),  # the token of the attempt
    Column("send_id", String(32), ForeignKey("send.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("read_at", UtcTime, nullable=False),
    Column("attempted_at", UtcTime),  # none as long as nothing may have gone out to these people
)
broadcast_recipient = Table(
    "broadcast_recipient",
    metadata,
    Column(
        "audience_id",
        String(32),
        ForeignKey("broadcast_audience.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("place", Integer, primary_key=True, autoincrement=False),  # counted from 1
    Column("number", Number(), nullable=False),  # as SMS-iT keeps it
    Column("phone", Number(), nullable=False),  # the one form of it
)
Index("ix_broadcast_recipient_phone", broadcast_recipient.c.phone)
