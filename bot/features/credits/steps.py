"""The balances as a step of a workflow."""

from dataclasses import dataclass

from bot.features.credits.service import Credits
from bot.features.workflow_steps.service import Done, Run


@dataclass(frozen=True, slots=True)
class CreditSteps:
    """Gives the balances to a workflow."""

    credits: Credits

    def check(self, _run: Run) -> Done:
        """Ask SMS-iT for both balances now. Raises :exc:`UserError` when it gives none."""
        found = self.credits.balances()
        return Done(
            {
                "sms_credits": found.sms,
                "voice_credits": found.voice,
                "reserved": found.reserved,
                "available": found.sms - found.reserved,
            }
        )
