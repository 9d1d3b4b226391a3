"""The text of a message, which notifications and screen readers say: whole sentences, each ended once."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.sandbox.slack import posts

_ENDED = re.compile(r"[.?!…][*_~`)”\"'’]*$")  # noqa: RUF001 - as it is written
_TWICE = re.compile(r"(?<!\.)\.\.(?!\.)|[?!…:;,]\.(?=\s|$)|\.[:;,](?=\s|$)|\.\s\.")
_TYPED = re.compile(r"`[^`\n]*`")
"""What is to be typed, or was: it may hold any signs."""


def faults(text: str) -> list[str]:
    """Return why a message's text is not whole sentences that end once."""
    found = [] if _ENDED.search(text.strip()) else ["it does not end as a sentence"]
    return found + [f"{each!r} ends twice" for each in _TWICE.findall(_TYPED.sub("`typed`", text))]


@contextmanager
def heard(patch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collect what is said by every message that is posted or changed, to everybody or to one person."""
    said: list[str] = []

    def listening(write: Callable[..., Any]) -> Callable[..., Any]:
        def written(state: Any, where: Any, content: Any, **more: Any) -> Any:  # noqa: ANN401 - passed on
            if not content.get("files"):  # a file is told of by its name
                said.append(str(content.get("text") or ""))
            return write(state, where, content, **more)

        return written

    patch.setattr(posts, "post", listening(posts.post))
    patch.setattr(posts, "rewrite", listening(posts.rewrite))
    yield said
