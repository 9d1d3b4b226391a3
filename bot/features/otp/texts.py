"""The words of a text that carries a code. Pure: what a policy says in, words and their weight out."""

from typing import Final

from bot.policy.model import Otp
from bot.texting import merge, segments

HIDDEN: Final = "•" * 6
"""Stands for the code wherever the text is shown."""
_USUAL, _LONGEST = "0" * 6, "0" * 12


def template(rules: Otp) -> str:
    """Return the text with all but the code filled in: what is recorded and shown of it."""
    return merge.render(rules.text, {"Minutes": str(rules.minutes)})


def with_code(template_: str, code: str) -> str:
    """Return the text as it leaves: for SMS-iT only, never to be kept, shown or logged."""
    return merge.render(template_, {"Code": code})


def shown(template_: str) -> str:
    """Return the text as people may see it: without a code."""
    return with_code(template_, HIDDEN)


def weight(template_: str) -> tuple[int, int]:
    """Return the credits of the text with a code of six characters, and the most it takes with a long one."""
    usual = segments.measure(with_code(template_, _USUAL))
    longest = segments.measure(with_code(template_, _LONGEST))
    return usual.segments, longest.upper_bound
