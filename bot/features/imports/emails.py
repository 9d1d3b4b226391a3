"""Email addresses as files hold them."""

import re
from typing import Final

LONGEST: Final = 320
"""Characters, of a name and an address; an address alone has 254 at most (RFC 5321)."""
NO_EMAIL: Final = "Invalid email address. Use the form name@example.com."
_ADDRESS: Final = r"[^@\s<>,;:\"()]+@[^@\s<>,;:\"()]+"
_WRITTEN: Final = re.compile(rf"(?:mailto:)?(?P<alone>{_ADDRESS})|[^<>@]*<(?:mailto:)?(?P<named>{_ADDRESS})>")


class EmailError(ValueError):
    """A cell holds no address that can be used; ``sentence`` says why and never quotes it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read(cell: str) -> str:
    """Return the address in a cell, with or without a name before it; empty when there is none.

    Raises :exc:`EmailError`.
    """
    if not cell:
        return ""
    found = _WRITTEN.fullmatch(cell) if len(cell) <= LONGEST else None
    if found is None:
        raise EmailError(NO_EMAIL)
    return found["alone"] or found["named"]
