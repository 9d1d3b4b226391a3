"""Choices while somebody types in a select. Slack waits for each answer, at most three seconds.

What goes wrong meanwhile is answered with no choices, as with every other way in; see
:mod:`bot.slack.incoming.registry`.
"""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import TypeVar

from bot.access import Who
from bot.slack.blocks import limits
from bot.slack.blocks.kit import Block
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Listener

Found = TypeVar("Found")


def offering(find: Callable[[str], Iterable[Found]], option: Callable[[Found], Block]) -> Listener:
    """Return the listener that offers what is found by the words typed so far, each drawn as an option.

    At most as many as Slack takes.
    """
    return offering_to(lambda text, _who: find(text), option)


def offering_to(find: Callable[[str, Who], Iterable[Found]], option: Callable[[Found], Block]) -> Listener:
    """Return the listener as :func:`offering` does, where what is found depends on who types."""

    def offer(interaction: Interaction) -> None:
        found = find(str(interaction.body.get("value", "")), interaction.who)
        interaction.ack(options=[option(each) for each in islice(found, limits.OPTIONS)])

    return offer
