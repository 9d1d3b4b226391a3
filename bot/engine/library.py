"""dbos, imported without what it names at once and needs elsewhere only.

That is the driver of PostgreSQL, needed there, and SQLAlchemy's mapping of objects, needed by whoever uses
that. They cost 9 MB and 7 MB for the whole life of a process.
"""

from typing import Final

from bot.engine.stand_ins import standing_in

SPARED: Final = {
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
    from dbos._utils import GlobalParams

__all__ = [
    "DBOS",
    "DBOSClient",
    "DBOSConfig",
    "DBOSPortableJSONSerializer",
    "EnqueueOptions",
    "GlobalParams",
    "Queue",
    "WorkflowStatus",
    "_dbos",
    "queue_worker_thread",
]
