"""Files of several users, and root who runs a command: who gave what to whom is written down."""

import errno
import os
from pathlib import Path
from typing import Final

import pytest

BOT: Final = (10_001, 10_002)
"""The bot's user and group."""
_REAL: Final = os.stat


class Owners:
    """Whose each file is; whoever runs the tests counts as root."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._given: dict[tuple[int, int], tuple[int, int]] = {}
        self.refuses = False
        patch.setattr("bot.store.file_owners.os.geteuid", lambda: 0)
        patch.setattr("bot.store.file_owners.os.chown", self._chown)
        patch.setattr("bot.store.file_owners.owner", self.owner)

    def by_bot(self, path: Path) -> None:
        """Have a file be the bot's."""
        self._given[self._key(path)] = BOT

    def owner(self, path: Path) -> tuple[int, int]:
        """Tell whose a file is."""
        return self._given.get(self._key(path), (0, 0))

    def _chown(self, path: Path, user: int, group: int, *, follow_symlinks: bool) -> None:
        assert not follow_symlinks
        if self.refuses:
            raise PermissionError(errno.EPERM, "Operation not permitted", str(path))
        self._given[self._key(path)] = (user, group)

    @staticmethod
    def _key(path: Path) -> tuple[int, int]:
        found = _REAL(path)
        return found.st_dev, found.st_ino
