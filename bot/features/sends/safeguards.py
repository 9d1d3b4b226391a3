"""What may stop a send, whatever its kind."""

from dataclasses import dataclass

from bot.features.approvals.service import Approvals
from bot.features.budgets.service import Budgets
from bot.features.credits.service import Credits
from bot.features.do_not_text.service import DoNotText


@dataclass(frozen=True, slots=True)
class Safeguards:
    """What is asked before a send is confirmed, and again before it goes."""

    budgets: Budgets
    approvals: Approvals
    do_not_text: DoNotText
    credits: Credits
