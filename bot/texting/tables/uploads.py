"""Files of rows that people upload: what is known of one, and who reads it."""

from dataclasses import dataclass
from typing import Protocol

from bot.texting.tables.sheet import Sheet


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file that ``user_id`` is to have uploaded: Slack's id of it, what it is called, its size in bytes.

    Nothing of it is proven: whoever reads it asks Slack whose it is.
    """

    id: str
    name: str
    size: int
    user_id: str


class SheetReader(Protocol):
    """Reads uploaded files and pasted text."""

    @property
    def region(self) -> str | None:
        """The two-letter default for numbers in local form."""

    def read(self, file: UploadedFile) -> Sheet:
        """Return a file as a table. Raises :exc:`bot.errors.UserError` when it cannot be used."""

    def read_pasted(self, text: str) -> Sheet:
        """Return pasted text as a table. Raises :exc:`bot.errors.UserError` when it cannot be used."""
