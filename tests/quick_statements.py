"""Statements compiled once in a process, and not once for each of the thousand databases of its tests.

What SQLAlchemy makes of a statement is the same for all databases of a kind. It keeps that with the engine,
of which the bot has one and the tests have one each.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

_Made = dict[tuple[Any, ...], Any]
_MADE: Final[dict[str, _Made]] = {}
"""By the kind of database; as many statements as the bot has, so nothing is ever thrown away."""


class _Shared:
    """A cache of compiled statements whose keys leave out whose database it was."""

    def __init__(self, made: _Made) -> None:
        self._made = made

    def get(self, key: tuple[Any, ...]) -> object | None:
        return self._made.get(key[1:])

    def __setitem__(self, key: tuple[Any, ...], compiled: object) -> None:
        self._made[key[1:]] = compiled


def share_statements() -> None:
    """Have all databases of this process share what was compiled.

    The bot is imported here, and not above: importing it may have to be measured.
    """
    kind = import_module("bot.store.database").Database
    begin: Callable[..., None] = kind.__init__

    def begun(database: Any, *given: object, **named: object) -> None:  # noqa: ANN401 - imported late
        begin(database, *given, **named)
        if database.data_keys:  # what is compiled for it goes by its keys
            return
        made = _MADE.setdefault(database.engine.dialect.name, {})
        database.engine.update_execution_options(compiled_cache=_Shared(made))

    kind.__init__ = begun
