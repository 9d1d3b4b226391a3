"""One-time codes."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, text

from bot.store.tables.columns import UtcTime, metadata, one_of
from bot.store.tables.encrypted import Alike, Number

# One code that somebody was sent, bound to whom it was sent to, who asked for it and what for.
verification = Table(
    "verification",
    metadata,
    Column("send_id", String(32), ForeignKey("send.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", String(32), nullable=False),  # who asked for it; nobody else can verify
    Column("number", Number(), nullable=False),
    Column("purpose", Alike(), nullable=False),
    Column("state", String(16), nullable=False),
    Column("code_hash", String(64)),  # keyed; only while the code counts
    Column("tries_left", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime),  # empty until there is a code
    Column("decided_at", UtcTime),
    Column("reason", String(24)),  # why it did not verify anybody
    Column("phone", Number(), nullable=False, server_default=""),  # the one form of the number
    Column("opens_until", UtcTime),  # until when it opens what the policy says, for who verified it
)
IS_OPEN = text(one_of("state", ("making", "open", "checking")))
Index(
    "ix_verification_open",
    verification.c.expires_at,
    sqlite_where=IS_OPEN,
    postgresql_where=IS_OPEN,
)
IS_OPENING = text("opens_until IS NOT NULL")
Index(
    "ix_verification_opening",
    verification.c.opens_until,
    sqlite_where=IS_OPENING,
    postgresql_where=IS_OPENING,
)
Index("ix_verification_phone", verification.c.phone, verification.c.created_at)
Index("ix_verification_user", verification.c.user_id, verification.c.created_at)
