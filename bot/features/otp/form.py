"""The form that asks for a code to be sent: what it holds, and what it asks for when submitted. Pure."""

from dataclasses import dataclass, field
from typing import Final

from bot.features.otp.ids import Field
from bot.features.otp.request import LONGEST_PURPOSE, Request, is_purpose
from bot.policy.model import Otp
from bot.slack.blocks.fields import recipient
from bot.slack.blocks.fields import sender as sender_field
from bot.slack.blocks.fields.recipient import RecipientField
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


NOBODY: Final = RecipientField()


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it stands: the raw choices."""

    state: FormState
    whom: RecipientField = NOBODY
    purpose: str = field(default="", repr=False)
    sender: str = ""


def read(values: Values, state: FormState, rules: Otp, *, answering: bool = False) -> Form:
    """Return the form as it stands in a view's state.

    ``answering`` when whom it is for was chosen just now, in the question. A purpose that is chosen from the
    policy's stays whoever is meant.
    """
    typed = "" if rules.purposes else values.text(state.purpose_block)
    whom, words = recipient.read(values, typed, answering=answering)
    purpose = values.chosen(state.purpose_block) if rules.purposes else words
    return Form(state, whom, purpose, values.chosen(sender_field.BLOCK))


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
            else f"Enter what the code is for, in up to {LONGEST_PURPOSE} characters."
        )
    sender, alpha = sender_field.meant(senders, form.sender, to, errors)
    if errors or to is None:
        raise FieldErrors(errors)
    return Request(to, form.purpose, sender, alpha, form.whom.is_typed)


def offered(typed: str, rules: Otp) -> str:
    """Return the purpose that was typed, as the policy writes it if it offers some; empty when it is none."""
    words = " ".join(typed.split())
    if not rules.purposes:
        return words[:LONGEST_PURPOSE]
    return next((each for each in rules.purposes if each.casefold() == words.casefold()), "")
