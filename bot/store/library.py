"""SQLAlchemy's dialects, imported without what they name at once and need elsewhere only.

Those are drivers that the bot does not use. They cost half a megabyte for the
whole life of a process.
"""

from typing import Final

from bot.stand_ins import standing_in

SPARED: Final = {
    "sqlalchemy.dialects.postgresql.asyncpg": (),
    "sqlalchemy.dialects.postgresql.pg8000": (),
    "sqlalchemy.dialects.postgresql.psycopg2cffi": (),
    "sqlalchemy.dialects.sqlite.aiosqlite": (),
}

with standing_in(SPARED):
    from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
    from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

__all__ = ["PostgresInsert", "SqliteInsert"]
