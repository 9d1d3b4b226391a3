"""What a second person was asked, and what came of it."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text

from bot.store.tables.columns import UtcTime, metadata

approval = Table(
    "approval",
    metadata,
    Column("send_id", String(32), ForeignKey("send.id", ondelete="CASCADE"), primary_key=True),
    Column("fingerprint", String(64), nullable=False),  # of text, group, count, cost and time
    Column("facts", JSON, nullable=False),  # what was asked about, to say later what changed; no text
    Column("round", Integer, nullable=False),  # how often it was asked, from 1
    Column("changed", Text),  # what changed since the last time it was asked
    Column("asked_by", String(32)),  # whoever wrote or brought about what is asked; empty for the bot itself
    Column("asked_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False, index=True),
    Column("decision", String(16)),  # approved, rejected, expired; empty while it waits
    Column("decided_by", String(32)),
    Column("decided_at", UtcTime),
    Column("reason", Text),
)

past_decision = Table(  # rounds that ended without an approval before the one in `approval`
    "past_decision",
    metadata,
    Column("send_id", String(32), ForeignKey("send.id", ondelete="CASCADE"), primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("decision", String(16), nullable=False),  # rejected, expired
    Column("decided_by", String(32)),
    Column("decided_at", UtcTime, nullable=False),
    Column("reason", Text),
)
