"""What people changed last in the forms they have open: which of two drawings is the newer one."""

from sqlalchemy import BigInteger, Column, String, Table

from bot.store.tables.columns import metadata

view_change = Table(
    "view_change",
    metadata,
    Column("user_id", String(32), primary_key=True),  # the newest change of a person alone
    Column("view_id", String(64), nullable=False),
    Column("acted_at", BigInteger, nullable=False),  # microseconds, by Slack's clock alone
)
