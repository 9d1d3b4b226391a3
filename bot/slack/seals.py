"""Numbers of people as Slack may keep them: sealed wherever they would stand in a value.

What stands in the value of a button or a choice, or in what a view carries along, reaches the browser and
Slack's own records, whatever of it is shown. So on the way out each number there gives way to a seal, and on
the way in the number comes back: no listener and no view knows of it. A seal holds for one person and some
hours. It is told from noise only with the key: the number is encrypted by a keyed stream (HMAC-SHA256) and
what proves it is a keyed hash over the number, the person and the time, which also begins the stream.

A seal holds where it was put, and nowhere else: the hash is over the form, the block and the field (or the
form and the button) and all that stands around the number in the value. So nobody moves it to where a number,
a group or words are shown to them.
What a view carries along is proven whole, for it says where a message goes and which window is drawn again.
"""

import base64
import hmac
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from itertools import count
from typing import Any, Final, NamedTuple

from bot.slack.keyed_hash import KeyedHash
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
_PROOF_LETTERS: Final = 22
PROVEN: Final = _PROOF_LETTERS
"""Characters by which what a view carries along grows, beside its numbers."""
UNPROVEN: Final = "unproven"
"""What nobody can have been given to carry along: it is not JSON."""
_CARRIED: Final = "private_metadata"
_BLANK: Final = "~"

_PRESSED: Final = frozenset({"button", "overflow"})
"""What stands in no field: Slack chooses the ids of blocks that hold nothing else."""


class Place(NamedTuple):
    """Where a value stands: in the form of a callback id, in the block and the element of these ids."""

    form: str = ""
    block: str = ""
    element: str = ""

    def within(self, holder: Mapping[str, Any]) -> "Place":
        """Return the place of what an object holds that stands here."""
        form = holder.get("callback_id") if "blocks" in holder else None
        block, element = holder.get("block_id"), holder.get("action_id")
        pressed = element and holder.get("type") in _PRESSED
        return Place(
            str(form or self.form),
            "" if pressed else str(block or self.block),
            str(element or self.element),
        )


def place_of(payload: Mapping[str, Any]) -> Place:
    """Return where an arrival happened, as far as it says so itself."""
    view = payload.get("view")
    form = view.get("callback_id") if isinstance(view, Mapping) else None
    return Place(*(str(each or "") for each in (form, payload.get("block_id"), payload.get("action_id"))))


