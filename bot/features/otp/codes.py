"""What is kept of a code, and whether what somebody typed is it. Pure.

SMS-iT ties a code to nobody: what it made for one person validates for any other. So a code counts here only
together with the send that carried it, who asked, the number and the purpose. What is kept is a keyed hash
over all five, which tells nothing without the key, and nothing to anybody who guesses with another of them.
"""

import hmac
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

FEWEST_KEY_BYTES: Final = 16
USABLE: Final = re.compile(r"[A-Za-z0-9]{4,12}", re.ASCII)
"""What a code may look like to be read out over the phone, and to mean nothing else within a text."""
LONGEST_TYPED: Final = 200
"""Characters. A code typed with a blank, a dash and marks around each of its characters is shorter."""
_BETWEEN: Final = frozenset(
    [
        "\N{MINUS SIGN}",
        "\N{HYPHEN BULLET}",
        "\N{COMBINING ENCLOSING KEYCAP}",  # with a selector before it, what makes 4 an emoji
        "\N{COMBINING GRAPHEME JOINER}",
        "\N{BRAILLE PATTERN BLANK}",
        "\N{HANGUL CHOSEONG FILLER}",
        "\N{HANGUL JUNGSEONG FILLER}",
        *map(chr, range(0xFE00, 0xFE10)),  # variation selectors
        *map(chr, range(0xE0100, 0xE01F0)),
    ]
)
"""Further characters that mean nothing within a code."""


@dataclass(frozen=True, slots=True)
class CodeBinding:
    """All that a code is bound to."""

    send_id: str
    user_id: str
    number: str = field(repr=False)
    purpose: str = field(repr=False)


class CodeHasher:
    """Makes and compares what is kept of codes, with a secret of the bot.

    Raises ValueError for a secret that is too short.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) < FEWEST_KEY_BYTES:
            raise ValueError(f"the key for codes needs {FEWEST_KEY_BYTES} bytes or more")
        self._key = key

    def hash(self, bound: CodeBinding, code: str) -> str:
        """Return the keyed hash (HMAC-SHA256, 64 hexadecimal digits) of a code and what it is bound to.

        Each part follows its length, so that no two different sets of parts come to the same bytes.
        """
        parts = (bound.send_id, bound.user_id, bound.number, bound.purpose, code)
        encoded = (part.encode("utf-8", "surrogatepass") for part in parts)
        told = b"".join(len(part).to_bytes(8, "big") + part for part in encoded)
        return hmac.digest(self._key, told, "sha256").hex()

    def match(self, kept: str, bound: CodeBinding, typed: str) -> str | None:
        """Return the code if what somebody typed (see :func:`tidy`) is it, as SMS-iT made it; else None.

        People do not hear capitals: as it was typed, and in lower and in upper case, are one guess. All three
        are compared, each in constant time.
        """
        spellings = dict.fromkeys((typed, typed.lower(), typed.upper()))
        right = [each for each in spellings if hmac.compare_digest(kept, self.hash(bound, each))]
        return right[0] if right else None


def is_usable(code: str) -> bool:
    """Tell whether a code can be texted and read back: 4 to 12 ASCII letters and digits."""
    return USABLE.fullmatch(code) is not None


def tidy(typed: str) -> str | None:
    """Return what was typed without blanks and dashes; None when it cannot be a code, whatever was sent.

    Digits of every script count as what they are, and so do letters and digits of another width or shape,
    and emoji of digits.
    """
    if len(typed) > LONGEST_TYPED:
        return None
    shown = unicodedata.normalize("NFKC", typed)
    kept = "".join(_digit(each) for each in shown if not _is_between(each))
    return kept if is_usable(kept) else None


def _digit(character: str) -> str:
    """Return a digit of any script as one of ours, and any other character as it is."""
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


def _is_between(character: str) -> bool:
    """Tell whether a character only groups those around it: a blank, a dash, or one that is not seen."""
    return character.isspace() or unicodedata.category(character) in {"Pd", "Cf"} or character in _BETWEEN
