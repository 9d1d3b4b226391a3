"""The form of a list: what it holds while somebody writes, and what it asks for when submitted.

Pure: the state of a view in, values or errors beside their field out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from bot.features.groups.service import GONE as GROUP_GONE
from bot.features.lists.request import PASTED, Request
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import phone_list as numbers_field
from bot.slack.blocks.fields import schedule
from bot.slack.blocks.fields import sender as sender_field
from bot.slack.incoming.forms import FieldErrors, Values
from bot.slack.outgoing.uploads import uploaded
from bot.texting import segments
from bot.texting.schedules import ONCE, When
from bot.texting.sender_ids import Senders

OFFERED: Final = (When.NOW, When.BOT)
"""SMS-iT cannot hold a list: its texts leave one by one, each at its turn."""


class Field(StrEnum):
    """The blocks of the form that are its own; others are in :mod:`bot.slack.blocks.fields`."""

    GROUP = "group"


@dataclass(frozen=True, slots=True)
class FormState:
    """What a view carries along: where it was started, which copy of the message field it shows, a remark."""

    channel: str | None = None
    edition: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it stands while somebody writes. ``file`` is Slack's description of what was uploaded.

    ``message`` is what would be sent, ``left_out`` what stands in the fields besides.
    """

    state: FormState
    file: Mapping[str, Any] | None = field(default=None, repr=False)
    pasted: str = field(default="", repr=False)
    message: str = field(default="", repr=False)
    left_out: tuple[str, ...] = field(default=(), repr=False)
    sender: str = ""
    when: When = When.NOW
    at: datetime | None = None
    repeat: str = ONCE
    every: str = "1"
    until: datetime | None = None
    group: Mapping[str, Any] | None = field(default=None, repr=False)


def read(view: Mapping[str, Any], state: FormState) -> Form:
    """Return the form as it stands in a view."""
    values = Values.of(view)
    set_times = schedule.read(values)
    written = message_field.read(values, message_field.block_id(state.edition))
    pasted = message_field.read(values, numbers_field.PASTED)  # what stands in its columns becomes words
    return Form(
        state=state,
        file=values.file(numbers_field.FILE),
        pasted=pasted.text,
        message=written.text,
        left_out=written.left_out + pasted.left_out,
        sender=values.chosen(sender_field.BLOCK),
        when=set_times.when if set_times.when in OFFERED else When.NOW,
        at=set_times.at,
        group=values.chosen_option(Field.GROUP),
    )


def validate(
    compose: Form, *, senders: Senders, group_named: Callable[[str], str | None], now: datetime
) -> Request:
    """Return what the form asks for; ``group_named`` gives the name of a group that was chosen.

    Raises :exc:`FieldErrors` with everything wrong, beside its field.
    """
    errors = schedule.mistakes(compose, None, now)  # the account's zone is for what SMS-iT holds
    errors |= numbers_field.mistakes(compose.file, compose.pasted)
    if not compose.message:
        errors[message_field.block_id(compose.state.edition)] = segments.EMPTY
    sender, alpha = sender_field.meant(senders, compose.sender, None, errors)
    value = str((compose.group or {}).get("value", ""))
    group = group_named(value) if value else ""
    if group is None:
        errors[Field.GROUP] = GROUP_GONE
    if errors or group is None:
        raise FieldErrors(errors)
    return Request(
        file=None if compose.file is None else uploaded(compose.file, PASTED),
        pasted=compose.pasted,
        message=compose.message,
        sender=sender,
        alpha_sender=alpha,
        at=compose.at if compose.when is When.BOT else None,
        group=group,
    )
