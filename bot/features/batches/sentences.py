"""What people are told of every batch, where it differs by no more than what the batch is called."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.engine.batches.runner import Trouble

GONE: Final = "This {noun} is no longer available."
OLDER: Final = "That button is out of date. Use the ones this {noun}'s message shows now."
NOT_RUNNING: Final = "This {noun} isn't running, so it can't be paused."
_TROUBLES: Final[Mapping[Trouble, str]] = MappingProxyType(
    {
        Trouble.UNREACHABLE: "We couldn't reach SMS-iT for half an hour.",
        Trouble.UNCLEAR: "SMS-iT gave {times} unclear replies in a row.",
    }
)


def sentences(*parts: str) -> str:
    """Return the parts that hold something as sentences, each ended once, for whoever hears them read out."""
    return " ".join(map(_ended, filter(None, parts)))


def _ended(part: str) -> str:
    bare = part.rstrip()
    return bare if bare.endswith(("?", "!", "…")) else f"{bare.rstrip('.')}."


def trouble(met: Trouble, times: int) -> str:
    """Return why a batch was paused by the bot."""
    return _TROUBLES[met].format(times=times)
