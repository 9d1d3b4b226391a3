"""The settings: where they came from, and who can read them."""

from collections import Counter
from collections.abc import Iterator

from bot.doctor.finding import Finding, look, ok
from bot.settings import Settings, origins
from bot.settings_sources import EnvFiles, Origin, files_of
from bot.store.database_file import is_open_to_others
from bot.texting import words


def findings(found: Settings, env_files: EnvFiles) -> Iterator[Finding]:
    """Look at the settings that were read from these files and the environment."""
    yield ok("Settings", _counted(env_files))
    for file in filter(is_open_to_others, files_of(env_files)):
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
            "not set: no one can be erased yet",
            "Set ERASURE_KEY before the first request; smsit-bot erase prints one.",
        )
    else:
        yield ok("Erasure key", "set")


def _counted(env_files: EnvFiles) -> str:
    counts = Counter(origins(env_files).values())
    names = words.join_and(each.name for each in files_of(env_files))
    told = (
        (Origin.FILE, f"from {names}"),
        (Origin.SECRET, "from files of their own"),
        (Origin.ENVIRONMENT, "from the environment"),
        (Origin.DEFAULT, "by default"),
    )
    return words.join_and(f"{counts[origin]} {where}" for origin, where in told if counts[origin])
