"""Types of columns that hold words or numbers of people: encrypted wherever the database has a key.

Where it has none they cost nothing: values go in and come out as those of any other type. PostgreSQL minds
how long a value is, and encrypted ones are longer; SQLite does not.
"""

import json
from collections.abc import Callable
from typing import Any, Generic, TypeAlias, TypeVar

from sqlalchemy import JSON, Dialect, String, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

from bot.store.data_keys import DataKey, DataKeys, Unreadable, keys_of

T = TypeVar("T")
_Process: TypeAlias = Callable[[Any], Any]


class Encrypted(TypeDecorator[T], Generic[T]):
    """A type whose values are encrypted with the key in use."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = Text

    def bind_processor(self, dialect: Dialect) -> _Process | None:
        """Return what a value goes through on its way in."""
        keys, plain = keys_of(dialect), self.impl_instance.bind_processor(dialect)
        return plain if keys is None else _if_in_use(keys, self.closed, plain, first=True)

    def result_processor(self, dialect: Dialect, coltype: object) -> _Process | None:
        """Return what a value goes through on its way out."""
        keys, plain = keys_of(dialect), self.impl_instance.result_processor(dialect, coltype)
        return plain if keys is None else _if_in_use(keys, self.opened, plain, first=False)

    def closed(self, key: DataKey, value: Any) -> Any:  # noqa: ANN401 - what the column holds
        """Encrypt a value."""
        raise NotImplementedError

    def opened(self, key: DataKey, value: Any) -> Any:  # noqa: ANN401 - as above
        """Return the value. Raises :exc:`Unreadable`."""
        return key.opened(value)


class Words(Encrypted[str]):
    """Words that nobody looks for by comparing: the same ones are kept differently each time."""

    cache_ok = True

    def closed(self, key: DataKey, value: str) -> str:
        """Encrypt words."""
        return key.words(value)


class Alike(Encrypted[str]):
    """Words that are compared or counted by the database: the same ones are kept alike."""

    cache_ok = True

    def closed(self, key: DataKey, value: str) -> str:
        """Encrypt words."""
        return key.alike(value)


class Short(Words):
    """Words of a known length, as long as they are not encrypted."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Have PostgreSQL take encrypted ones too."""
        return _without_length(dialect, self.impl_instance)


class Number(Alike):
    """A phone number, in digits or in its one form."""

    impl = String
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(32)

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Have PostgreSQL take encrypted ones too."""
        return _without_length(dialect, self.impl_instance)


class Values(Encrypted[Any]):
    """JSON, encrypted as a whole. What is empty says nothing, and stays as it is."""

    impl = JSON
    cache_ok = True

    def __init__(self, *, none_as_null: bool = True) -> None:
        super().__init__(none_as_null=none_as_null)

    def closed(self, key: DataKey, value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Encrypt values."""
        return key.words(json.dumps(value)) if value else value

    def opened(self, key: DataKey, value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return the values. Raises :exc:`Unreadable`."""
        if not value:
            return value
        if not isinstance(value, str):
            raise Unreadable
        return json.loads(key.opened(value))


def _if_in_use(
    keys: DataKeys, change: Callable[[DataKey, Any], Any], plain: _Process | None, *, first: bool
) -> _Process:
    """Change values while there is a key in use, ``first`` or after what the plain type does with them."""

    def changed(value: Any) -> Any:  # noqa: ANN401 - what the column holds
        key = keys.in_use
        if value is not None and key is not None and first:
            value = change(key, value)
        if plain is not None:
            value = plain(value)
        if value is not None and key is not None and not first:
            value = change(key, value)
        return value

    return changed


def _without_length(dialect: Dialect, declared: TypeEngine[Any]) -> TypeEngine[Any]:
    return Text() if dialect.name == "postgresql" else declared
