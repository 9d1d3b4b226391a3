"""Names of time zones."""

import difflib
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

_NOT_PLACES: Final = ("Etc/", "SystemV/", "US/", "posix/", "right/")


class UnknownZone(ValueError):  # noqa: N818 - it names the fault, as do its siblings in schedules
    """The name is no IANA time zone; ``sentence`` says how to write one, with a near one."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """Name every zone a person would choose: ``Region/City`` in alphabetical order, and ``UTC``."""
    places = (name for name in available_timezones() if "/" in name and not name.startswith(_NOT_PLACES))
    return (*sorted(places), "UTC")


def parse(name: str) -> ZoneInfo:
    """Find a time zone by its IANA name, such as ``America/Los_Angeles``; raises ``UnknownZone``.

    Capital letters and blanks for underscores are forgiven. Abbreviations (``PST``, ``EST``) are refused:
    several places share one, and most of them ignore summer time.
    """
    wanted = name.strip().replace(" ", "_")
    found = _by_folded_name().get(wanted.casefold())
    if found is None:
        raise UnknownZone(_how_to_write(wanted))
    return ZoneInfo(found)


@lru_cache(maxsize=1)
def _by_folded_name() -> dict[str, str]:
    chosen = {name.casefold(): name for name in available_timezones() if name.startswith(_NOT_PLACES)}
    return chosen | {name.casefold(): name for name in names()}


def _how_to_write(wanted: str) -> str:
    cities = {name.rpartition("/")[2].casefold(): name for name in reversed(names())}
    known = _by_folded_name() | cities
    near = difflib.get_close_matches(wanted.casefold(), known, n=1, cutoff=0.75)
    hint = f" Did you mean {known[near[0]]}?" if near else ""
    return f"Enter a time zone by its IANA name, like America/Los_Angeles or Europe/London.{hint}"
