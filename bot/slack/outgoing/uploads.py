"""Files of rows that people upload: fetched from Slack, read once, and kept while somebody chooses columns.

Nothing of them is stored: the file stays with Slack, and after a restart it is simply read again.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from bot.errors import UserError
from bot.slack.blocks import kit
from bot.texting.tables import sheet
from bot.texting.tables.kept_files import SECONDS, KeptFiles
from bot.texting.tables.raw import ListLimits, TableError
from bot.texting.tables.sheet import Sheet
from bot.texting.tables.uploads import UploadedFile

LONGEST_NAME: Final = 100

Download = Callable[[UploadedFile], bytes]
"""Fetches a file if its person uploaded it. Raises :exc:`UserError`."""


class CarriesFile(Protocol):
    """What a view carries along of the file it is about."""

    @property
    def file_id(self) -> str:
        """Slack's id of it."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def size(self) -> int:
        """Its size in bytes."""


def carried(state: CarriesFile, user_id: str) -> UploadedFile:
    """Return the file that a view carries along, for the person who has the view open."""
    return UploadedFile(state.file_id, state.name, state.size, user_id)


def uploaded(file: Mapping[str, Any], name: str, user_id: str) -> UploadedFile:
    """Return a file as a form of a person describes it; ``name`` is for one without."""
    shown, size = kit.truncate(str(file.get("name") or name), LONGEST_NAME), file.get("size")
    return UploadedFile(str(file.get("id") or ""), shown, size if isinstance(size, int) else 0, user_id)


class Uploads:
    """Reads uploaded files. ``region`` is the two-letter default for numbers in local form."""

    def __init__(
        self,
        download: Download,
        *,
        limits: ListLimits,
        region: str | None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._download = download
        self._limits = limits
        self._kept = KeptFiles[Sheet](monotonic)
        self.region = region

    def read(self, file: UploadedFile) -> Sheet:
        """Return a file as a table. Raises :exc:`UserError` when it cannot be used."""
        return self._kept.get(file) or self._fetch(file)

    def forget_unused(self, for_seconds: float = SECONDS) -> None:
        """Let go of files that nobody looked at for so long."""
        self._kept.forget_unused(for_seconds)

    def read_pasted(self, text: str) -> Sheet:
        """Return pasted text as a table. Raises :exc:`UserError` when it cannot be used."""
        try:
            return sheet.read_pasted(text, self._limits, self.region)
        except TableError as error:
            raise UserError(error.sentence) from None

    def _fetch(self, file: UploadedFile) -> Sheet:
        try:
            found = sheet.read(self._download(file), self._limits, self.region)
        except TableError as error:
            raise UserError(error.sentence) from None
        return self._kept.put(file, found)
