"""Characters nobody sees: which of them do something where they stand, and what stands for the others.

Most are *default ignorable* in Unicode's words: shown as nothing where their meaning is not needed. Some
shape their neighbours (the joiners of Arabic and Indic scripts, what selects the form of an emoji), and
without these a word reads wrong.
"""

import unicodedata
from functools import lru_cache
from typing import Final

from bot.texting.clusters import JOINER, NON_JOINER

_JOINERS: Final = frozenset({JOINER, NON_JOINER})
_GRAPHEME_JOINER: Final = "\N{COMBINING GRAPHEME JOINER}"
_EMOJI_FORMS: Final = frozenset("\ufe0e\ufe0f")
_KEYCAP: Final = "\N{COMBINING ENCLOSING KEYCAP}"
_BLACK_FLAG: Final = "\N{WAVING BLACK FLAG}"
_WAVY: Final = frozenset("\N{WAVY DASH}\N{PART ALTERNATION MARK}")  # emoji, though no symbols by category
_SEEN: Final = frozenset("\t\n\v\f\r\N{NEXT LINE}")
_BRAILLE_BLANK: Final = "\N{BRAILLE PATTERN BLANK}"
_BLANKS: Final = frozenset(
    f"\N{OGHAM SPACE MARK}\N{HANGUL FILLER}\N{HALFWIDTH HANGUL FILLER}{_BRAILLE_BLANK}"
)
_DIRECTION: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})  # bidirectional classes of letters
_IGNORABLE: Final = (
    *(range(0x00AD, 0x00AE), range(0x034F, 0x0350), range(0x061C, 0x061D), range(0x115F, 0x1161)),
    *(range(0x17B4, 0x17B6), range(0x180B, 0x1810), range(0x200B, 0x2010), range(0x202A, 0x202F)),
    *(range(0x2060, 0x2070), range(0x3164, 0x3165), range(0xFE00, 0xFE10), range(0xFEFF, 0xFF00)),
    *(range(0xFFA0, 0xFFA1), range(0xFFF0, 0xFFF9), range(0x1BCA0, 0x1BCA4), range(0x1D173, 0x1D17B)),
    range(0xE0000, 0xE1000),
)
"""Unicode's property Default_Ignorable_Code_Point (DerivedCoreProperties.txt), which Python does not tell."""
_ANNOTATION: Final = range(0xFFF9, 0xFFFD)  # no part of the text either, though not of that property
_JAMO: Final = (range(0x1100, 0x1200), range(0xA960, 0xA980), range(0xD7B0, 0xD800))
_NAMES_OF_SCRIPTS: Final = (
    "ADLAM ARABIC AVESTAN BALINESE BENGALI BHAIKSUKI BRAHMI CHAKMA CHAM CHORASMIAN DEVANAGARI DOGRA GRANTHA "
    "GUJARATI GUNJALA GURMUKHI HANIFI HEBREW JAVANESE KAITHI KANNADA KHMER KHOJKI LEPCHA LIMBU MALAYALAM "
    "MANDAIC MANICHAEAN MASARAM MEETEI MODI MONGOLIAN MYANMAR NANDINAGARI NEWA NKO ORIYA PHAGS-PA PSALTER "
    "SAURASHTRA SHARADA SIDDHAM SINHALA SOGDIAN SUNDANESE SYLOTI SYRIAC TAI TAKRI TAMIL TELUGU TIBETAN "
    "TIRHUTA VEDIC"
)
_JOINED_SCRIPTS: Final = frozenset(_NAMES_OF_SCRIPTS.split())
"""The first word in the names of letters whose form depends on their neighbours."""


@lru_cache(maxsize=4096)
def stand_in(char: str) -> str | None:
    """Return what reads the same as an invisible character: nothing, or a blank; None for any visible one."""
    if char in _SEEN or " " <= char <= "~":
        return None
    if char in _BLANKS:
        return " "
    place = ord(char)
    if place in _ANNOTATION or any(place in each for each in _IGNORABLE):
        return ""
    if unicodedata.category(char) != "Cc":
        return None
    return " " if char.isspace() else ""


def without(text: str) -> str:
    """Return a text without the invisible characters that do nothing where they stand.

    Direction marks stay in a text with right-to-left letters. Others stay where what is before or behind
    them needs them: joiners in scripts that have them and in emoji, selectors behind what has several forms.
    """
    seen = set(text) - _DIRECTION  # some of these are right-to-left themselves
    directed = any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in seen)
    kept: list[str] = []
    before = ""
    for place, char in enumerate(text):
        shown = stand_in(char)
        if shown is None or (directed if char in _DIRECTION else _does(char, before, text, place)):
            shown = char
        if shown:
            kept.append(shown)
            before = shown
    return "".join(kept)


def _does(char: str, before: str, text: str, place: int) -> bool:
    """Tell whether an invisible character does something between the kept one ``before`` and the rest."""
    after = text[place + 1 : place + 2]
    if after and stand_in(after) is not None:
        after = ""  # it may go itself
    if char in _JOINERS:
        return _is_joined(before) or (char == JOINER and (_is_joined(after) or _in_emoji(before, after)))
    return _selects(char, before, after) or _fills(char, before, after)


def _selects(char: str, before: str, after: str) -> bool:
    """Tell whether a character chooses the form of the one before it."""
    if char in _EMOJI_FORMS:
        return after == _KEYCAP or _is_symbol(before)
    if "\u180b" <= char <= "\u180f":
        return _script(before) == "MONGOLIAN"
    if "\ufe00" <= char <= "\ufe0d" or "\U000e0100" <= char <= "\U000e01ef":
        return _is_symbol(before) or _category(before) == "Lo"
    return _is_tag(char) and (before == _BLACK_FLAG or _is_tag(before))


def _fills(char: str, before: str, after: str) -> bool:
    """Tell whether a character holds two others apart, or a place that is left empty between them."""
    if char == _GRAPHEME_JOINER:
        return _category(before).startswith("M") and _category(after).startswith("M")
    if char == _BRAILLE_BLANK:
        return _is_braille(before) or _is_braille(after)
    return _is_jamo(char) and (_is_jamo(before) or _is_jamo(after))


def _category(char: str) -> str:
    return unicodedata.category(char) if char else ""


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    """Return the first word of a letter's or mark's name, which is its script's."""
    return unicodedata.name(char, "").split(" ")[0] if _category(char)[:1] in {"L", "M"} else ""


def _is_joined(char: str) -> bool:
    return _script(char) in _JOINED_SCRIPTS


def _is_symbol(char: str) -> bool:
    return char > "~" and (_category(char) in {"So", "Sm", "Sk"} or char in _WAVY)


def _in_emoji(before: str, after: str) -> bool:
    return (_is_symbol(before) or before in _EMOJI_FORMS) and _is_symbol(after)


def _is_braille(char: str) -> bool:
    return "\u2800" <= char <= "\u28ff"


def _is_tag(char: str) -> bool:
    return "\U000e0020" <= char <= "\U000e007f"


def _is_jamo(char: str) -> bool:
    return bool(char) and any(ord(char) in each for each in _JAMO)
