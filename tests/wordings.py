"""How many wordings the bot has, and how many it still shares with another checkout: `-m tests.wordings DIR`.

A wording is a text of three words or more that people may read, as `tests/test_words.py` reads them: a
docstring, a line for the log or a name is none. The same one twice counts once.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.locks import ROOT
from tests.test_words import UNREAD, said

FEWEST: Final = 3
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z']*")


def wordings(checkout: Path) -> frozenset[str]:
    """Return the wordings of the code of a checkout."""
    return frozenset(text for text in _texts(checkout) if len(_WORD.findall(text)) >= FEWEST)


def _texts(checkout: Path) -> Iterator[str]:
    for path in checkout.glob("bot/**/*.py"):
        if not str(path.relative_to(checkout)).startswith(UNREAD):
            yield from (" ".join(text.split()) for _line, text in said(path))


def main() -> None:
    """Count them, here and in the other checkout."""
    now, before = wordings(ROOT), wordings(Path(sys.argv[1]))
    sys.stdout.write(f"{len(before):,} then, {len(now):,} now; {len(before & now):,} are as they were\n")


if __name__ == "__main__":
    main()
