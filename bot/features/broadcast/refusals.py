"""Why a broadcast cannot be sent at all, in words that say what to do. Pure."""

from collections.abc import Sequence
from typing import Final

from bot.errors import UserError
from bot.features.groups.service import Unreadable
from bot.texting import phones
from bot.texting.words import join_and, truncate

MOST_SHOWN: Final = 5
"""People that are named in one sentence."""
LONGEST_NAME: Final = 40


def require_people(people: int, opted_out: int, most: int | None) -> None:
    """Raise :exc:`UserError` for a group of nobody, or of more than the policy allows."""
    if not people:
        gone = f" {opted_out:,} opted out." if opted_out else ""
        raise UserError(f"Nobody in this group can be texted.{gone} Nothing was sent.")
    if most is not None and people > most:
        raise UserError(
            f"The group has {people:,} people, and the policy allows {most:,} in one broadcast. Choose a "
            "smaller group, or ask whoever runs the bot."
        )


def require_unlisted(count: int) -> None:
    """Raise :exc:`UserError` for a group that holds so many numbers of the do-not-text list, if any."""
    if count:
        raise UserError(listed_sentence(count))


def listed_sentence(count: int) -> str:
    """Return why a group that holds so many numbers of the do-not-text list is not texted."""
    who = "1 person of this group is" if count == 1 else f"{count:,} people of this group are"
    return (
        f"{who} on the do-not-text list, and a broadcast to a group can leave nobody out. Remove them from "
        "the group in SMS-iT, or text the others as a list."
    )


def require_readable(unreadable: Sequence[Unreadable]) -> None:
    """Raise :exc:`UserError`, which names them, for people whose number cannot be read, if any."""
    if unreadable:
        raise UserError(unreadable_sentence([_shown(each) for each in unreadable]))


def unreadable_sentence(people: Sequence[str]) -> str:
    """Return why a group is not texted whose numbers cannot be read; ``people`` is who, as shown."""
    whose, are, them = "The number of 1 person", "it is", "it"
    if len(people) > 1:
        whose, are, them = f"The numbers of {len(people):,} people", "they are", "them"
    rest = [f"{len(people) - MOST_SHOWN:,} more"] if len(people) > MOST_SHOWN else []
    return (
        f"{whose} in this group cannot be read: {join_and([*people[:MOST_SHOWN], *rest])}. So nobody "
        f"can tell "
        f"whether {are} on the do-not-text list. Correct {them} in SMS-iT, with the country code."
    )


def _shown(each: Unreadable) -> str:
    return f"{truncate(phones.mask_in(each.name), LONGEST_NAME)} {each.masked}".strip()
