"""Quiet hours as a policy file writes them: windows of local time, by country."""

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Annotated, Final

from phonenumbers import SUPPORTED_REGIONS
from pydantic import AfterValidator, PlainValidator

from bot.policy.fields import wrong
from bot.texting.quiet_hours import Window

DEFAULT: Final = "default"
OVERRIDE: Final = "override"
NONE: Final = "none"
_ALIASES: Final = MappingProxyType({"UK": "GB", "EN": "GB", "EL": "GR"})


def _region(name: str) -> str | None:
    if name == DEFAULT:
        return None
    if name in SUPPORTED_REGIONS:
        return name
    code = _ALIASES.get(name.upper(), name.upper())
    meant = [code] if code in SUPPORTED_REGIONS else get_close_matches(name.lower(), (DEFAULT, OVERRIDE), n=1)
    hint = (
        f"did you mean {meant[0]}?"
        if meant
        else 'write two letters such as US, or "default" for all other countries'
    )
    raise wrong(f"unknown country code; {hint}")


def _window(value: object) -> Window | None:
    if value == NONE:
        return None
    try:
        return Window.parse(str(value))
    except ValueError:
        raise wrong('write two different local times such as "21:00-08:00", or "none"') from None


def _kept(windows: Mapping[str | None, Window | None]) -> Mapping[str | None, Window | None]:
    """Leave out what says nothing.

    A country set to "none" keeps its place, else the window of all others would count there: looked up by
    ``windows.get(region, windows.get(None))`` it gives None. Nobody outside has to write such a mapping.
    """
    return MappingProxyType(
        {region: window for region, window in windows.items() if window or windows.get(None)}
    )


WindowsByRegion = Annotated[
    Mapping[
        Annotated[str | None, PlainValidator(_region)], Annotated[Window | None, PlainValidator(_window)]
    ],
    AfterValidator(_kept),
]
