"""Numbers of people as Slack may keep them: sealed wherever they would stand in a value.

What stands in the value of a button or a choice, or in what a view carries along, reaches the browser and
Slack's own records, whatever of it is shown. So on the way out each number there gives way to a seal, and on
the way in the number comes back: no listener and no view knows of it. A seal holds for one person and some
hours. It is told from noise only with the key: the number is encrypted by a keyed stream (HMAC-SHA256) and
what proves it is a keyed hash over the number, the person and the time, which also begins the stream.
"""

import base64
import hmac
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any, Final

from bot.texting.clock import Clock

HOLDS: Final = timedelta(hours=12)
"""How long a seal is good at least: a form that is left open for longer is filled in anew."""
_STEP: Final = timedelta(hours=1)
"""Within it a number has one seal: Slack wants a choice that is made to be one of those offered."""
_PROOF: Final = 16
_HOURS: Final = 4
_NUMBER: Final = 16  # a plus sign and fifteen digits
_NUMBERS: Final = re.compile(r'(?:^|(?<="))(\+?[0-9]{5,15})(?=$|[|"])')
"""A number that is a value, begins one before what goes with it, or is a text within JSON."""
_SEALS: Final = re.compile(r"~([A-Za-z0-9_-]{48})~")
LONGER: Final = 50 - 5
"""Characters by which a value may grow."""

_acting: ContextVar[str] = ContextVar("acting", default="")


@contextmanager
def for_person(user_id: str) -> Iterator[None]:
    """Let what this thread shows until then be shown to one person."""
    token = _acting.set(user_id)
    try:
        yield
    finally:
        _acting.reset(token)


def acting() -> str:
    """Return the id of the person to whom this thread shows something; empty when it is nobody."""
    return _acting.get()


class Seals:
    """Seals numbers in what goes to Slack, and opens them in what comes from there."""

    def __init__(self, key: bytes, clock: Clock) -> None:
        self._stream_key = hmac.digest(key, b"stream", "sha256")
        self._proof_key = hmac.digest(key, b"proof", "sha256")
        self._clock = clock

    def sealed(self, shown: Any, user_id: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return a view or choices with the numbers in values sealed for a person."""

        def seal(number: re.Match[str]) -> str:
            return self.seal(number[1], user_id)

        return _changed(shown, _out, lambda text: _NUMBERS.sub(seal, text))

    def opened(self, payload: Any, user_id: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return a payload with the numbers back. A seal that is over, or another person's, leaves nothing.

        What people typed is left as it is: who pastes a seal into a field must not see what it holds.
        """

        def number(seal: re.Match[str]) -> str:
            return self._open(seal[1], user_id)

        return _changed(payload, _in, lambda text: _SEALS.sub(number, text))

    def seal(self, number: str, user_id: str) -> str:
        """Return the seal of a number (digits, or a plus sign and digits) for a person."""
        until = int((self._clock() + HOLDS).timestamp() // _STEP.total_seconds() + 1)
        hours, text = until.to_bytes(_HOURS, "big"), number.encode().ljust(_NUMBER)
        proof = self._proof(text, hours, user_id)
        return f"~{base64.urlsafe_b64encode(proof + hours + self._crypt(text, proof)).decode()}~"

    def number(self, text: str, user_id: str) -> str | None:
        """Return the number of a seal, empty when it is over or not this person's; None for no seal."""
        seal = _SEALS.fullmatch(text)
        return None if seal is None else self._open(seal[1], user_id)

    def _open(self, seal: str, user_id: str) -> str:
        raw = base64.urlsafe_b64decode(seal)
        proof, hours, rest = raw[:_PROOF], raw[_PROOF : _PROOF + _HOURS], raw[_PROOF + _HOURS :]
        text = self._crypt(rest, proof)
        now = self._clock().timestamp() // _STEP.total_seconds()
        if not hmac.compare_digest(proof, self._proof(text, hours, user_id)) or not user_id:
            return ""
        return text.decode().strip() if now < int.from_bytes(hours, "big") else ""

    def _proof(self, text: bytes, hours: bytes, user_id: str) -> bytes:
        return hmac.digest(self._proof_key, text + hours + user_id.encode(), "sha256")[:_PROOF]

    def _crypt(self, text: bytes, proof: bytes) -> bytes:
        stream = hmac.digest(self._stream_key, proof, "sha256")
        return bytes(one ^ other for one, other in zip(text, stream, strict=False))


Chosen = Callable[[Mapping[str, Any], str], bool]
"""Tells whether an entry of an object, one of those named :data:`_SEALED`, is sealed, or opened."""


_SEALED: Final = frozenset({"value", "private_metadata"})
"""The names of all entries that may be."""


_PLAIN: Final = frozenset({str, int, bool, type(None), list, tuple})
"""Types known not to be a Mapping: whether something is one takes ten times as long to tell."""


def _out(_holder: Mapping[str, Any], _key: str) -> bool:
    return True


def _in(holder: Mapping[str, Any], key: str) -> bool:
    return key == "private_metadata" or "text" in holder


def _changed(value: Any, is_meant: Chosen, change: Callable[[str], str]) -> Any:  # noqa: ANN401 - as above
    if type(value) is dict or (type(value) not in _PLAIN and isinstance(value, Mapping)):
        return {
            key: _changed(each, is_meant, change)
            if not isinstance(each, str)
            else change(each)
            if key in _SEALED and is_meant(value, key)
            else each
            for key, each in value.items()
        }
    if isinstance(value, list | tuple):
        return [_changed(each, is_meant, change) for each in value]
    return value
