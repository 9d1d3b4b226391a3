"""A code as it was asked for: what the form comes to when nothing is wrong with it."""

from dataclasses import dataclass, field
from typing import Final

from bot.policy.model import Otp
from bot.texting.phones import Phone

LONGEST_PURPOSE: Final = 60
"""Characters of a purpose that is written freely."""


@dataclass(frozen=True, slots=True)
class Request:
    """A code somebody wants sent, checked as far as that goes without asking anybody."""

    to: Phone = field(repr=False)
    purpose: str = field(repr=False)
    sender: str
    alpha_sender: str | None = None
    is_typed: bool = False
    """Whether the number was typed, so that whoever asks knows it."""


def is_purpose(purpose: str, rules: Otp) -> bool:
    """Tell whether a code may be sent for this: what the policy offers, else anything short."""
    return purpose in rules.purposes if rules.purposes else 0 < len(purpose) <= LONGEST_PURPOSE
