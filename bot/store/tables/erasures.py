"""People who were erased."""

from sqlalchemy import JSON, Column, String, Table

from bot.store.tables.columns import UtcTime, metadata

# With which key the bot was started last; a person is erased with that one only.
erasure_key = Table(
    "erasure_key",
    metadata,
    Column("key_id", String(16), primary_key=True),
    Column("since", UtcTime, nullable=False),
)

# That somebody was erased, when, and how much there was; not who.
erasure = Table(
    "erasure",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("phone_hash", String(64), nullable=False, index=True),  # keyed, as above
    Column("key_id", String(16), nullable=False),
    Column("done_by", String(64), nullable=False),  # a user of the machine, not of Slack
    Column("begun_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),  # empty while something is left
    Column("counts", JSON, nullable=False),  # by kind
)
