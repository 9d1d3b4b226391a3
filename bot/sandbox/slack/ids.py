"""Ids in Slack's style, counted up so that a run can be told again."""

import itertools
import threading

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Ids:
    """Gives ids nobody had before; safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)

    def next(self, prefix: str) -> str:
        """Give the next id that starts with `prefix`, for instance "V0000001A"."""
        with self._lock:
            number = next(self._numbers)
        text = ""
        while number:
            number, digit = divmod(number, len(_DIGITS))
            text = _DIGITS[digit] + text
        return prefix + text.rjust(8, "0")
