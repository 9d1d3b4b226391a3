"""What may be scheduled in SMS-iT itself, which looks at nothing of ours again before it sends.

The bot looks at all it keeps right before that goes: it counts the group anew, and what an approval, a budget
or a limit was about is judged as it is then. SMS-iT texts whoever is in the group by that time. So where the
policy bounds who is texted, the bot keeps what SMS-iT would not bound.
"""

from dataclasses import dataclass, field
from typing import Final

from bot.errors import UserError
from bot.policy.model import Approval, Budgets, Limits
from bot.store.sends import HeldBy, Send, SendKind

HERE: Final = "Schedule this here:"
GROUP: Final = (
    f"{HERE} SMS-iT texts everyone who is in the group then, whatever the limits, budgets and approvals say."
)
SERIES: Final = f"{HERE} SMS-iT can't keep to the weekly limit for one person."


@dataclass(frozen=True, slots=True)
class SmsitSchedules:
    """Judges it by the policy in force."""

    limits: Limits = field(default_factory=Limits)
    budgets: Budgets = field(default_factory=Budgets)
    approval: Approval = field(default_factory=Approval)

    def refusal(self, kind: SendKind, *, repeats: bool) -> str:
        """Return why a kind of send can't be left with SMS-iT, in plain text; nothing where it can."""
        if kind is SendKind.GROUP and self._is_group_bounded():
            return GROUP
        return SERIES if repeats and self.limits.person_per_week is not None else ""

    def require(self, draft: Send) -> None:
        """Make sure that a draft may be left with SMS-iT, if it is to be. Raises :exc:`UserError`."""
        if draft.held_by is HeldBy.SMSIT and (
            why := self.refusal(draft.kind, repeats=draft.recurrence is not None)
        ):
            raise UserError(why)

    def _is_group_bounded(self) -> bool:
        limits, budgets = self.limits, self.budgets
        days = (budgets.person_per_day, budgets.channel_per_day, budgets.everybody_per_day)
        bounds = (limits.group_people, limits.person_per_week, self.approval.channel, *days)
        return any(each is not None for each in bounds) or bool(budgets.people or budgets.channels)


UNBOUNDED: Final = SmsitSchedules()
