"""The form that changes a send the bot holds: its words and its time. Pure."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from bot.features.scheduled.changes import Change
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import schedule
from bot.slack.blocks.fields.schedule import Part, Times
from bot.slack.incoming.forms import FieldErrors, Values
from bot.store.sends import HeldBy, Send, SendKind
from bot.store.states import SendState
from bot.texting import segments
from bot.texting.schedules import When

FEATURE: Final = "scheduled"


@dataclass(frozen=True, slots=True)
class FormState:
    """What the form carries along: the send as it was seen, and the modal it was opened from.

    ``seen`` is the send's ``updated_at`` in ISO form; ``to`` says whom it is for, masked and escaped;
    ``now`` is 1 when it may go out without a time, as soon as it is approved. ``edition`` numbers the copy of
    the message field: Slack keeps what is typed in a field for as long as its block id stays.
    """

    send_id: str = ""
    seen: str = ""
    kind: str = SendKind.CONTACT.value
    to: str = ""
    now: int = 0
    edition: int = 0
    view_id: str = ""
    zone: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it stands while somebody writes. ``at`` is aware.

    ``message`` is what would be sent, ``left_out`` what stands in its field besides.
    """

    state: FormState
    message: str = field(default="", repr=False)
    at: datetime | None = None
    left_out: tuple[str, ...] = field(default=(), repr=False)

    @property
    def kind(self) -> SendKind:
        """What kind of send it changes."""
        return SendKind(self.state.kind)

    @property
    def has_words(self) -> bool:
        """Tell whether its words can be changed: those of a list are written into its rows already."""
        return self.kind is not SendKind.LIST


def opened(send: Send, state: FormState) -> Form:
    """Return the form for a send as it stands; ``state`` says where it is opened from."""
    free = send.state is SendState.AWAITING_APPROVAL and send.held_by is HeldBy.NONE
    about = replace(
        state, send_id=send.id, seen=send.updated_at.isoformat(), kind=send.kind.value, now=int(free)
    )
    return Form(about, send.body or "", send.send_at)


def read(values: Values, state: FormState) -> Form:
    """Return the form as it stands in a view's state."""
    written = message_field.read(values, message_field.block_id(state.edition))
    return Form(state, written.text, values.moment(Part.AT), written.left_out)


def validate(form: Form, now: datetime) -> Change:
    """Return the change the form asks for.

    Raises :exc:`FieldErrors` with everything that is wrong, beside its field.
    """
    errors: dict[str, str] = {}
    if form.at is not None or not form.state.now:
        errors |= schedule.mistakes(Times(When.BOT, form.at), None, now)
    wrong = segments.mistake(form.message) if form.has_words else None
    if wrong:
        errors[message_field.block_id(form.state.edition)] = wrong
    if errors:
        raise FieldErrors(errors)
    return Change(
        send_id=form.state.send_id,
        seen=form.state.seen,
        message=form.message if form.has_words else None,
        at=form.at,
    )
