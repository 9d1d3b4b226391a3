"""A keyed hash is what the standard library says it is, of any length and however often it is asked."""

import hmac

import pytest

from bot.slack.keyed_hash import KeyedHash


@pytest.mark.parametrize("length", [0, 1, 2047, 2048, 4094, 9001])
def test_the_hash_is_that_of_the_standard_library_each_time(length: int) -> None:
    told = bytes(nth % 256 for nth in range(length))
    hashed = KeyedHash(b"a key of the tests")

    assert {hashed.of(told) for _ in range(2)} == {hmac.digest(b"a key of the tests", told, "sha256")}
