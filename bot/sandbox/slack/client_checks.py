"""What Slack's own client refuses before a submit reaches the bot.

Source: docs.slack.dev, reference/block-kit/block-elements.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.sandbox.slack.field_values import content
from bot.sandbox.slack.model import OpenView
from bot.sandbox.slack.placed import Placed, placed

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+")


class NotSubmitted(Exception):  # noqa: N818 - Slack's refusal to the person, not a fault
    """Slack's client did not send the form. `.reasons`: block_id to the sentence beside the field."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{block}: {reason}" for block, reason in reasons.items()))
        self.reasons = dict(reasons)


def refusals(view: OpenView) -> dict[str, str]:
    """Block_id to the reason, for every input the client would complain about."""
    found: dict[str, str] = {}
    for spot in placed(view.blocks):
        if spot.is_input:
            reason = _reason(spot, content(view.values[spot.block_id][spot.action_id]))
            if reason:
                found[spot.block_id] = reason
    return found


def _reason(spot: Placed, value: Any) -> str:  # noqa: ANN401 - text, number, option or list of them
    if value in (None, "", []):
        return "" if spot.block.get("optional") else "Please complete this required field."
    if isinstance(value, list):
        most = spot.element.get("max_selected_items") or spot.element.get("max_files") or len(value)
        return "" if len(value) <= most else f"Please choose at most {most}."
    check = _CHECKS.get(spot.kind)
    return check(spot, value) if check else ""


def _email(_: Placed, value: str) -> str:
    return "" if _EMAIL.fullmatch(value) else "Please enter a valid email address."


def _url(_: Placed, value: str) -> str:
    return "" if _URL.fullmatch(value) else "Please enter a valid URL."


def _length(spot: Placed, value: str) -> str:
    least, most = spot.element.get("min_length", 0), spot.element.get("max_length", len(value))
    if len(value) < least:
        return f"Please enter at least {least} characters."
    return "" if len(value) <= most else f"Please enter at most {most} characters."


def _number(spot: Placed, value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "Please enter a number."
    if number != int(number) and not spot.element.get("is_decimal_allowed"):
        return "Please enter a whole number."
    least, most = spot.element.get("min_value"), spot.element.get("max_value")
    if least is not None and number < Decimal(least):
        return f"Please enter {least} or more."
    return f"Please enter {most} or less." if most is not None and number > Decimal(most) else ""


_CHECKS: dict[str, Callable[[Placed, str], str]] = {
    "email_text_input": _email,
    "number_input": _number,
    "plain_text_input": _length,
    "url_text_input": _url,
}