NOWHERE: Final = Place()

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
        keys = KeyedHash(key)
        self._streamed, self._proven, self._carried = (
            KeyedHash(keys.of(purpose)) for purpose in (b"stream", b"proof", b"carried")
        )
        self._clock = clock

    def sealed(self, shown: Any, user_id: str, place: Place = NOWHERE) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return a view or choices with the numbers in values sealed for a person.

        ``place`` is where choices that don't say so themselves are put.
        """

        def change(holder: Mapping[str, Any], key: str, text: str, place: Place) -> str:
            if key != _CARRIED:
                return self._sealed(text, "\0".join(place), user_id)
            carried = self._sealed(text, _CARRIED, user_id)
            return f"{carried}{self._proof_of(holder, carried)}" if carried else carried

        return _changed(shown, place, change)

    def opened(self, payload: Any, user_id: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return a payload with the numbers back. A seal that is over, or another person's, leaves nothing.

        So does one that stands elsewhere than it was put. What people typed is left as it is: who pastes a
        seal into a field must not see what it holds. What a view carries along becomes :data:`UNPROVEN`
        unless it is what the bot gave to such a view.
        """

        def change(holder: Mapping[str, Any], key: str, text: str, place: Place) -> str:
            if key != _CARRIED:
                return self._opened(text, "\0".join(place), user_id) if "text" in holder else text
            carried, proof = text[:-_PROOF_LETTERS], text[-_PROOF_LETTERS:]
            if not text:
                return text
            if not _is_same(proof, self._proof_of(holder, carried)):
                return UNPROVEN
            return self._opened(carried, _CARRIED, user_id)

        return _changed(payload, place_of(payload) if isinstance(payload, Mapping) else NOWHERE, change)

    def seal(self, number: str, user_id: str, place: str = "") -> str:
        """Return the seal of a number (digits, or a plus sign and digits) for one person and place."""
        until = int((self._clock() + HOLDS).timestamp() // _STEP.total_seconds() + 1)
        hours, text = until.to_bytes(_HOURS, "big"), number.encode().ljust(_NUMBER)
        proof = self._proof(text, hours, user_id, place)
        return f"~{base64.urlsafe_b64encode(proof + hours + self._crypt(text, proof)).decode()}~"

    def number(self, text: str, user_id: str, place: str = "") -> str | None:
        """Return the number of a seal, empty when it is over or not this person's; None for no seal.

        It is empty too where the seal was put at another ``place``.
        """
        seal = _SEALS.fullmatch(text)
        return None if seal is None else self._open(seal[1], user_id, place)

    def _sealed(self, text: str, place: str, user_id: str) -> str:
        if not _NUMBERS.search(text):
            return text
        where, nth = _where(place, _NUMBERS.sub(_BLANK, text)), count()
        return _NUMBERS.sub(lambda number: self.seal(number[1], user_id, f"{next(nth)}{where}"), text)

    def _opened(self, text: str, place: str, user_id: str) -> str:
        if not _SEALS.search(text):
            return text
        where, nth = _where(place, _SEALS.sub(_BLANK, text)), count()
        return _SEALS.sub(lambda seal: self._open(seal[1], user_id, f"{next(nth)}{where}"), text)

    def _open(self, seal: str, user_id: str, place: str) -> str:
        raw = base64.urlsafe_b64decode(seal)
        proof, hours, rest = raw[:_PROOF], raw[_PROOF : _PROOF + _HOURS], raw[_PROOF + _HOURS :]
        text = self._crypt(rest, proof)
        now = self._clock().timestamp() // _STEP.total_seconds()
        if not hmac.compare_digest(proof, self._proof(text, hours, user_id, place)) or not user_id:
            return ""
        return text.decode().strip() if now < int.from_bytes(hours, "big") else ""

    def _proof(self, text: bytes, hours: bytes, user_id: str, place: str) -> bytes:
        proven = b"\0".join((text, hours, user_id.encode(), place.encode(errors="replace")))
        return self._proven.of(proven)[:_PROOF]

    def _proof_of(self, view: Mapping[str, Any], carried: str) -> str:
        """Return what proves that a view of this kind was given what it carries."""
        proven = f"{view.get('callback_id') or ''}\0{carried}".encode(errors="replace")
        proof = self._carried.of(proven)[:_PROOF]
        return base64.urlsafe_b64encode(proof).decode().rstrip("=")

    def _crypt(self, text: bytes, proof: bytes) -> bytes:
        stream = self._streamed.of(proof)
        return bytes(one ^ other for one, other in zip(text, stream, strict=False))


def _is_same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), right.encode())


def _where(place: str, around: str) -> str:
    """Return where a number stands: the button or field, and what is around it in the value."""
    return f"\0{place}\0{around}"


Change = Callable[[Mapping[str, Any], str, str, Place], str]
"""Returns an entry of an object otherwise: of which object, under which name, what it is, in which place."""


_SEALED: Final = frozenset({"value", _CARRIED})
"""The names of all entries that may be."""


_PLACING: Final = frozenset({"callback_id", "block_id", "action_id"})
"""The names of the entries that say where something stands."""


_PLAIN: Final = frozenset({str, int, bool, type(None), list, tuple})
"""Types known not to be a Mapping: whether something is one takes ten times as long to tell."""


def _changed(value: Any, place: Place, change: Change) -> Any:  # noqa: ANN401 - as above
    """Return something that stands in a place with its values changed."""
    if type(value) is dict or (type(value) not in _PLAIN and isinstance(value, Mapping)):
        if not _PLACING.isdisjoint(value):
            place = place.within(value)
        return {
            key: _in_state(each, place, change)
            if key == "state"
            else _changed(each, place, change)
            if not isinstance(each, str)
            else change(value, key, each, place)
            if key in _SEALED
            else each
            for key, each in value.items()
        }
    if isinstance(value, list | tuple):
        return [_changed(each, place, change) for each in value]
    return value


def _in_state(state: Any, place: Place, change: Change) -> Any:  # noqa: ANN401 - as above
    """Return the values of fields changed: there an element stands under the action id, in its block."""
    blocks = state.get("values") if isinstance(state, Mapping) else None
    if not isinstance(blocks, Mapping):
        return state
    return {
        **state,
        "values": {
            block: {
                field: _changed(element, Place(place.form, str(block), str(field)), change)
                for field, element in fields.items()
            }
            if isinstance(fields, Mapping)
            else fields
            for block, fields in blocks.items()
        },
    }
