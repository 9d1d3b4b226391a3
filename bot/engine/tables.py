"""The engine's own tables, for whoever copies a database as a whole."""

from typing import Final

from bot.engine.library import DBOSClient
from bot.store import Database

SCHEMA: Final = "dbos"
"""Where they are on PostgreSQL; on SQLite they stand beside the bot's own."""
TABLES: Final = (
    "workflow_status",
    "workflow_input",
    "workflow_output",
    "operation_outputs",
    "workflow_events",
    "workflow_events_history",
    "notifications",
    "streams",
    "workflow_schedules",
    "queues",
    "application_versions",
)
"""Those with rows of ours, in an order in which they can be filled; the rest is the library's own affair."""
ITS_OWN: Final = "dbos_migrations"
"""Where it says how far its tables are."""
LOOSE: Final = frozenset({("workflow_status", "attributes")})
"""Columns of JSON that one of the two databases keeps as a value, the other as it was written."""


def make(database: Database) -> None:
    """Make the tables, or bring them up to date, as the engine does when it is launched."""
    client = DBOSClient(system_database_engine=database.engine, lazy=True)
    client._sys_db.run_migrations()  # noqa: SLF001 -- its public way makes a connection of its own, without our settings
