"""The numbers people at the desk gave for themselves: where their tests go."""

from sqlalchemy import Column, String, Table, Text

from bot.store.tables.columns import UtcTime, metadata
from bot.store.tables.encrypted import Number

own_number = Table(
    "own_number",
    metadata,
    Column("user_id", String(32), primary_key=True),
    Column("number", Number(), nullable=False),  # digits with country code
    Column("phone", Number(), nullable=False),  # its one form
    Column("group_name", Text, nullable=False),  # joined first where it is no contact; empty for none
    Column("given_at", UtcTime, nullable=False),
)
