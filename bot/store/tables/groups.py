"""The groups of SMS-iT as they were counted last, and reports about them."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from bot.store.tables.columns import UtcTime, metadata

contact_group = Table(
    "contact_group",
    metadata,
    Column("name", Text, primary_key=True),
    Column("first_seen", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("subscribed", Integer),  # distinct numbers that may be texted; empty until counted
    Column("opted_out", Integer),
    Column("duplicates", Integer),  # entries of a number the group holds already
    Column("counted_at", UtcTime),
)

contact_sync = Table(
    "contact_sync",
    metadata,
    Column("id", Integer, primary_key=True),  # one row only
    Column("newest_created", String(32)),  # of the contacts read so far, as SMS-iT writes it; no zone
    Column("counted", Integer, nullable=False),  # contacts read by the newest full count
    Column("full_at", UtcTime),
    Column("synced_at", UtcTime),
)

group_report = Table(
    "group_report",
    metadata,
    Column("send_id", String(32), ForeignKey("send.id", ondelete="CASCADE"), primary_key=True),
    Column("at", UtcTime, primary_key=True),
    Column("successful", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
)
