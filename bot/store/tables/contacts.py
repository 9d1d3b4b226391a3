"""Contacts on their way to SMS-iT, by hand or from a file."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, text

from bot.store.tables.columns import UtcTime, metadata, one_of
from bot.store.tables.encrypted import Number, Short, Values, Words

# A contact that somebody adds by hand, attempted once. Deleted when the retention time is over.
contact_addition = Table(
    "contact_addition",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key", String(255), nullable=False, unique=True),  # an id Slack repeats when it delivers again
    Column("user_id", String(32), nullable=False),
    Column("number", Number(), nullable=False),
    Column("group_name", Text, nullable=False),
    Column("name", Words()),
    Column("email", Words()),
    Column("birthday", Short(10)),  # YYYY-MM-DD
    Column("state", String(16), nullable=False),  # waiting, attempting, added, found, present, unknown, …
    Column("reason", Words()),
    Column("token", String(32)),
    Column("attempting_at", UtcTime),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("decided_by", String(32)),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False, index=True),
)
IS_BEING_ADDED = text("state IN ('waiting', 'attempting')")
Index(
    "ix_contact_addition_open",
    contact_addition.c.state,
    sqlite_where=IS_BEING_ADDED,
    postgresql_where=IS_BEING_ADDED,
)

contact_import = Table(
    "contact_import",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key", String(255), nullable=False, unique=True),
    Column("team_id", String(32), nullable=False),
    Column("user_id", String(32), nullable=False),
    Column("origin_channel", String(32)),
    Column("file_name", Words(), nullable=False),
    Column("state", String(16), nullable=False),  # queued, running, paused, cancelled, done
    Column("wave", Integer, nullable=False, server_default="0"),  # how often it was set going
    Column("size", Integer, nullable=False),  # rows that can be added
    Column("rejected", Integer, nullable=False),  # rows of the file that cannot
    Column("why", Text),  # the bot paused or cancelled it; empty when a person did
    Column("decided_by", String(32)),  # who paused or cancelled it; empty when the bot did
    Column("source", Values()),  # the file and how its columns are read; no row of it
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
)
IS_IMPORT_OPEN = text(one_of("state", ("queued", "running", "paused")))
Index(
    "ix_contact_import_open",
    contact_import.c.updated_at,
    sqlite_where=IS_IMPORT_OPEN,
    postgresql_where=IS_IMPORT_OPEN,
)

# The rows of an import. What they say of people is emptied when the retention time is over.
contact_import_row = Table(
    "contact_import_row",
    metadata,
    Column("import_id", String(32), ForeignKey("contact_import.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),  # from 1, without gaps
    Column("line", Integer, nullable=False),  # of the file
    Column("number", Number()),
    Column("group_name", Text),
    Column("name", Words()),
    Column("email", Words()),
    Column("birthday", Short(10)),  # YYYY-MM-DD
    Column("cells", Values()),  # those that were read, as given: for the result file
    Column("state", String(16), nullable=False),  # waiting, attempting, added, present, refused, unknown, …
    Column("reason", Words()),
    Column("token", String(32)),
    Column("attempting_at", UtcTime),
)
Index("ix_contact_import_row_state", contact_import_row.c.import_id, contact_import_row.c.state)
