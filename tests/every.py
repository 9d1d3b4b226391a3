"""A table whose rows are one test: it names every row for which it does not hold.

To collect, set up and report a test takes longer than to draw a message or to read a number, and each process
collects all of them.
"""

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import pytest

Test = Callable[..., None]
FAILED = (Exception, pytest.fail.Exception)


def every(names: str | tuple[str, ...], values: Iterable[Any]) -> Callable[[Test], Test]:
    """Call a test for every row, as `pytest.mark.parametrize` does, and raise a group of all that failed.

    A test of its own is still what asks for fixtures that rows change.
    """
    named = tuple(name.strip() for name in names.split(",")) if isinstance(names, str) else names
    rows = [_values(row, len(named)) for row in values]
    if not rows:
        raise ValueError("no row to hold it to")

    def over(test: Test) -> Test:
        @wraps(test)
        def whole(*given: object, **fixtures: object) -> None:
            failed: list[BaseException] = []
            for row in rows:
                asked = dict(zip(named, row, strict=True))
                try:
                    test(*given, **fixtures, **asked)
                except FAILED as error:
                    where = (f"{name} is {each!r:.300}" for name, each in asked.items())
                    error.add_note(f"Where {', '.join(where)}")
                    failed.append(error)
            if failed:
                raise BaseExceptionGroup(f"{len(failed)} of {len(rows)} rows", failed)

        signature = inspect.signature(test)
        left = [each for name, each in signature.parameters.items() if name not in named]
        whole.__signature__ = signature.replace(parameters=left)  # type: ignore[attr-defined]
        return whole

    return over


def _values(row: Any, length: int) -> tuple[Any, ...]:  # noqa: ANN401 - whatever a test is given
    if isinstance(row, type(pytest.param())):
        return tuple(row.values)
    return (row,) if length == 1 else tuple(row)
