"""dbos, imported without what it names at once and needs elsewhere only.

That is the driver of PostgreSQL, needed there; SQLAlchemy's mapping of objects, needed by whoever uses that;
and what its own command line and settings file are read with. They cost 9, 7 and 2 MB for the whole life of
a process.
"""

from typing import Final

from bot.stand_ins import standing_in

SPARED: Final = {
    "dbos.cli": (),
    "dbos.cli.migration": ("run_dbos_database_migrations",),
    "psycopg": (),
    "psycopg.errors": (),
    "sqlalchemy.orm": ("Session", "sessionmaker"),
    "sqlalchemy.ext.asyncio": (
        "AsyncConnection",
        "AsyncEngine",
        "AsyncSession",
        "async_sessionmaker",
        "create_async_engine",
    ),
    "yaml": (),
}

with standing_in(SPARED):
    from dbos import (
        DBOS,
        DBOSClient,
        DBOSConfig,
        DBOSPortableJSONSerializer,
        EnqueueOptions,
        Queue,
        WorkflowStatus,
        _dbos,
    )
    from dbos._queue import queue_worker_thread
    from dbos._sys_db import SystemDatabase
    from dbos._utils import GlobalParams

__all__ = [
    "DBOS",
    "DBOSClient",
    "DBOSConfig",
    "DBOSPortableJSONSerializer",
    "EnqueueOptions",
    "GlobalParams",
    "Queue",
    "SystemDatabase",
    "WorkflowStatus",
    "_dbos",
    "queue_worker_thread",
]
