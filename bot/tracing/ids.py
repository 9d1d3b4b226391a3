"""The ids of a trace, made of the request it is about: so its jobs find it in whichever process they run."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import blake2b
from typing import Final, NamedTuple

from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

_TRACE_BYTES: Final = 16
_SPAN_BYTES: Final = 8


class Wanted(NamedTuple):
    """The ids of the next span: None is any."""

    trace_id: int
    span_id: int | None


def trace_id(request_id: str) -> int:
    """Return the id of the trace of a request."""
    return _digest(b"trace:", request_id, _TRACE_BYTES)


def first_span_id(request_id: str) -> int:
    """Return the id of the span that everything else in the trace of a request hangs on."""
    return _digest(b"span:", request_id, _SPAN_BYTES)


class Ids(RandomIdGenerator):
    """Gives the ids that are wanted, else random ones."""

    def __init__(self) -> None:
        self._wanted: ContextVar[Wanted | None] = ContextVar("wanted", default=None)

    @contextmanager
    def wanted(self, ids: Wanted) -> Iterator[None]:
        """Give these until the end of the block, in this thread."""
        before = self._wanted.set(ids)
        try:
            yield
        finally:
            self._wanted.reset(before)

    def generate_trace_id(self) -> int:
        """Return the id of a trace that begins."""
        wanted = self._wanted.get()
        return super().generate_trace_id() if wanted is None else wanted.trace_id

    def generate_span_id(self) -> int:
        """Return the id of a span that begins."""
        wanted = self._wanted.get()
        if wanted is None or wanted.span_id is None:
            return super().generate_span_id()
        return wanted.span_id

    def is_trace_id_random(self) -> bool:
        """Say that they may be made of something."""
        return False


def _digest(purpose: bytes, request_id: str, length: int) -> int:
    found = blake2b(purpose + request_id.encode(errors="replace"), digest_size=length).digest()
    return int.from_bytes(found, "big") or 1  # zero is no id
