"""How far series are that are kept here: the send they were confirmed as tells what they send, and when."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, text

from bot.store.tables.columns import UtcTime, metadata

series = Table(
    "series",
    metadata,
    Column("send_id", String(32), ForeignKey("send.id", ondelete="CASCADE"), primary_key=True),
    Column("next_at", UtcTime),  # empty once it has ended
    Column("paused_by", String(32)),  # who paused it, a user or the bot; empty while it goes on
    Column("why", Text),  # why the bot paused it
    Column("made", Integer, nullable=False, server_default="0"),  # dates of which there is a send
    Column("skipped", Integer, nullable=False, server_default="0"),
    Column("missed", Integer, nullable=False, server_default="0"),  # while the bot was not running
    Column("last_id", String(32)),  # the send of its last date
    Column("basis_id", String(32)),  # the send whose figures were agreed to last; empty for its own
)

# As with sends: queries must use these same words.
IS_COMING = text("next_at IS NOT NULL AND paused_by IS NULL")
Index("ix_series_coming", series.c.next_at, sqlite_where=IS_COMING, postgresql_where=IS_COMING)
