"""Files of rows that people upload: what is known of one, and who reads it."""

from dataclasses import dataclass, field
from typing import Protocol

from bot.texting.tables.sheet import Sheet


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file somebody uploaded: where it is, what it is called, and its size in bytes."""

    url: str = field(repr=False)
    name: str
    size: int


class SheetReader(Protocol):
    """Reads uploaded files and pasted text."""

    @property
    def region(self) -> str | None:
        """The two-letter default for numbers in local form."""

    def read(self, file: UploadedFile) -> Sheet:
        """Return a file as a table. Raises :exc:`bot.errors.UserError` when it cannot be used."""

    def read_pasted(self, text: str) -> Sheet:
        """Return pasted text as a table. Raises :exc:`bot.errors.UserError` when it cannot be used."""
