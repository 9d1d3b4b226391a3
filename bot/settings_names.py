"""Names that stand where settings do and are none: mistyped ones, perhaps, of which nothing is ever read."""

import difflib
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from bot.settings_sources import IN_ENVIRONMENT, IN_FILE

OURS: Final = ("SMSIT_", "SLACK_")
"""What begins like this is meant for the bot, where others' names stand as well."""
_LOOKS_LIKE: Final = 0.8
"""The ratio of difflib below which names only happen to share letters."""
_IS_MISTYPED: Final = 0.9
"""The same where nothing else says that a name is meant for the bot."""


def strangers(named: Mapping[str, str], known: Collection[str], secrets: Collection[str]) -> Iterator[str]:
    """Tell them, each with what it may have been meant as.

    ``named`` says where each name stands. A file of settings is the bot's, the environment everybody's. Of
    credentials only ``secrets`` are read.
    """
    for name, where in named.items():
        right = known if where in {IN_FILE, IN_ENVIRONMENT} else secrets
        if name in right or (right is secrets and name.upper() in right):
            continue
        is_ours = name.startswith(OURS)
        cutoff = _IS_MISTYPED if where == IN_ENVIRONMENT and not is_ours else _LOOKS_LIKE
        near = difflib.get_close_matches(name.upper(), right, n=1, cutoff=cutoff)
        if near or right is secrets or (is_ours and where == IN_FILE):
            told = f"{name} {where} isn't a known setting."
            yield told + (f" Did you mean {near[0]}?" if near else "")
