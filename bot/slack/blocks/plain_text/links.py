"""Links, written so that both what is shown and where it leads arrive."""

import re
from typing import Final

_SCHEME: Final = re.compile(r"(?:https?://(?:www\.)?|mailto:|tel:)", re.IGNORECASE)
_PHONE: Final = re.compile(r"[\s().\u00a0\u2010-\u2015-]")
"""What groups the digits of a phone number."""


def written(address: str, label: str) -> str:
    """Return a link as words: its label, with the address behind it where that says something else."""
    bare = _SCHEME.sub("", address, count=1)
    label = label.strip()
    if not label:
        return bare if address.lower().startswith(("mailto:", "tel:")) else address
    return label if _is_same(address, label) else f"{label} ({_shown(address, bare)})"


def _is_same(address: str, label: str) -> bool:
    if address.lower().startswith("tel:"):
        return _PHONE.sub("", address[4:]) == _PHONE.sub("", label)
    return _core(address) == _core(label)


def _core(address: str) -> str:
    return _SCHEME.sub("", address, count=1).rstrip("/").casefold()


def _shown(address: str, bare: str) -> str:
    return bare if address.lower().startswith(("mailto:", "tel:")) else address
