"""The settings: where they came from, and who can read them."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bot.doctor.finding import Finding, look, ok
from bot.settings import Origin, Settings, origins
from bot.store.database_file import is_open_to_others
from bot.texting import words


def findings(found: Settings, file: Path) -> Iterator[Finding]:
    """Look at the settings that were read from ``file`` and the environment."""
    yield ok("Settings", _counted(file))
    if is_open_to_others(file):
        yield look(
            "Settings file", f"others on this machine can read the keys in {file}", f"chmod 600 {file}"
        )
    if found.smsit_timezone is None:
        yield look(
            "Account time zone",
            "not set: appointments, series at SMS-iT and daily budgets need it",
            "Set SMSIT_TIMEZONE to the time zone of your SMS-iT account.",
        )
    else:
        yield ok("Account time zone", found.smsit_timezone.key)
    if found.erasure_key is None:
        yield look(
            "Erasure key",
            "not set: nobody can be erased yet",
            "Set ERASURE_KEY before the first request; smsit-bot erase prints one.",
        )
    else:
        yield ok("Erasure key", "set")


def _counted(file: Path) -> str:
    counts = Counter(origins(file).values())
    told = (
        (Origin.FILE, f"from {file.name}"),
        (Origin.ENVIRONMENT, "from the environment"),
        (Origin.DEFAULT, "by default"),
    )
    return words.join_and(f"{counts[origin]} {where}" for origin, where in told if counts[origin])
