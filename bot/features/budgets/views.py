"""How budgets look."""

from bot.features.budgets.service import Left


def lines(left: tuple[Left, ...]) -> tuple[str, ...]:
    """Return a line of mrkdwn for each budget that applies, as it stands today; none when none applies."""
    return tuple(f"{each.label}: *{each.credits:,}* of {each.limit:,} credits left today." for each in left)
