"""Templates and their versions."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, text

from bot.store.tables.columns import UtcTime, metadata
from bot.store.tables.encrypted import Words

# The firm's own texts. What was written stays, in versions, with who wrote and decided.
template = Table(
    "template",
    metadata,
    Column("id", String(32), primary_key=True),  # uuid4, hexadecimal
    Column("key", String(255), nullable=False, unique=True),  # an id Slack repeats when it delivers again
    Column("channel", String(32), nullable=False),  # where it may be used; empty: everywhere
    Column("language", String(8), nullable=False),  # ISO 639; empty where none was chosen
    Column("name", String(80), nullable=False),
    Column("folded", String(160), nullable=False),  # the name as it is compared
    Column("latest", Integer, nullable=False),  # the number of its newest version
    Column("created_by", String(32), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("archived_by", String(32)),
    Column("archived_at", UtcTime),
)
IS_TEMPLATE_IN_USE = text("archived_at IS NULL")
Index(
    "uq_template_name",
    template.c.channel,
    template.c.language,
    template.c.folded,
    unique=True,
    sqlite_where=IS_TEMPLATE_IN_USE,
    postgresql_where=IS_TEMPLATE_IN_USE,
)

template_version = Table(
    "template_version",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key", String(255), nullable=False, unique=True),
    Column("template_id", String(32), ForeignKey("template.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),  # from 1
    Column("body", Words(), nullable=False),
    Column("state", String(16), nullable=False),  # waiting, approved, rejected, withdrawn
    Column("written_by", String(32), nullable=False),
    Column("written_at", UtcTime, nullable=False),
    Column("touched_by", JSON, nullable=False),  # all whose words may be in it, since one was approved
    Column("decided_by", String(32)),
    Column("decided_at", UtcTime),
)
Index("uq_template_version_number", template_version.c.template_id, template_version.c.number, unique=True)
