"""Looks for a secret wherever the bot writes, however it may be written there."""

import base64
from collections.abc import Iterator, Mapping
from urllib.parse import quote


def traces(secret: str, found: Mapping[str, bytes]) -> list[str]:
    """Return in which of these places, and how, a secret stands: in any case, backwards, encoded."""
    forms = tuple(_forms(secret))
    return [
        f"{place}: {how}"
        for place, content in found.items()
        for text, lowered in ((content, content.lower()),)
        for how, form in forms
        if form in (text if how.startswith("base64") else lowered)
    ]


def _forms(secret: str) -> Iterator[tuple[str, bytes]]:
    for case, word in {"": secret, " upper": secret.upper(), " lower": secret.lower()}.items():
        for way, each in {"": word, " reversed": word[::-1]}.items():
            raw = each.encode()
            yield f"hexadecimal{case}{way}", raw.hex().encode()
            for offset in range(3):
                yield f"base64 {offset}{case}{way}", _inside(raw, offset)
                yield f"base64 url {offset}{case}{way}", _inside(raw, offset, b"-_")
    yield "clear", secret.lower().encode()
    yield "reversed", secret[::-1].lower().encode()
    yield "escaped", "".join(f"\\u{ord(each):04x}" for each in secret.lower()).encode()
    yield "UTF-16", secret.lower().encode("utf-16-le")
    yield "in a URL", quote(secret.lower()).encode()


def _inside(raw: bytes, offset: int, altchars: bytes | None = None) -> bytes:
    """Return what base64 makes of bytes wherever they stand so many bytes behind a whole group of three.

    Characters that mix them with their neighbours are left out.
    """
    encoded = base64.b64encode(b"\0" * offset + raw, altchars)
    begins = -(-8 * offset // 6)
    return encoded[begins : 8 * (offset + len(raw)) // 6]
