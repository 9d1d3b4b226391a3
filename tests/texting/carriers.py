"""How carriers and platforms cut a text into segments: each rule walked through character by character.

Written apart from ``bot.texting.segments``, from the specifications, so that the two can disagree.
"""

from collections.abc import Callable, Iterable, Sequence

OCTETS = 140  # of user data in one segment: 3GPP TS 23.040
SHORT_HEADER = 6  # length, element, its length, reference, parts, part: 9.2.3.24.1
LONG_HEADER = 7  # with a reference of two octets: 9.2.3.24.8
ONE_SEPTET = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWO_SEPTETS = "\f^{}\\[~]|€"


def stated(pieces: Sequence[str]) -> int:
    """SMS-iT's page: 160 characters a credit, 70 when any is outside GSM 03.38."""
    text = "".join(pieces)
    known = all(char in ONE_SEPTET + TWO_SEPTETS for char in text)
    return full_and_rest(len(text), 160 if known else 70)


def family(pieces: Sequence[str]) -> int:
    """The platform family: 70 characters a credit as soon as anything is not ASCII."""
    text = "".join(pieces)
    return full_and_rest(len(text), 160 if all(ord(char) < 128 for char in text) else 70)


def full_and_rest(characters: int, size: int) -> int:
    credits_ = 0
    while characters > 0:
        credits_ += 1
        characters -= size
    return credits_


def on_the_air(header: int, *, whole: bool, unicode_for_accents: bool) -> Callable[[Sequence[str]], int]:
    """A carrier: how long its header is, whether it keeps together what is drawn as one."""

    def segments(pieces: Sequence[str]) -> int:
        text = "".join(pieces)
        if all(char in ONE_SEPTET + TWO_SEPTETS for char in text) and not (
            unicode_for_accents and not text.isascii()
        ):
            room = (OCTETS - header) * 8 // 7
            return cut([1 if char in ONE_SEPTET else 2 for char in text], 160, room)
        kept = pieces if whole else list(text)
        return cut([len(piece.encode("utf-16-be")) // 2 for piece in kept], 70, (OCTETS - header) // 2)

    return segments


def cut(sizes: Iterable[int], alone: int, joined: int) -> int:
    sizes = list(sizes)
    if sum(sizes) <= alone:
        return 1 if sizes else 0
    parts: list[int] = []
    left = 0
    for size in sizes:
        if size > left:
            parts.append(0)
            left = joined
        parts[-1] += size
        left -= size
    return len(parts)


CARRIERS: tuple[Callable[[Sequence[str]], int], ...] = (
    stated,
    family,
    *(
        on_the_air(header, whole=whole, unicode_for_accents=accents)
        for header in (SHORT_HEADER, LONG_HEADER)
        for whole in (False, True)
        for accents in (False, True)
    ),
)
