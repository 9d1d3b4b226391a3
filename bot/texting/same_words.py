"""Whether two texts say the same to whoever reads them: one normal form, to be compared and never sent."""

import unicodedata

from bot.texting import invisibles


def normal(text: str) -> str:
    """Return a text in the form in which texts are compared.

    Letters are composed (NFC), what nobody sees is left out, and any run of white space is one blank.
    Capitals and signs stay: other ones are other words.
    """
    shown = map(invisibles.stand_in, text)
    seen = "".join(char if instead is None else instead for char, instead in zip(text, shown, strict=True))
    return " ".join(unicodedata.normalize("NFC", seen).split())


def are_same(one: str, other: str) -> bool:
    """Tell whether two texts say the same."""
    return one == other or normal(one) == normal(other)
