"""Files of rows that people upload: fetched from Slack, read once, and kept while somebody chooses columns.

Nothing of them is stored: the file stays with Slack, and after a restart it is simply read again.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

from bot.errors import UserError
from bot.slack import kit
from bot.texting.tables import sheet
from bot.texting.tables.raw import ListLimits, TableError
from bot.texting.tables.sheet import Sheet

KEPT: Final = 2
LONGEST_NAME: Final = 100

Download = Callable[[Mapping[str, Any]], bytes]
"""Fetches a file as Slack describes it. Raises :exc:`UserError`."""


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file at Slack: where it is, what it is called, and its size in bytes."""

    url: str = field(repr=False)
    name: str
    size: int

    @classmethod
    def of(cls, file: Mapping[str, Any], name: str) -> Self:
        """Return a file as Slack describes it; ``name`` is for one without."""
        url = str(file.get("url_private_download") or file.get("url_private") or "")
        return cls(url, kit.cut(str(file.get("name") or name), LONGEST_NAME), int(file.get("size") or 0))

    def described(self) -> dict[str, Any]:
        """Return it as Slack describes it, as far as a download needs it."""
        return {"url_private_download": self.url, "size": self.size}


class Sheets:
    """Reads uploaded files. ``region`` is the two-letter default for numbers in local form."""

    def __init__(self, download: Download, *, limits: ListLimits, region: str | None) -> None:
        self._download = download
        self._limits = limits
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Sheet] = OrderedDict()
        self.region = region

    def read(self, file: UploadedFile) -> Sheet:
        """Return a file as a table. Raises :exc:`UserError` when it cannot be used."""
        with self._lock:
            kept = self._kept.get(file.url)
            if kept is not None:
                self._kept.move_to_end(file.url)
        return kept or self._fetch(file)

    def read_pasted(self, text: str) -> Sheet:
        """Return pasted text as a table. Raises :exc:`UserError` when it cannot be used."""
        try:
            return sheet.read_pasted(text, self._limits, self.region)
        except TableError as error:
            raise UserError(error.sentence) from None

    def _fetch(self, file: UploadedFile) -> Sheet:
        try:
            found = sheet.read(self._download(file.described()), self._limits, self.region)
        except TableError as error:
            raise UserError(error.sentence) from None
        with self._lock:
            self._kept[file.url] = found
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found
