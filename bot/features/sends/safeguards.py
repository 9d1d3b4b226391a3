"""What may stop a send, whatever its kind."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.features.approvals.service import Approvals
from bot.features.budgets.service import Budgets
from bot.features.credits.service import Credits
from bot.features.do_not_text.service import DoNotText
from bot.features.sends.smsit_schedules import UNBOUNDED, SmsitSchedules
from bot.features.sends.weekly import UNLIMITED, Weekly
from bot.features.templates.service import ANY_WORDS, Wording


def _open(_channel: str | None) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Safeguards:
    """What is asked before a send is confirmed, and again before it goes."""

    budgets: Budgets
    approvals: Approvals
    do_not_text: DoNotText
    credits: Credits
    is_closed: Callable[[str | None], bool] = _open
    """Tells whether nothing personal is posted in a channel, so that its messages go to whoever asked."""
    wording: Wording = ANY_WORDS
    weekly: Weekly = UNLIMITED
    smsit_schedules: SmsitSchedules = UNBOUNDED
