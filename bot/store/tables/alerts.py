"""What went wrong and is told in a channel, and the balances over time that some of it goes by."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table, text

from bot.store.tables.columns import UtcTime, metadata

balance_sample = Table(
    "balance_sample",
    metadata,
    Column("hour", UtcTime, primary_key=True),  # one row for each hour in which the balance was read
    Column("at", UtcTime, nullable=False),  # when it was read last in that hour
    Column("credits", Integer, nullable=False),
)

alert = Table(
    "alert",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("since", UtcTime, nullable=False),  # when it was seen first
    Column("raised_at", UtcTime),  # when people were told
    Column("clear_since", UtcTime),  # when it was seen no more
    Column("resolved_at", UtcTime),
    Column("figures", JSON(none_as_null=True)),  # numbers alone
)
IS_OPEN_ALERT = text("resolved_at IS NULL")
Index(
    "ix_alert_open",
    alert.c.kind,
    unique=True,
    sqlite_where=IS_OPEN_ALERT,
    postgresql_where=IS_OPEN_ALERT,
)
