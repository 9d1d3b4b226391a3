"""The answer of a command on standard output, and what comes of one that can't be written.

A disk that is full, or someone who has seen enough, is nothing that a command's own files are to blame for,
wherever in its work it is told. Heavy libraries have no place here: ``--help`` goes this way too.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO, TypeVar, cast

R = TypeVar("R")


class Unwritten(Exception):  # noqa: N818 - a case, named as callers read it
    """Nothing more can be written to standard output; ``why`` is empty where no one reads it any more."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@contextmanager
def written() -> Iterator[None]:
    """Have what is written to standard output within be there at the end. Raises :exc:`Unwritten`."""
    if sys.stdout is None:  # it is closed
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to the end
    before = sys.stdout
    sys.stdout = cast("TextIO", _Told(before))
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except Unwritten:
        # Python tries once more at its end, and would tell of that.
        os.dup2(os.open(os.devnull, os.O_WRONLY), before.fileno())
        raise
    finally:
        sys.stdout = before


class _Told:
    """A stream of which an error says whose it is."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text. Raises :exc:`Unwritten`."""
        return _tried(lambda: self._stream.write(text))

    def flush(self) -> None:
        """Write what still waits. Raises :exc:`Unwritten`."""
        _tried(self._stream.flush)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever else a stream has
        return getattr(self._stream, name)


def _tried(write: Callable[[], R]) -> R:
    try:
        return write()
    except BrokenPipeError:  # whoever read it has seen enough
        raise Unwritten("") from None
    except OSError as error:
        raise Unwritten(error.strerror or type(error).__name__) from None
