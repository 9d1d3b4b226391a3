"""The compose form of a broadcast: what it holds while somebody writes, and what it asks for when submitted.

Pure: a view in, values or errors beside their field out.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.features.broadcast import pace
from bot.features.broadcast.request import Request
from bot.features.groups.service import GONE as GROUP_GONE
from bot.slack.blocks.fields import answers as answers_field
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import recurrence, schedule
from bot.slack.blocks.fields import sender as sender_field
from bot.slack.blocks.fields.answers import NONE, Answers
from bot.slack.blocks.fields.times import Times
from bot.slack.incoming.forms import FieldErrors, Values
from bot.texting import segments
from bot.texting.schedules import ONCE, When
from bot.texting.sender_ids import Senders

ROTATES: Final = "rotate"
"""The value of the one checkbox."""


class Field(StrEnum):
    """The blocks of the form that are its own; others are in :mod:`bot.slack.blocks.fields`."""

    GROUP = "group"
    ROTATE = "rotate"
    THROTTLE = "throttle"


@dataclass(frozen=True, slots=True)
class FormState:
    """What a compose view carries along.

    Where it was started, which copy of the message field it shows, and for how many ``people`` and sending
    ``numbers`` the throttle's choices were worked out: both fields come in a block of a new number when the
    bot changes them. ``replaces`` is the id of the series it is to take the place of.
    """

    channel: str | None = None
    edition: int = 0
    people: int = 0
    numbers: int = 1
    note: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Form(Times):
    """The form as it stands while somebody writes: the raw choices, to be drawn again.

    ``message`` is what stands in its field, ``answers`` what is put into it, ``left_out`` what can't be sent.
    """

    state: FormState
    group: Mapping[str, Any] | None = field(default=None, repr=False)
    message: str = field(default="", repr=False)
    left_out: tuple[str, ...] = field(default=(), repr=False)
    answers: Answers = NONE
    sender: str = ""
    rotate: bool = False
    throttle: int = pace.USUAL

    @property
    def chosen_group(self) -> str:
        """The value of the group that is chosen; empty when none is."""
        return str((self.group or {}).get("value", ""))


def throttle_block(state: FormState) -> str:
    """Return the block id of the throttle's field, whose choices name how long it takes."""
    shared = f".{state.numbers}" if state.numbers > 1 else ""
    return f"{Field.THROTTLE}.{state.people}{shared}"


def read(view: Mapping[str, Any], state: FormState) -> Form:
    """Return the form as it stands in a view."""
    values = Values.of(view)
    written = message_field.read(values, message_field.block_id(state.edition))
    answers = message_field.read_answers(values, state.edition)
    throttle = values.chosen(throttle_block(state))
    return Form(
        state=state,
        group=values.chosen_option(Field.GROUP),
        message=written.text,
        left_out=written.left_out + answers.left_out,
        answers=answers,
        sender=values.chosen(sender_field.BLOCK),
        rotate=values.ticked(Field.ROTATE),
        throttle=int(throttle) if throttle in {str(each) for each in pace.THROTTLES} else pace.USUAL,
        **asdict(schedule.read(values)),
    )


def validate(
    compose: Form,
    *,
    group: str | None,
    senders: Senders,
    zone: ZoneInfo | None,
    now: datetime,
    not_there: str = "",
) -> Request:
    """Return what the form asks for.

    ``group`` is the exact name of the chosen group, none when it is not known any more; ``zone`` is the
    SMS-iT account's, and ``not_there`` says why SMS-iT can't keep it. Raises :exc:`FieldErrors` with
    everything that is wrong, beside its field.
    """
    replaces = bool(compose.state.replaces)
    errors = schedule.mistakes(compose, zone, now, replaces=replaces, not_there=not_there)
    if not compose.chosen_group:
        errors[Field.GROUP] = "Choose a group."
    elif group is None:
        errors[Field.GROUP] = GROUP_GONE
    message = answers_field.settled(compose.message, compose.answers, errors)
    if wrong := segments.mistake(message):
        errors[message_field.block_id(compose.state.edition)] = wrong
    sender, alpha = _sender(compose, senders, errors)
    if errors or group is None:
        raise FieldErrors(errors)
    repeats = compose.when is When.SMSIT and compose.repeat != ONCE
    return Request(
        group=group,
        message=message,
        sender=sender,
        alpha_sender=alpha,
        rotate=compose.rotate,
        throttle=compose.throttle,
        when=compose.when,
        at=None if compose.when is When.NOW else compose.at,
        repeat=compose.repeat if repeats else ONCE,
        every=int(compose.every) if repeats else 1,
        until=compose.until if repeats else None,
        rule=recurrence.rule_of(compose),
        replaces=compose.state.replaces,
    )


def _sender(compose: Form, senders: Senders, errors: dict[str, str]) -> tuple[str, str | None]:
    found = sender_field.meant(senders, compose.sender, None, errors)
    if found[1] and compose.rotate:
        errors[Field.ROTATE] = (
            "A sender name can't rotate through numbers. Untick this, or choose a number as the sender."
        )
    return found
