"""requests, imported without what guesses the encoding of a text: answers are JSON, and read as bytes.

That costs three megabytes for the whole life of a process.
"""

from importlib.util import find_spec
from typing import Final

from bot.stand_ins import standing_in

SPARED: Final = {name: () for name in ("chardet", "charset_normalizer") if find_spec(name) is not None}

with standing_in(SPARED):
    import requests
    from requests.adapters import HTTPAdapter

__all__ = ["HTTPAdapter", "requests"]
