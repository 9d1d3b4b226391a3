"""The address of a database: the file or the server it means, and in words what keeps it from being used.

Whoever makes an engine or a connection of it does so here. The texts of errors may quote the address, and
with it a password, so only their kind is told.
"""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Dialect, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import NO_DATABASE, UserError

_NOT_THERE: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EBADF, errno.ELOOP, errno.EACCES})
"""What says of a file that it isn't there, or not for this user: whoever opens it says so."""


class Unusable(UserError):  # noqa: N818 - a case, named as callers read it
    """Nothing can be opened at an address. ``why`` quotes none of it."""

    def __init__(self, why: str) -> None:
        super().__init__(NO_DATABASE.format(why))
        self.why = why


@contextmanager
def in_words() -> Iterator[None]:
    """Raise :exc:`Unusable` for what is wrong with an address: whatever a library raises about it."""
    try:
        yield
    except (ArgumentError, ValueError, TypeError, LookupError) as error:
        raise Unusable(type(error).__name__) from None


def read(url: str) -> URL:
    """Read an address. Raises :exc:`Unusable`."""
    with in_words():
        return make_url(url)


def file_of(url: str) -> Path | None:
    """Return the SQLite file of an address, whether it is there or not; None for a database elsewhere.

    Raises :exc:`Unusable` for a name that no file can have.
    """
    made = read(url)
    if made.get_backend_name() != "sqlite":
        return None
    path = Path(str(made.database))
    with in_words():
        try:
            path.stat()
        except OSError as error:
            if error.errno not in _NOT_THERE:
                raise Unusable(error.strerror or type(error).__name__) from None
    return path


def engine_of(url: URL, check: Callable[[], object] | None = None, **options: Any) -> Engine:  # noqa: ANN401 - as SQLAlchemy takes them
    """Make an engine, of which every connection that can't be made says why in words, if its driver doesn't.

    ``check`` is called before each connection is made, and may refuse it. Raises :exc:`Unusable`.
    """
    with in_words():
        engine = create_engine(url, **options)

    def connected(dialect: Dialect, _record: object, given: list[Any], named: dict[str, Any]) -> Any:  # noqa: ANN401 - of the driver
        if check is not None:
            check()
        with in_words():
            return dialect.connect(*given, **named)

    event.listen(engine, "do_connect", connected)
    return engine
