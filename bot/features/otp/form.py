"""The form that asks for a code to be sent: what it holds, and what it asks for when submitted. Pure."""

from dataclasses import dataclass, field
from typing import Final

from bot.features.otp.ids import Field
from bot.features.otp.request import LONGEST_PURPOSE, Request, is_purpose
from bot.policy.model import Otp
from bot.slack.blocks.fields import recipient
from bot.slack.blocks.fields import sender as sender_field
from bot.slack.blocks.fields.recipient import RecipientFields
from bot.slack.incoming.forms import FieldErrors, Values
from bot.texting.sender_ids import Senders


@dataclass(frozen=True, slots=True)
class FormState:
    """What the form carries along: where it was started, and what is to be said above it (mrkdwn).

    ``edition`` counts how often the bot put other words into the field for the purpose: Slack keeps what is
    typed for as long as the block id stays.
    """

    channel: str | None = None
    note: str = ""
    edition: int = 0

    @property
    def purpose_block(self) -> str:
        """The block id of the purpose."""
        return f"{Field.PURPOSE}.{self.edition}" if self.edition else Field.PURPOSE.value


NOBODY: Final = RecipientFields()


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it stands: the raw choices."""

    state: FormState
    whom: RecipientFields = NOBODY
    purpose: str = field(default="", repr=False)
    sender: str = ""


def read(values: Values, state: FormState, rules: Otp) -> Form:
    """Return the form as it stands in a view's state."""
    block = state.purpose_block
    purpose = values.chosen(block) if rules.purposes else values.text(block)
    return Form(state, recipient.read(values), purpose, values.chosen(sender_field.BLOCK))


def validate(form: Form, rules: Otp, senders: Senders, region: str | None) -> Request:
    """Return what the form asks for; ``region`` reads numbers typed in local form.

    Raises :exc:`FieldErrors` with everything that is wrong, beside its field.
    """
    errors: dict[str, str] = {}
    to = recipient.meant(form.whom, region, errors)
    if not is_purpose(form.purpose, rules):
        errors[form.state.purpose_block] = (
            "Choose what the code is for."
            if rules.purposes
            else f"Say what the code is for, in {LONGEST_PURPOSE} characters or fewer."
        )
    sender, alpha = sender_field.meant(senders, form.sender, to, errors)
    if errors or to is None:
        raise FieldErrors(errors)
    return Request(to, form.purpose, sender, alpha)


def offered(typed: str, rules: Otp) -> str:
    """Return the purpose that was typed, as the policy writes it if it offers some; empty when it is none."""
    words = " ".join(typed.split())
    if not rules.purposes:
        return words[:LONGEST_PURPOSE]
    return next((each for each in rules.purposes if each.casefold() == words.casefold()), "")
