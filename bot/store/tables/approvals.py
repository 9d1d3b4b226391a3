"""What a second person was asked, and what came of it."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from bot.store.tables.columns import UtcTime, metadata
from bot.store.tables.encrypted import Values, Words

approval = Table(
    "approval",
    metadata,
    Column("send_id", String(32), ForeignKey("send.id", ondelete="CASCADE"), primary_key=True),
    Column("fingerprint", String(64), nullable=False),  # of text, group, count, cost and time
    # What was asked about, to say later what changed; no text.
    Column("facts", Values(none_as_null=False), nullable=False),
    Column("round", Integer, nullable=False),  # how often it was asked, from 1
    Column("changed", Words()),  # what changed since the last time it was asked
    Column("asked_by", String(32)),  # whoever wrote or brought about what is asked; empty for the bot itself
    Column("asked_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False, index=True),
    Column("decision", String(16)),  # approved, rejected, expired; empty while it waits
    Column("decided_by", String(32)),
    Column("decided_at", UtcTime),
    Column("reason", Words()),
)

past_decision = Table(  # rounds that ended without an approval before the one in `approval`
    "past_decision",
    metadata,
    Column("send_id", String(32), ForeignKey("send.id", ondelete="CASCADE"), primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("decision", String(16), nullable=False),  # rejected, expired
    Column("decided_by", String(32)),
    Column("decided_at", UtcTime, nullable=False),
    Column("reason", Words()),
)
