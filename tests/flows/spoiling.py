"""What nobody sends: payloads, bytes and figures spoilt at random, the same for the same seed."""

import json
import math
import random
from collections.abc import Iterator
from typing import Any, Final

PERSONAL: Final = "Zebulon Quux"
"""Stands in what people type and what SMS-iT says of them; no log may hold it."""

NUMBERS: Final = ("5550100", "5550101", "5550199")
"""Parts of the numbers that stand in what is typed, however they are written; no log may hold one."""

TEXTS: Final = (
    *("", " ", "\0", "\ud800", "\udfff\ud800", "\ufffd", "\u202e", "\U0001f469\u200d\U0001f52c", "\n" * 50),
    *("NaN", "1e999", "9" * 400, "-1", "0", "٣" * 9, "²", "true", "null", "[]", "{}", "{", '{"at":1e999}'),
    *('{"id":"\\ud800"}', '{"id":' + "9" * 400 + "}", "[" * 2000, '{"id":NaN,"seen":true}', "%00", "=&="),
    *("<!channel>", "<@U0MAYA>", "<", "&amp;", "*_~`", ":smile:", "{{name}}", "{name", "{0}", "%s", "../etc"),
    *(PERSONAL, f"{PERSONAL} 12", f"To {PERSONAL}: come at 3", "x" * 5000, "é" * 3001, "123", "+", "00"),
    *("+1 415-555-0100: no", "14155550100-x", "number_14155550101", "(415) 555 - 0199", "x14155550100"),
    *("\uff11\uff14\uff11\uff15\uff15\uff15\uff15\uff10\uff11\uff10\uff10", "failed for 14155550100:"),
    *("tomorrow", "2026-02-30", "9999-12-31", "0000-00-00", "https://files.slack.com@evil/", "file:///etc"),
)
FIGURES: Final = (
    *(0, -1, 1, 2**31, 2**53 + 1, -(2**63), 10**18, 10**400, 253_402_300_799),
    *(0.1, math.inf, -math.inf, math.nan, 1e308),
)
SHAPES: Final[tuple[Any, ...]] = (
    *(None, True, False, [], {}, [[]], [{}], {"": {}}, [None], {"id": {}}, [1, "a"]),
)
Path = tuple[Any, ...]


class Spoiler:
    """Spoils things, by the luck of a seed."""

    def __init__(self, seed: int) -> None:
        self.luck = random.Random(seed)  # noqa: S311 - not for secrets

    def value(self) -> Any:  # noqa: ANN401 - JSON
        """Something that stands where nobody expects it."""
        kind = self.luck.choice((TEXTS, TEXTS, FIGURES, SHAPES))
        return self.luck.choice(kind)

    def spoilt(self, payload: Any) -> Any:  # noqa: ANN401 - JSON
        """The same JSON with one to three of its parts exchanged, taken out or put in."""
        for _ in range(self.luck.randint(1, 3)):
            path = self.luck.choice(list(_paths(payload)))
            payload = self._changed(payload, path)
        return payload

    def with_words(self, payload: Any) -> Any:  # noqa: ANN401 - JSON
        """The same JSON with odd words in its texts, everything of the shape it should be."""
        paths = [path for path in _paths(payload) if isinstance(_at(payload, path), str)]
        return self._put(payload, self.luck.choice(paths), self.luck.choice(TEXTS)) if paths else payload

    def cut(self, of: bytes = b"") -> bytes:
        """Bytes at random, or those of something cut, doubled or with others in between."""
        luck = self.luck
        noise = luck.randbytes(luck.choice((0, 1, 2, 7, 60, 900)))
        at = luck.randint(0, len(of))
        return luck.choice((noise, of[:at], of[:at] + noise + of[at:], of + of, of[at:], noise + of))

    def frame(self, text: bytes) -> bytes:
        """A WebSocket frame, mostly a whole one."""
        luck = self.luck
        first = luck.choice((0x81, 0x81, 0x81, 0x89, 0x8A, 0x82, 0x01, 0x80, luck.randrange(256)))
        size = luck.choice((len(text), len(text), len(text), luck.randrange(70_000)))
        if size < 126:
            return bytes([first, size]) + text
        return bytes([first, 126]) + min(size, 65_535).to_bytes(2, "big") + text

    def written(self, value: Any) -> bytes:  # noqa: ANN401 - JSON
        """JSON as others write it, escapes of half characters and figures that are none included."""
        return json.dumps(value, ensure_ascii=True).encode()

    def _changed(self, payload: Any, path: Path) -> Any:  # noqa: ANN401 - JSON
        if path and isinstance(path[-1], str) and self.luck.random() < 0.2:
            return self._put(payload, path, _GONE)
        return self._put(payload, path, self.value())

    def _put(self, value: Any, path: Path, to: object) -> Any:  # noqa: ANN401 - JSON
        if not path:
            return to
        copy = dict(value) if isinstance(value, dict) else list(value)
        if to is _GONE and len(path) == 1:
            del copy[path[0]]
        else:
            copy[path[0]] = self._put(copy[path[0]], path[1:], to)
        return copy


_GONE: Final = object()


def _paths(value: Any, path: Path = ()) -> Iterator[Path]:  # noqa: ANN401 - JSON
    yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from _paths(part, (*path, key))


def _at(value: Any, path: Path) -> Any:  # noqa: ANN401 - JSON
    for key in path:
        value = value[key]
    return value
