"""The audit log."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, text

from bot.store.tables.columns import UtcTime, metadata

# What happened, written once and never changed. A row is chained a moment after it was written: it gets its
# place and a hash over the one before it. Triggers refuse any other change. It holds ids only, nothing that
# people wrote and no numbers, so that nothing of it ever has to be forgotten.
audit_entry = Table(
    "audit_entry",
    metadata,
    Column("id", Integer, primary_key=True),  # in the order they were written
    Column("at", UtcTime, nullable=False),
    Column("kind", String(24), nullable=False),
    Column("subject", String(16), nullable=False),  # what it is about: a send, an import, a call, a list
    Column("subject_id", String(32), nullable=False),
    Column("user_id", String(32)),  # who did it; empty for the bot
    Column("facts", Text, nullable=False),  # JSON, letter for letter as it is hashed
    Column("place", Integer, unique=True),  # in the chain, from 1
    Column("hash", String(64)),
)
IS_UNCHAINED = text("place IS NULL")
Index("ix_audit_entry_subject_id", audit_entry.c.subject_id, audit_entry.c.id)
Index("ix_audit_entry_unchained", audit_entry.c.id, sqlite_where=IS_UNCHAINED, postgresql_where=IS_UNCHAINED)
