"""Choices while somebody types in a select. Slack waits for each answer, at most three seconds.

What goes wrong meanwhile is answered with no choices, as with every other way in; see
:mod:`bot.slack.entrances`.
"""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import TypeVar

from bot.slack import limits
from bot.slack.entrances import Listener
from bot.slack.kit import Block
from bot.slack.visits import Visit

Found = TypeVar("Found")


def offering(find: Callable[[str], Iterable[Found]], option: Callable[[Found], Block]) -> Listener:
    """Return the listener that offers what is found by the words typed so far, each drawn as an option.

    At most as many as Slack takes.
    """

    def offer(visit: Visit) -> None:
        found = find(str(visit.body.get("value", "")))
        visit.ack(options=[option(each) for each in islice(found, limits.OPTIONS)])

    return offer
