"""The compose form: what it holds while somebody writes, and what it asks for when submitted.

Pure: the state of a view in, values or errors beside their field out.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.sms.request import Request
from bot.slack.blocks.fields import answers as answers_field
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import recipient, recurrence, schedule
from bot.slack.blocks.fields import sender as sender_field
from bot.slack.blocks.fields.answers import NONE, Answers
from bot.slack.blocks.fields.recipient import RecipientField
from bot.slack.blocks.fields.times import Times
from bot.slack.incoming.forms import FieldErrors, Values
from bot.texting import segments
from bot.texting.schedules import ONCE, When
from bot.texting.sender_ids import Senders

NOBODY: Final = RecipientField()


@dataclass(frozen=True, slots=True)
class FormState:
    """What a compose view carries along: where it was started, and which copy of the message field it shows.

    Slack keeps what is typed in a field for as long as its block id stays, so a text the bot replaces
    comes in a block of a new number.

    ``verb`` is the command that may have been meant instead of a text, ``replaces`` the id of the series
    whose place it is to take.
    """

    channel: str | None = None
    edition: int = 0
    note: str = ""
    verb: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Form(Times):
    """The form as it stands while somebody writes: the raw choices, to be drawn again.

    ``message`` is what stands in its field, ``answers`` what is put into it, ``left_out`` what can't be sent.
    """

    state: FormState
    whom: RecipientField = NOBODY
    message: str = field(default="", repr=False)
    left_out: tuple[str, ...] = field(default=(), repr=False)
    answers: Answers = NONE
    sender: str = ""


def read(values: Values, state: FormState, *, answering: bool = False) -> Form:
    """Return the form as it stands; ``answering`` when the question whom it is for was answered just now."""
    written = message_field.read(values, message_field.block_id(state.edition))
    answers = message_field.read_answers(values, state.edition)
    whom, message = recipient.read(values, written.text, answering=answering)
    return Form(
        state=state,
        whom=whom,
        message=message,
        left_out=written.left_out + answers.left_out,
        answers=answers,
        sender=values.chosen(sender_field.BLOCK),
        **asdict(schedule.read(values)),
    )


def validate(
    compose: Form,
    *,
    senders: Senders,
    region: str | None,
    zone: ZoneInfo | None,
    now: datetime,
    not_there: str = "",
) -> Request:
    """Return what the form asks for.

    ``region`` reads numbers typed in local form; ``zone`` is the SMS-iT account's, in which a text held
    there is written down; ``not_there`` says why none can be. Raises :exc:`FieldErrors` with
    everything that is wrong, beside its field.
    """
    replaces = bool(compose.state.replaces)
    errors = schedule.mistakes(compose, zone, now, replaces=replaces, not_there=not_there)
    to = recipient.meant(compose.whom, region, errors)
    message = answers_field.settled(compose.message, compose.answers, errors)
    if wrong := segments.mistake(message):
        errors[message_field.block_id(compose.state.edition)] = wrong
    sender, alpha = sender_field.meant(senders, compose.sender, to, errors)
    if errors or to is None:
        raise FieldErrors(errors)
    held_there = compose.when is When.SMSIT
    return Request(
        to=to,
        message=message,
        sender=sender,
        alpha_sender=alpha,
        when=compose.when,
        at=None if compose.when is When.NOW else compose.at,
        repeat=compose.repeat if held_there else ONCE,
        every=int(compose.every) if held_there and compose.repeat != ONCE else 1,
        until=compose.until if held_there and compose.repeat != ONCE else None,
        rule=recurrence.rule_of(compose),
        replaces=compose.state.replaces,
        is_typed=compose.whom.is_typed,
    )
