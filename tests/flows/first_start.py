"""The database as the bot's first start leaves it: made once for each process, then copied for each bot.

That a start makes it out of nothing, others show: the tests of the store, of the engine and of the service.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.engine.dbos_engine import DbosEngine
from bot.features.broadcast.attempts import QUEUE as BROADCASTS
from bot.features.imports.lanes import QUEUE as IMPORTS
from bot.features.lists.lanes import QUEUE as ROWS
from bot.features.sends.attempts import QUEUE as TEXTS
from bot.store import Database


def put(path: Path) -> None:
    """Put a database with all tables, the engine's too, where none is yet."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(made())


@cache
def made() -> bytes:
    """The bytes of such a file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bot.db"
        database = Database(f"sqlite:///{path}")
        database.migrate()
        # A queue that is known from the start is looked at at once; a new one only when the library looks.
        engine = DbosEngine(database, queues=dict.fromkeys((TEXTS, ROWS, BROADCASTS, IMPORTS), 1))
        engine.launch({})
        assert engine.stop()
        database.close()
        return path.read_bytes()
