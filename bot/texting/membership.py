"""Who is in a group, written down so that it can be compared later, and read by nobody.

Of each person there is a keyed hash of six bytes, and of those the smallest are kept: all of them up to
:data:`KEPT` people. Of more people they are a sample, which nobody can choose without the key. It is the same
for the same people, so samples can be compared, and what is told of bigger groups is an estimate.
"""

import base64
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from typing import Final

KEPT: Final = 512
"""Hashes that are kept."""
_BYTES: Final = 6
_BETWEEN: Final = "."


@dataclass(frozen=True, slots=True)
class Moves:
    """How many people of a group weren't in it before, and how many of before aren't in it."""

    joined: int
    left: int


def written(key: bytes, people: Iterable[str]) -> str:
    """Return what is kept of some people (digits): equal for the same ones in any order, and nobody else."""
    known = sorted(people)
    whole = hmac.new(key, "\n".join(known).encode(), "sha256").hexdigest()
    hashes = {blake2b(each.encode(), digest_size=_BYTES, key=key[:64]).digest() for each in known}
    sample = b"".join(nsmallest(KEPT, hashes))
    return f"{whole}{_BETWEEN}{base64.urlsafe_b64encode(sample).decode()}"


def moves(before: str, now: str, *, was: int, are: int) -> Moves | None:
    """Return who moved from one of two groups as :func:`written` to the other; None where that isn't known.

    ``was`` and ``are`` count their people. Versions before this one wrote no hash of each person.
    """
    former, present = _sample(before), _sample(now)
    if former is None or present is None:
        return None
    compared = nsmallest(KEPT, former | present)
    joined = sum(each not in former for each in compared)
    left = sum(each not in present for each in compared)
    if not compared or len(former | present) <= KEPT:
        return Moves(joined, left)
    both = len(compared) - joined - left
    everybody = (was + are) * len(compared) / (len(compared) + both)
    shared = min(was, are, round(both / len(compared) * everybody))
    return Moves(are - shared, was - shared)


def _sample(kept: str) -> set[bytes] | None:
    _whole, between, sample = kept.partition(_BETWEEN)
    if not between:
        return None
    try:
        found = base64.b64decode(sample, b"-_", validate=True)
    except ValueError:
        return None
    return {found[first : first + _BYTES] for first in range(0, len(found), _BYTES)}
