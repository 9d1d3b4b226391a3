"""Why a broadcast cannot be sent at all, in words that say what to do. Pure."""

from bot.features.broadcast.costs import Cost
from bot.slack.errors import UserError


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


def require_unlisted(listed: int) -> None:
    """Raise :exc:`UserError` for a group that holds so many numbers of the do-not-text list, if any."""
    if listed:
        raise UserError(listed_sentence(listed))


def listed_sentence(listed: int) -> str:
    """Return why a group that holds so many numbers of the do-not-text list is not texted."""
    who = "1 person of this group is" if listed == 1 else f"{listed:,} people of this group are"
    return (
        f"{who} on the do-not-text list, and a broadcast to a group can leave nobody out. Remove them from "
        "the group in SMS-iT, or text the others as a list."
    )


def require_covered(cost: Cost, balance: int, reserved: int) -> None:
    """Raise :exc:`UserError` when the balance does not cover a broadcast even once.

    A series that runs out later is warned about and not refused: between two of its dates somebody can buy
    credits, and SMS-iT itself looks at the first one only.
    """
    if balance - reserved < cost.credits:
        raise UserError(
            f"The balance of {balance:,} SMS credits, of which {reserved:,} are spoken for, does not cover "
            f"the {cost.credits:,} this takes. Nothing was sent."
        )
