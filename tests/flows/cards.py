"""Reading what a modal shows of contacts."""

import re
from collections.abc import Mapping

ROW = re.compile(r"\*(?P<first>[^*]+)\*(?: \((?P<number>\S[^)]*)\))?")


def digits(row: str) -> str:
    """Return the digits of the number in a row that shows it in full."""
    found = ROW.fullmatch(row)
    assert found, row
    return re.sub(r"\D", "", found["number"] or found["first"])


def name(row: str) -> str:
    """Return the name in a row; empty when it shows a number only."""
    found = ROW.fullmatch(row)
    assert found, row
    return found["first"] if found["number"] else ""


def texts(thing: object) -> list[str]:
    """Return every text object's words anywhere in a view, in reading order; typed values too."""
    if isinstance(thing, Mapping):
        words = [thing[key] for key in ("text", "initial_value") if isinstance(thing.get(key), str)]
        return [*words, *(each for value in thing.values() for each in texts(value))]
    return [each for item in thing for each in texts(item)] if isinstance(thing, list | tuple) else []
