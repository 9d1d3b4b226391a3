"""Whom a series of lists goes to, as somebody chose them: they are gathered anew on each date."""

from sqlalchemy import Column, ForeignKey, String, Table

from bot.store.tables.columns import metadata
from bot.store.tables.encrypted import Values

# Of a series, and of each of its dates until its people were gathered.
audience_choice = Table(
    "audience_choice",
    metadata,
    Column("send_id", String(32), ForeignKey("send.id", ondelete="CASCADE"), primary_key=True),
    Column("choice", Values()),  # empty once somebody it names was erased
    Column("gathering", String(32)),  # a token of whoever gathers its people; who came last goes on
)
