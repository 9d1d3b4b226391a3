"""Whether words and numbers are encrypted, and with which key."""

from sqlalchemy import Column, Integer, String, Table

from bot.store.tables.columns import metadata

# One row at most; none: nothing is encrypted. While one key takes another one's place, both are named.
data_encryption = Table(
    "data_encryption",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1
    Column("key_id", String(16), nullable=False),  # the key that is to be used; empty: none
    Column("former_id", String(16)),  # the one before, while some is encrypted with it; empty: with none
)
