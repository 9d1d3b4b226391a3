"""The messages about everything, and what is followed."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, text

from bot.store.tables.columns import UtcTime, metadata

message = Table(
    "message",
    metadata,
    Column("subject_id", String(32), primary_key=True),  # of a send, an import, an appointment, …
    Column("purpose", String(16), primary_key=True, server_default="send"),
    Column("channel", String(32)),  # empty until posted
    Column("ts", String(32)),
    Column("under", String(32)),  # the subject in whose thread it is posted, and which message of that one
    Column("under_purpose", String(16)),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("shown_version", Integer, nullable=False, server_default="0"),
    Column("lease_until", UtcTime),
    Column("not_before", UtcTime),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("digest", String(32)),  # of what Slack shows; empty when that is not known
    Column("posting_since", UtcTime),  # when the first post began of which nobody knows that it was none
)
IS_DIRTY = text("version > shown_version")
Index("ix_message_dirty", message.c.not_before, sqlite_where=IS_DIRTY, postgresql_where=IS_DIRTY)

follow_up = Table(
    "follow_up",
    metadata,
    Column("send_id", String(32), ForeignKey("send.id", ondelete="CASCADE"), primary_key=True),
    Column("due_at", UtcTime, nullable=False),
    Column("lease_until", UtcTime),
    Column("deadline", UtcTime, nullable=False),
    Column("polls", Integer, nullable=False, server_default="0"),
    Column("rank", Integer, nullable=False, server_default="0"),  # rows of lists come last
    Index("ix_follow_up_due", "rank", "due_at"),
)
