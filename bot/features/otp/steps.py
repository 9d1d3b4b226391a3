"""One-time codes as steps of workflows: sent, and verified."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.errors import UserError
from bot.features.otp.request import LONGEST_PURPOSE, Request, is_purpose
from bot.features.otp.service import CodeService
from bot.features.otp.verification import Answer, Impossible, Right, Verifier, Wrong
from bot.features.sends.account import Account
from bot.features.sends.refusals import RecipientError
from bot.features.sends.submission import Submission
from bot.features.workflow_steps.service import Done, Run, Sent
from bot.policy.model import Otp
from bot.store.verifications import Stage, Verification
from bot.texting import words

NOT_SENT: Final = (
    "Choose another recipient: this number isn't in your contacts, opted out, or is on the do-not-text list. "
    "No code was sent."
)
NO_PURPOSE: Final = f"Enter what the code is for, in up to {LONGEST_PURPOSE} characters."
CHOOSE: Final = "Enter one of the purposes that the policy offers: {offered}."
IMPOSSIBLE: Final = "That can't be a code: it has 4 to 12 letters and digits."
WRONG: Final = "That isn't the code. {left} left."
OVER: Final = "This code can't be verified any more. Send a new one."
VERIFIED: Final = "Verified."
REFUSED: Final = "SMS-iT didn't confirm this code, so no one was verified. Send a new one."


@dataclass(frozen=True, slots=True)
class CodeSteps:
    """Sends codes and verifies them, as the person a step acts for would. ``zone_of`` is theirs."""

    code_service: CodeService
    verifier: Verifier
    rules: Otp
    account: Account
    zone_of: Callable[[str], ZoneInfo]

    def send(self, run: Run) -> Sent:
        """Have a code made and sent. Raises :exc:`UserError` when it can't be."""
        to = run.inputs.phone("number", self.account.region)
        purpose = run.inputs.text("purpose", "what the code is for")
        if not is_purpose(purpose, self.rules):
            offered = words.join_and(self.rules.purposes)
            raise UserError(CHOOSE.format(offered=offered) if self.rules.purposes else NO_PURPOSE)
        sender, alpha_sender = self.account.senders.behind(self.account.senders.numbers[0])
        request = Request(to, purpose, sender, alpha_sender, is_typed=True)
        submission = Submission(request, run.who, None, run.key, self.zone_of(run.who.user_id))
        try:
            preview = self.code_service.check(submission)
        except RecipientError:
            raise UserError(NOT_SENT) from None
        self.code_service.confirm(preview.draft.id, purpose, run.who)
        return Sent(preview.draft.id)

    def verify(self, run: Run) -> Done:
        """Compare what a caller read out with the code that was sent, and ask SMS-iT about the right one.

        A code that was verified before verifies nobody once more. Raises :exc:`UserError` when there is no
        such code of this person.
        """
        send_id = run.inputs.text("code_id", "the code's ID")
        typed = run.inputs.text("code", "the code")
        answer = self.verifier.compare(send_id, run.who, typed, run.key)
        if isinstance(answer, Right):
            return _verified(self.verifier.ask(send_id, answer.code))
        return _not_verified(answer)


def _verified(found: Verification) -> Done:
    is_right = found.state is Stage.VERIFIED
    return Done({"verified": is_right, "attempts_left": 0, "details": VERIFIED if is_right else REFUSED})


def _not_verified(answer: Answer) -> Done:
    left, said = 0, OVER
    if isinstance(answer, Wrong):
        left, said = answer.left, WRONG.format(left=words.pluralize(answer.left, "attempt"))
    elif isinstance(answer, Impossible):
        said = IMPOSSIBLE
    return Done({"verified": False, "attempts_left": left, "details": said})
