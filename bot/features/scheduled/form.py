"""The form that changes a send the bot holds: its words and its time. Pure."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from bot.features.scheduled.request import Edit, may_go_without_time
from bot.slack.blocks.fields import answers as answers_field
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import schedule
from bot.slack.blocks.fields.answers import NONE, Answers
from bot.slack.blocks.fields.schedule import Part, Times
from bot.slack.incoming.forms import FieldErrors, Values
from bot.store.sends import Send, SendKind
from bot.store.states import RENEWABLE
from bot.texting import segments
from bot.texting.schedules import When

FEATURE: Final = "scheduled"


@dataclass(frozen=True, slots=True)
class FormState:
    """What the form carries along: the send as it was seen, and the modal it was opened from.

    ``seen`` is the send's ``updated_at`` in ISO form; ``to`` says whom it is for, masked and escaped;
    ``now`` is 1 when it may go out without a time, as soon as it is approved; ``renews`` is 1 when it was not
    approved, and is asked about again; ``reviewed`` is the :func:`digest` of what the person has seen of that
    before the button, empty for nothing yet; ``told`` is the fingerprint of the duplicates they were told of.
    ``edition`` numbers the copy of
    the message field: Slack keeps what is typed in a field for as long as its block id stays. ``channel`` is
    where the send was asked for.
    """

    send_id: str = ""
    seen: str = ""
    kind: SendKind = SendKind.CONTACT
    to: str = ""
    now: int = 0
    renews: int = 0
    reviewed: str = ""
    told: str = ""
    edition: int = 0
    view_id: str = ""
    zone: str = ""
    page: int = 0
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it stands while somebody writes. ``at`` is aware.

    ``message`` is what stands in its field, ``answers`` what is put into it, ``left_out`` what can't be sent.
    """

    state: FormState
    message: str = field(default="", repr=False)
    at: datetime | None = None
    left_out: tuple[str, ...] = field(default=(), repr=False)
    answers: Answers = NONE

    @property
    def kind(self) -> SendKind:
        """What kind of send it changes."""
        return self.state.kind

    @property
    def has_words(self) -> bool:
        """Tell whether its words can be changed: those of a list are written into its rows already."""
        return self.kind is not SendKind.LIST


def opened(send: Send, state: FormState) -> Form:
    """Return the form for a send as it stands; ``state`` says where it is opened from."""
    renews = send.state in RENEWABLE
    about = replace(
        state,
        send_id=send.id,
        seen=send.updated_at.isoformat(),
        kind=send.kind,
        now=int(may_go_without_time(send)),
        renews=int(renews),
        channel=send.origin_channel,
    )
    return Form(about, send.body or "", send.send_at)


def read(values: Values, state: FormState) -> Form:
    """Return the form as it stands in a view's state."""
    written = message_field.read(values, message_field.block_id(state.edition))
    answers = message_field.read_answers(values, state.edition)
    left_out = written.left_out + answers.left_out
    return Form(state, written.text, values.moment(Part.AT), left_out, answers)


def digest(change: Edit) -> str:
    """Return what tells the words and the time of a change from all others."""
    at = "" if change.at is None else change.at.astimezone(UTC).isoformat()
    return sha256(f"{at}\n{change.message or ''}".encode()).hexdigest()[:32]


def validate(form: Form, now: datetime) -> Edit:
    """Return the change the form asks for.

    Raises :exc:`FieldErrors` with everything that is wrong, beside its field.
    """
    errors: dict[str, str] = {}
    if form.at is not None or not form.state.now:
        errors |= schedule.mistakes(Times(when=When.BOT, at=form.at), None, now)
    message = answers_field.settled(form.message, form.answers, errors)
    if form.has_words and (wrong := segments.mistake(message)):
        errors[message_field.block_id(form.state.edition)] = wrong
    if errors:
        raise FieldErrors(errors)
    return Edit(
        send_id=form.state.send_id,
        seen=form.state.seen,
        message=message if form.has_words else None,
        at=form.at,
        told=form.state.told,
    )
