"""The GSM 03.38 alphabet, and plain forms for characters outside it.

One character outside the alphabet makes the whole text Unicode, which holds 70 characters a segment
instead of 160. Most such characters come from a phone's or word processor's autocorrection and have a
plain form that reads the same.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""3GPP TS 23.038, 6.2.1, without the escape itself: one septet each."""

EXTENSION: Final = frozenset("\f^{}\\[~]|€")
"""3GPP TS 23.038, 6.2.1.1: reached through an escape, two septets each on the air."""

ALPHABET: Final = BASIC | EXTENSION

_PLAIN: Final = {
    "\t": " ",
    "\v": "\n",
    "\N{NEXT LINE}": "\n",
    "\N{LINE SEPARATOR}": "\n",
    "\N{PARAGRAPH SEPARATOR}": "\n",
    "`": "'",
    "\N{ACUTE ACCENT}": "'",
    "\N{MODIFIER LETTER APOSTROPHE}": "'",
    "\N{MODIFIER LETTER TURNED COMMA}": "'",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{SINGLE LOW-9 QUOTATION MARK}": "'",
    "\N{SINGLE HIGH-REVERSED-9 QUOTATION MARK}": "'",
    "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}": "'",
    "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}": "'",
    "\N{PRIME}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{DOUBLE LOW-9 QUOTATION MARK}": '"',
    "\N{DOUBLE HIGH-REVERSED-9 QUOTATION MARK}": '"',
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}": '"',
    "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}": '"',
    "\N{DOUBLE PRIME}": '"',
    "\N{HYPHEN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{FIGURE DASH}": "-",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{HORIZONTAL BAR}": "-",
    "\N{MINUS SIGN}": "-",
    "\N{BULLET}": "-",
    "\N{TRIANGULAR BULLET}": "-",
    "\N{HYPHEN BULLET}": "-",
    "\N{FRACTION SLASH}": "/",
    "\N{DIVISION SLASH}": "/",
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{ASTERISK OPERATOR}": "*",
    "\N{RIGHTWARDS ARROW}": "->",
    "\N{LEFTWARDS ARROW}": "<-",
    "\N{RIGHTWARDS DOUBLE ARROW}": "=>",
    "\N{COPYRIGHT SIGN}": "(c)",
    "\N{REGISTERED SIGN}": "(R)",
    "\N{TRADE MARK SIGN}": "(TM)",
}
_DIRECTION: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE: Final = frozenset(
    "\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}\N{SOFT HYPHEN}"
)
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})  # bidirectional classes of letters
# A joiner or variation selector shapes the emoji before it. After anything plainer it does nothing.
_STRAY_SHAPER: Final = re.compile("[\u200d\ufe0e\ufe0f]+")


@lru_cache(maxsize=4096)
def replacement(char: str) -> str | None:
    """Give the plain form of one character, or ``None`` where there is none.

    Letters keep their accents: a name spelt wrong costs more than a credit. Compatibility forms (no-break
    and thin spaces, ellipsis, full-width letters, ligatures, fractions) are taken from Unicode itself.
    Some invisible characters have the empty string as plain form.
    """
    if char in ALPHABET:
        return None
    if char in _PLAIN:
        return _PLAIN[char]
    if char in _DIRECTION or char in _INVISIBLE:
        return ""
    compatible = "".join(_PLAIN.get(each, each) for each in unicodedata.normalize("NFKC", char))
    return compatible if ALPHABET.issuperset(compatible) else None


def plain(text: str) -> str:
    """Replace what has a plain form in GSM 03.38 and leave the rest.

    Accents typed as marks of their own are joined to their letter first. Direction marks stay in a text
    with right-to-left letters, which needs them. Replacing can make a text longer (``…`` becomes three
    dots), so measure the answer again before offering it.
    """
    before = ""
    while before != text:  # a replaced letter may join the mark after it, so once is not always enough
        before, text = text, _plain_once(unicodedata.normalize("NFC", text))
    return text


def _plain_once(text: str) -> str:
    keep = _DIRECTION if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text) else ()
    replaced = "".join(
        char if char in keep or (instead := replacement(char)) is None else instead for char in text
    )
    return _STRAY_SHAPER.sub(lambda shaper: _kept_shaper(shaper, replaced), replaced)


def _kept_shaper(shaper: re.Match[str], text: str) -> str:
    start = shaper.start()
    return "" if start == 0 or text[start - 1] in ALPHABET else shaper.group()


def name(char: str) -> str:
    """Name a character in plain words: ``left double quotation mark``, ``tab``, ``character U+0007``."""
    if char == "\t":
        return "tab"
    known = unicodedata.name(char, None)
    return known.lower() if known else f"character U+{ord(char):04X}"
