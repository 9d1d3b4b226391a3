"""Which request of Slack's something is done for: one word that stands in every line of the log about it.

It goes along with work that is handed to another thread, and with a job from the database. It is a digest of
what Slack calls the request, so the same delivered again has the same one, and it says nothing of people.
"""

import secrets
from collections.abc import Callable
from contextvars import ContextVar
from functools import partial
from hashlib import blake2b
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

NONE: Final = ""
"""What nobody asked for has this one: what the clock does by itself."""
_BYTES: Final = 6
_current: ContextVar[str] = ContextVar("request_id", default=NONE)


def current() -> str:
    """Return the id of the request this thread works for."""
    return _current.get()


def of(name: str) -> str:
    """Return the id for what Slack calls a request; one of its own where Slack has no name for it."""
    if not name:
        return secrets.token_hex(_BYTES)
    return blake2b(name.encode(errors="replace"), digest_size=_BYTES).hexdigest()


class during:  # noqa: N801 - reads as the function it is to its callers; a generator takes three times as long
    """Work for a request until the end of the block."""

    __slots__ = ("_before", "_request_id")

    def __init__(self, request_id: str) -> None:
        self._request_id = request_id

    def __enter__(self) -> None:
        self._before = _current.set(self._request_id)

    def __exit__(self, *_raised: object) -> None:
        _current.reset(self._before)


def carried(call: Callable[P, R]) -> Callable[P, R]:
    """Return a call that is made for the request of now, whoever makes it."""
    return partial(_carry, _current.get(), call)


def _carry(request_id: str, call: Callable[P, R], /, *args: P.args, **named: P.kwargs) -> R:
    with during(request_id):
        return call(*args, **named)
