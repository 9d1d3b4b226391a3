"""The GSM 03.38 alphabet, and plain forms for characters outside it.

One character outside the alphabet makes the whole text Unicode, which holds 70 characters a segment
instead of 160. Most such characters come from a phone's or word processor's autocorrection and have a
plain form that reads the same.
"""

import unicodedata
from functools import lru_cache
from typing import Final

from bot.texting import invisibles

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
_SEEN: Final = frozenset("LNPS")
"""Categories of characters that are drawn, and by themselves: letters, digits, punctuation, symbols."""
_QUOTES: Final = frozenset({"Pi", "Pf"})
_MOST_MARKS: Final = 30
"""As many marks on one letter as Unicode's stream-safe format allows (UAX #15); real letters have a few."""


@lru_cache(maxsize=4096)
def replacement(char: str) -> str | None:
    """Give the plain form of one character, or ``None`` where there is none.

    Letters keep their accents: a name spelt wrong costs more than a credit. Compatibility forms (no-break
    and thin spaces, ellipsis, full-width letters, ligatures, fractions) are taken from Unicode itself.
    Invisible characters have the empty string as plain form, or a blank.
    """
    if char in ALPHABET:
        return None
    if char in _PLAIN:
        return _PLAIN[char]
    unseen = invisibles.stand_in(char)
    if unseen is not None:
        return unseen
    compatible = "".join(_PLAIN.get(each, each) for each in unicodedata.normalize("NFKC", char))
    return compatible if ALPHABET.issuperset(compatible) else None


def plain(text: str) -> str:
    """Replace what has a plain form in GSM 03.38 and leave the rest.

    Accents typed as marks of their own are joined to their letter first. Invisible characters go unless what
    stands beside them needs them (:mod:`bot.texting.invisibles`). Replacing can make a text longer (``…``
    becomes three dots), so measure the answer again before offering it.
    """
    if ALPHABET.issuperset(text):
        return text
    before = ""
    while before != text:  # a replaced letter may join the mark after it, so once is not always enough
        before, text = text, _plain_once(text)
    return text


def _plain_once(text: str) -> str:
    return invisibles.without("".join(map(_plain_form, _composed(text))))


@lru_cache(maxsize=4096)
def _plain_form(char: str) -> str:
    """Give the plain form of a character that is seen, and any other as it is."""
    instead = replacement(char) if invisibles.stand_in(char) is None else None
    return char if instead is None else instead


def _composed(text: str) -> str:
    """Join marks to their letters, and leave alone where more of them are piled up than any letter has.

    Putting marks in order takes time with the square of how many there are.
    """
    if text.isascii():
        return text
    found: list[str] = []
    begins, marks = 0, 0
    for place, char in enumerate(text):
        if unicodedata.combining(char):
            marks += 1
            continue
        if marks > _MOST_MARKS:
            found += [unicodedata.normalize("NFC", text[begins : place - marks]), text[place - marks : place]]
            begins = place
        marks = 0
    if marks > _MOST_MARKS:
        found += [unicodedata.normalize("NFC", text[begins : len(text) - marks]), text[len(text) - marks :]]
    else:
        found.append(unicodedata.normalize("NFC", text[begins:]))
    return "".join(found)


def name(char: str) -> str:
    """Return a character in quotes, or the name of one nobody sees: “ł”, tab, character U+0007."""
    if unicodedata.category(char) in _QUOTES:
        return f"{char} (quotation mark)"
    if unicodedata.category(char)[0] in _SEEN and invisibles.stand_in(char) is None:
        return f"\u201c{char}\u201d"
    if char == "\t":
        return "tab"
    known = unicodedata.name(char, None)
    return known.lower() if known else f"character U+{ord(char):04X}"
