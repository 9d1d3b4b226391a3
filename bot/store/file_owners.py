"""Whose the files are that a command makes beside others: root may run it, and the bot runs as another user.

What root made and kept, the bot couldn't open at its next start. SQLite does the same for files of its own.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

ROOT: Final = 0


def give(made: Path, like: Path) -> None:
    """Give a file that was just made to whoever has ``like``, a file or a folder; only root can.

    Raises OSError where root isn't allowed to, as in a container without that right.
    """
    if os.geteuid() != ROOT:
        return
    user, group = owner(like)
    if owner(made) != (user, group):
        os.chown(made, user, group, follow_symlinks=False)


def owner(path: Path) -> tuple[int, int]:
    """Return whose a file is: the numbers of user and group."""
    found = path.stat()
    return found.st_uid, found.st_gid


def give_if_allowed(made: Path, like: Path) -> None:
    """Do the same, and leave the file as it is where that can't be done."""
    with suppress(OSError):
        give(made, like)
