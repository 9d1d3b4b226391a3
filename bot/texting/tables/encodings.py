"""The encoding of a file that is not UTF-8: that of its region's spreadsheets, or that of old Macintosh ones.

Excel writes CSV in the code page of its Windows: Windows-1252 in the West, another one elsewhere. Excel for
Mac and many exports of Macs write Mac Roman, whose letters with accents are signs in Windows-1252.
Source: the code pages Windows uses by default, Microsoft, Code Page Identifiers.
"""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

_MAC_ROMAN: Final = "mac_roman"
_NAMES: Final = {
    "cp1250": "Central European (Windows-1250)",
    "cp1251": "Cyrillic (Windows-1251)",
    "cp1252": "Western European (Windows-1252)",
    "cp1253": "Greek (Windows-1253)",
    "cp1254": "Turkish (Windows-1254)",
    "cp1255": "Hebrew (Windows-1255)",
    "cp1256": "Arabic (Windows-1256)",
    "cp1257": "Baltic (Windows-1257)",
    _MAC_ROMAN: "Western European (Mac Roman)",
}
_WESTERN: Final = "cp1252"
_OF_REGIONS: Final = {
    **dict.fromkeys(("AL", "BA", "CZ", "HR", "HU", "ME", "PL", "RO", "SI", "SK"), "cp1250"),
    **dict.fromkeys(("BG", "BY", "KG", "KZ", "MK", "RS", "RU", "TJ", "UA"), "cp1251"),
    **dict.fromkeys(("CY", "GR"), "cp1253"),
    **dict.fromkeys(("AZ", "TR"), "cp1254"),
    "IL": "cp1255",
    **dict.fromkeys(("AE", "BH", "DZ", "EG", "IQ", "JO", "KW", "LB", "LY", "MA", "OM", "QA", "SA"), "cp1256"),
    **dict.fromkeys(("SY", "TN", "YE"), "cp1256"),
    **dict.fromkeys(("EE", "LT", "LV"), "cp1257"),
}
_LETTERS: Final = frozenset("äöüßàâáãåæçéèêëíìîïñóòôõøœúùûÿÄÖÜÉÅØÆÇÑ")
"""Letters with accents that names are written with in the languages of Mac Roman."""
_BESIDE_A_LETTER: Final = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]|[\x80-\xff](?=[A-Za-z])")
_MOST: Final = 10_000
"""Letters that are looked at."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding for Python, and what people call it."""

    codec: str

    @property
    def name(self) -> str:
        """What people call it."""
        return _NAMES[self.codec]


def likely(data: bytes, region: str | None) -> Encoding:
    """Return the encoding a file most likely has that is not UTF-8, in a country (its two letters)."""
    codec = _OF_REGIONS.get(region or "", _WESTERN)
    if codec == _WESTERN:
        inside = b"".join(found[0] for found in islice(_BESIDE_A_LETTER.finditer(data), _MOST))
        codec = max((_WESTERN, _MAC_ROMAN), key=lambda each: _letters(inside, each))
    return Encoding(codec)


def _letters(inside: bytes, codec: str) -> int:
    """Count the letters of names among characters that stand beside letters, were a file in this encoding."""
    return sum(character in _LETTERS for character in inside.decode(codec, errors="replace"))
