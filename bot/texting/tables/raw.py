"""From an uploaded file to text: its size, what kind of file it is, its encoding."""

import codecs
from dataclasses import dataclass
from typing import Final, Protocol

from bot.texting.tables import encodings

_BYTES_IN_MEGABYTE: Final = 1024 * 1024
_SAVE_AS_CSV: Final = "Open it in your spreadsheet program, save it as CSV (UTF-8) and upload that file."
_NOT_TEXT: Final = f"This file isn't plain text. {_SAVE_AS_CSV}"
_KINDS: Final = (
    (b"PK\x03\x04", "a spreadsheet (xlsx, ods) or a zip archive"),
    (b"PK\x05\x06", "a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an older Excel workbook (xls)"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich text document (RTF)"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
)
"""What files of other kinds begin with."""
_MARKUP: Final = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<body", b"<meta")
_LOOKED_AT: Final = 1024  # bytes, for markup behind blanks
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_UTF_8: Final = "The file isn't UTF-8, so it was read as {name}. Check accented letters."


class TableError(ValueError):
    """What was pasted or uploaded cannot be used at all; ``sentence`` says why and what to do.

    The sentence holds nothing of what was uploaded.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ListLimits(Protocol):
    """How large a list may be; the policy's limits are such."""

    @property
    def list_rows(self) -> int:
        """How many rows, the one with the columns' names left out."""
        ...

    @property
    def list_megabytes(self) -> int:
        """How many megabytes of 1,048,576 bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, and what should be said about how it was read."""

    text: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, limits: ListLimits, region: str | None = None) -> Decoded:
    """Read a file as text: UTF-8, UTF-16 with a byte order mark, else what is likeliest in a region.

    What was likeliest is told. Raises ``TableError`` for a file that is too large or no text.
    """
    check_size(len(data), limits)
    _refuse_other_kinds(data)
    decoded = _decode(data, region)
    if "\0" in decoded.text:
        raise TableError(_NOT_TEXT)
    return decoded


def check_size(size: int, limits: ListLimits) -> None:
    """Raise ``TableError`` when ``size`` (bytes) is more than a list may have."""
    if size > limits.list_megabytes * _BYTES_IN_MEGABYTE:
        raise TableError(
            f"This list is {size / _BYTES_IN_MEGABYTE:,.1f} MB. The limit is {limits.list_megabytes:,} MB. "
            "Remove columns or split the list."
        )


def check_rows(rows: int, limits: ListLimits) -> None:
    """Raise ``TableError`` when a list has more rows than it may have."""
    if rows > limits.list_rows:
        raise TableError(
            f"This list has {rows:,} rows. The limit is {limits.list_rows:,}. Split it into smaller lists."
        )


def _refuse_other_kinds(data: bytes) -> None:
    for begins, kind in _KINDS:
        if data.startswith(begins):
            raise TableError(f"This file is {kind}, not CSV. {_SAVE_AS_CSV}")
    if data[:_LOOKED_AT].removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(_MARKUP):
        raise TableError(f"This file is a web page or XML, not CSV. {_SAVE_AS_CSV}")


def _decode(data: bytes, region: str | None) -> Decoded:
    try:
        if data.startswith(_UTF_16):
            return Decoded(data.decode("utf-16"))
        return _decode_bytewise(data, region)
    except UnicodeDecodeError:
        raise TableError(_NOT_TEXT) from None  # its text would quote the file


def _decode_bytewise(data: bytes, region: str | None) -> Decoded:
    try:
        return Decoded(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        found = encodings.likely(data, region)
        return Decoded(data.decode(found.codec), (_NOT_UTF_8.format(name=found.name),))
