"""The newest backup: where it is, and how old."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from bot.doctor.finding import Finding, look, ok, wrong
from bot.records import archive
from bot.settings import Settings
from bot.texting import words
from bot.texting.clock import Clock

NAME: Final = "Last backup"
CLOCKS_DIFFER: Final = timedelta(minutes=10)
"""By how much those of two machines may."""


def findings(found: Settings, clock: Clock) -> Iterator[Finding]:
    """Look into the folder of backups."""
    folder = found.backup_folder
    if folder is None:
        yield look(
            NAME,
            "no folder for backups is set",
            "Set BACKUP_FOLDER, and run smsit-bot backup every day.",
        )
        return
    if told := archive.unusable(folder):
        yield wrong(NAME, told, "Correct BACKUP_FOLDER, or that folder: no backup can be written.")
        return
    newest = archive.newest(folder)
    hidden = archive.closed_to_us(folder)
    is_old = newest is None or clock() - newest[1].made_at > timedelta(hours=found.backup_max_age_hours)
    if hidden and is_old:  # it may be the newest
        told = f"{hidden[-1].name} in {folder} can't be read by the user who runs this"
        yield wrong(NAME, told, "Give it to the user the bot runs as, and have that user make backups.")
        return
    if newest is None:
        yield wrong(NAME, f"there is none in {folder}", "Run smsit-bot backup, and have it run every day.")
        return
    path, manifest = newest
    age = clock() - manifest.made_at
    what = f"{path.name}, made {words.about(age)} ago"
    if age < -CLOCKS_DIFFER:
        yield wrong(
            NAME,
            f"{path.name} says that it was made in the future",
            "Correct the clock of this machine, or take that file away: newer backups are hidden by it.",
        )
        return
    if is_old:
        yield wrong(NAME, what, "Run smsit-bot backup, and look why it wasn't run every day.")
        return
    yield ok(NAME, what)
