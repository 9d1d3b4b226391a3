"""What makes something an alert, and what ends it, with room between the two so that none flickers. Pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from bot.policy.model import Alerts
from bot.store.alerts import Figures
from bot.store.balances import Sample
from bot.store.sends.tally import Tally

OLD: Final = timedelta(hours=2)
"""A balance that was read longer ago says nothing of now."""
MARGIN: Final = 0.1
"""How much more than too few there has to be again, of what there should be."""
FEWEST_TEXTS: Final = 20
"""Of fewer whose end is known, a share says nothing."""
WELL: Final = 0.8
"""Of the share that may fail, how much may when it is over."""


class Verdict(Enum):
    """How something stands: in between, or unknown, it stays as it was."""

    WRONG = auto()
    BETWEEN = auto()
    WELL = auto()


@dataclass(frozen=True, slots=True)
class Finding:
    """How something stands, with the figures that tell it."""

    verdict: Verdict
    figures: Figures = field(default_factory=dict)


NOTHING: Final = Finding(Verdict.BETWEEN)


def balance(known: Sample | None, days_left: int | None, rules: Alerts, now: datetime) -> Finding:
    """Judge the balance by how much it is, and by how many days it lasts, where that is known."""
    if known is None or now - known.at > OLD:
        return NOTHING
    too_few = rules.balance_below or 0
    too_short = rules.balance_days or 0
    lasts = too_short + 1 if days_left is None else days_left
    figures = {"credits": known.credits} | ({} if days_left is None else {"days": days_left})
    if known.credits < too_few or lasts < too_short:
        return Finding(Verdict.WRONG, figures)
    is_well = known.credits >= too_few * (1 + MARGIN) and (lasts > too_short or not too_short)
    return Finding(Verdict.WELL if is_well else Verdict.BETWEEN, figures)


def failures(found: Tally, percent: int) -> Finding:
    """Judge the share of texts that failed, of those whose end is known."""
    lost, known = found.lost, found.known
    figures = {"lost": lost, "known": known}
    if not lost:
        return Finding(Verdict.WELL, figures)
    if known < FEWEST_TEXTS:
        return Finding(Verdict.BETWEEN, figures)
    if lost * 100 > percent * known:
        return Finding(Verdict.WRONG, figures)
    return Finding(Verdict.WELL if lost * 100 <= percent * WELL * known else Verdict.BETWEEN, figures)


def counted(count: int, **others: int) -> Finding:
    """Judge what there should be none of."""
    return Finding(Verdict.WRONG if count else Verdict.WELL, {"count": count, **others})


def works(answer: bool | None) -> Finding:  # noqa: FBT001 - it is what is judged
    """Judge what works or does not, or of which that is not known."""
    if answer is None:
        return NOTHING
    return Finding(Verdict.WELL if answer else Verdict.WRONG)
