"""Alembic's entry: runs in the connection and transaction that `bot.store.schema` hands over."""

from alembic import context

from bot.store.schema import VERSION_TABLE
from bot.store.tables import metadata


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    # The durable engine keeps its tables in the same database; they are not ours to compare or drop.
    return kind != "table" or name in metadata.tables


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_name=_ours,
    version_table=VERSION_TABLE,
    render_as_batch=True,  # SQLite changes a column by copying its table
)
with context.begin_transaction():
    context.run_migrations()
