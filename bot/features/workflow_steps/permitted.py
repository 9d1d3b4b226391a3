"""Whom a step may act for: asked when it arrives, and again when it is done."""

from dataclasses import dataclass
from typing import Final

from bot.access import Access, Who
from bot.errors import UserError
from bot.features.workflow_steps.runs import ROLES, Step
from bot.policy.model import Workflows

NOT_NAMED: Final = (
    "Ask an admin of the bot to add this person under [workflows] in the policy: until then, no workflow can "
    "act for them. Nothing was done."
)


@dataclass(frozen=True, slots=True)
class Permitted:
    """Answers by the roles and the policy in force."""

    access: Access
    rules: Workflows

    def require(self, who: Who) -> None:
        """Raise :exc:`UserError` unless the policy lets workflows act for a person."""
        if not self.access.is_among(who, self.rules.people):
            raise UserError(NOT_NAMED)

    def require_still(self, step: Step, who: Who) -> None:
        """Raise :exc:`UserError` where a person may not do what was asked for in their name."""
        role, to = ROLES[step]
        if not self.access.allows(who, role):
            raise UserError(self.access.refusal(role, who, to))
        self.require(who)

    def is_unknown(self, step: Step, who: Who) -> bool:
        """Tell whether a person may not do it only by what is known yet, as right after a start."""
        try:
            self.require_still(step, who)
        except UserError:
            are_known = self.access.all_known(ROLES[step][0]) and self.access.knows(self.rules.people)
            return self.access.standing(who) is None or not are_known
        return False
