"""Databases whose words and numbers are encrypted, and what of people stands in any byte of one."""

from pathlib import Path

from sqlalchemy import text

from bot.store import Database
from bot.store.encryption import COLUMNS

KEY, NEWER = "k" * 43, "n" * 43


def opened(database: Database, *keys: str) -> Database:
    """Open the same database with these keys, the one to be used first."""
    return Database(database.engine.url.render_as_string(hide_password=False), None, keys)


def held(database: Database, *traces: str) -> list[str]:
    """Which traces stand in any byte of the file and of those beside it, or of a server's files."""
    files = _beside(database.path) if database.path else _of_server(database)
    content = [path.read_bytes() for path in files]
    assert any(content)
    return [trace for trace in traces if any(trace.encode() in each for each in content)]


def fresh_files(database: Database) -> None:
    """Have a server keep nothing of rows of earlier tests, and samples of those that come."""
    if not database.is_sqlite:
        with database.engine.begin() as conn:
            conn.execute(text(f"TRUNCATE {', '.join(table.name for table in COLUMNS)} CASCADE"))
        forget_samples(database)


def forget_samples(database: Database) -> None:
    """Have a server keep no samples of the values that earlier tests wrote."""
    if not database.is_sqlite:
        with database.engine.begin() as conn:
            conn.execute(text("DELETE FROM pg_statistic"))
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.execute(text("VACUUM (FULL) pg_statistic"))


def _beside(path: Path) -> list[Path]:
    return list(path.parent.glob(f"{path.name}*"))


def _of_server(database: Database) -> list[Path]:
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.execute(text("CHECKPOINT"))  # what it holds in memory stands in its files then
        folder = Path(conn.execute(text("SHOW data_directory")).scalar_one())
        own = text(
            "SELECT pg_relation_filepath(c.oid) FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid"
            " WHERE coalesce(i.indrelid, c.oid)::regclass::text = ANY(:names)"
        )
        names = [*(table.name for table in COLUMNS), "pg_statistic"]
        found = conn.execute(own, {"names": names}).scalars().all()
    return [folder / each for each in found]
