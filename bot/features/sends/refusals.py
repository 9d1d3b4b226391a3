"""Why a text cannot go to somebody, or at all, in the words every kind of send says it with. Pure."""

from typing import Final

from bot.errors import UserError

LISTED: Final = "{masked} is on the do-not-text list and cannot be texted. Nothing was sent."
OPTED_OUT: Final = "{masked} has opted out of texts and cannot be texted. Nothing was sent."
"""``masked`` is from ``phones.mask``, here and above."""
NOT_COVERED: Final = (
    "the balance of {balance:,} SMS credits does not cover the {takes:,} this takes. Buy more credits, then "
    "write it again."
)
"""Of what was confirmed already; behind a colon. Before, :func:`require_covered` says it."""
PASSED: Final = "The time you picked has passed meanwhile. Go back and pick a later one."


def require_covered(takes: int, balance: int, reserved: int) -> None:
    """Make sure that the balance holds the credits a send takes by the documented rule.

    ``reserved`` of the balance is spoken for by what is on its way. Raises :exc:`UserError`.
    """
    if balance - reserved < takes:
        raise UserError(
            f"The balance of {balance:,} SMS credits, of which {reserved:,} are spoken for, does not cover "
            f"the {takes:,} this takes. Nothing was sent."
        )
