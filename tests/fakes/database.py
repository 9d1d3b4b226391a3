"""A database at which the process may die."""

from contextlib import contextmanager

from bot.store.database import Database


class Crash(BaseException):
    """The process dies here."""


class FragileDatabase:
    """A database at which the process may die, right before a transaction is committed or right after."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.writes = 0
        self.die_at: int | None = None
        self.after = False

    @contextmanager
    def write(self, *, urgent: bool = False):  # noqa: ANN201 - as the database's own
        self.writes += 1
        dies = self.writes == self.die_at
        with self._database.write(urgent=urgent) as conn:
            yield conn
            if dies and not self.after:
                raise Crash
        if dies:
            raise Crash

    def write_with_others(self, work, *, urgent=True):  # noqa: ANN001,ANN201 - as the database's own
        with self.write(urgent=urgent) as conn:
            return work(conn)

    @property
    def launch(self):  # noqa: ANN201 - as the database's own
        return self._database.launch

    def read(self):  # noqa: ANN201 - as the database's own
        return self._database.read()
