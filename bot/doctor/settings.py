"""The settings: where they came from, and who can read them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.doctor.finding import Finding, look, ok
from bot.settings import Settings, files_with_keys, origins, strangers
from bot.settings_sources import EnvFiles, Origin, files_of
from bot.store.database_file import is_open_to_others
from bot.texting import words
from bot.texting.clock import Clock
from bot.texting.number_places import place

ZONE: Final = "Account time zone"
MOST_ZONES: Final = 3
"""Of those that numbers suggest, which are told: some may be anywhere on a continent."""


def findings(found: Settings, env_files: EnvFiles, clock: Clock) -> Iterator[Finding]:
    """Look at the settings that were read from these files and the environment."""
    yield replace(ok("Settings", _counted(env_files)), origins=_origins(env_files))
    for told in strangers(env_files):
        yield look("Unknown setting", told, "Correct the name, or take it out: nothing is read from there.")
    for file in filter(is_open_to_others, files_with_keys(env_files)):
        name = "Settings file" if file in files_of(env_files) else "Secret file"
        yield look(name, f"others on this machine can read the keys in {file}", f"chmod 600 {file}")
    yield _zone(found.smsit_timezone, found.smsit_from, clock())
    if found.erasure_key is None:
        yield look(
            "Erasure key",
            "not set: no one can be erased yet",
            "Set ERASURE_KEY before the first request; smsit-bot erase prints one.",
        )
    else:
        yield ok("Erasure key", "set")


def _zone(zone: ZoneInfo | None, numbers: Sequence[str], now: datetime) -> Finding:
    """Tell whether the account has a zone, and one by whose clock now its numbers may be."""
    if zone is None:
        told = "not set: appointments, series at SMS-iT and daily budgets need it"
        return look(ZONE, told, "Set SMSIT_TIMEZONE to the time zone of your SMS-iT account.")
    there = sorted({each for number in numbers for each in place(number).zones})
    if now.astimezone(zone).utcoffset() in {now.astimezone(ZoneInfo(each)).utcoffset() for each in there}:
        return ok(ZONE, f"{zone.key}, which its numbers suggest too")
    suggested = ", ".join(there[:MOST_ZONES]) + (", …" if there[MOST_ZONES:] else "")
    told = f"{zone.key}, and its numbers suggest {suggested}"
    return look(ZONE, told, "Compare SMSIT_TIMEZONE to the time zone in your SMS-iT account.")


def _origins(env_files: EnvFiles) -> Mapping[str, str]:
    return {name: origin.value for name, origin in origins(env_files).items()}


def _counted(env_files: EnvFiles) -> str:
    counts = Counter(origins(env_files).values())
    names = words.join_and(each.name for each in files_of(env_files))
    told = (
        (Origin.FILE, f"from {names}"),
        (Origin.SECRET, "from files of their own"),
        (Origin.ENVIRONMENT, "from the environment"),
        (Origin.INSTALLED, "from the installation"),
        (Origin.DEFAULT, "by default"),
    )
    counted = words.join_and(f"{counts[origin]} {where}" for origin, where in told if counts[origin])
    return f"{counted}; smsit-bot settings lists each"
