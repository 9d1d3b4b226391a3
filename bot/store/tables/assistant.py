"""Texts and broadcasts that an assistant drafted for a person, who alone can have them sent."""

from sqlalchemy import Boolean, Column, Index, String, Table, text

from bot.store.tables.columns import UtcTime, metadata
from bot.store.tables.encrypted import Alike, Number, Values

# Deleted when the retention time is over.
assistant_draft = Table(
    "assistant_draft",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(16), nullable=False),  # of the send it is to become: contact, group, list
    Column("team_id", String(32), nullable=False),
    Column("user_id", String(32), nullable=False),  # for whom it was drafted
    Column("number", Number(), nullable=False),  # empty for a group
    Column("name", Alike()),  # of the person, or the group
    Column("body", Alike()),
    Column("listed", Values()),  # the people of a list: columns and rows, or what finds them
    Column("is_typed", Boolean, nullable=False),  # the assistant knew the whole number
    Column("state", String(16), nullable=False),  # waiting, confirmed, discarded, expired
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False, index=True),
)
IS_DRAFTED = text("state = 'waiting'")
Index(
    "ix_assistant_draft_waiting",
    assistant_draft.c.user_id,
    sqlite_where=IS_DRAFTED,
    postgresql_where=IS_DRAFTED,
)
