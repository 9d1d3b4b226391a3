"""What people are told of every batch, where it differs by no more than what the batch is called."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.engine.batches.runner import Trouble

GONE: Final = "That {noun} is no longer there."
OLDER: Final = "That button is from an earlier moment; look at the message of the {noun} as it is now."
NOT_RUNNING: Final = "This {noun} does not run any more, so there is nothing to pause."
_TROUBLES: Final[Mapping[Trouble, str]] = MappingProxyType(
    {
        Trouble.UNREACHABLE: "SMS-iT could not be reached for half an hour.",
        Trouble.UNCLEAR: "SMS-iT gave no clear answer {times} times in a row.",
    }
)


def trouble(met: Trouble, times: int) -> str:
    """Return why a batch was paused by the bot."""
    return _TROUBLES[met].format(times=times)
