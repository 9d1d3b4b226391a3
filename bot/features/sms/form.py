"""The compose form: what it holds while somebody writes, and what it asks for when submitted.

Pure: the state of a view in, values or errors beside their field out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.slack.forms import FieldErrors, State
from bot.texting import phones, schedules, sender_ids
from bot.texting.phones import Phone, PhoneError
from bot.texting.schedules import AmbiguousTime

LONGEST_BYTES: Final = 1600
"""SMS-iT stops counting, and carriers stop carrying, at 1,600 bytes."""
SOONEST: Final = timedelta(minutes=1)
LATEST: Final = timedelta(days=366)
MOST_EVERY: Final = 30


class Field(StrEnum):
    """The blocks of the compose form. The message's block carries a number, see :func:`message_block`."""

    CONTACT = "contact"
    NUMBER = "number"
    MESSAGE = "message"
    SENDER = "sender"
    WHEN = "when"
    AT = "at"
    REPEAT = "repeat"
    EVERY = "every"
    UNTIL = "until"


class When(StrEnum):
    """When a text goes out, and who keeps it until then."""

    NOW = "now"
    BOT = "bot"
    SMSIT = "smsit"


ONCE: Final = "once"


@dataclass(frozen=True, slots=True)
class Meta:
    """What a compose view carries along: where it was started, and which copy of the message field it shows.

    Slack keeps what is typed in a field for as long as its block id stays, so a text the bot replaces
    comes in a block of a new number.
    """

    channel: str | None = None
    edition: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Compose:
    """The form as it stands while somebody writes: the raw choices, to be drawn again."""

    meta: Meta
    contact: Mapping[str, Any] | None = field(default=None, repr=False)
    number: str = field(default="", repr=False)
    message: str = field(default="", repr=False)
    sender: str = ""
    when: When = When.NOW
    at: datetime | None = None
    repeat: str = ONCE
    every: str = "1"
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Senders:
    """What a text can come from: numbers (digits) and alphanumeric sender IDs, the first one by default."""

    numbers: tuple[str, ...]
    alphanumeric: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text somebody asked for, checked as far as that goes without asking anybody. ``at`` is aware UTC."""

    to: Phone = field(repr=False)
    message: str = field(repr=False)
    sender: str
    alpha_sender: str | None
    when: When
    at: datetime | None
    repeat: str
    every: int
    until: datetime | None


def message_block(edition: int) -> str:
    """Return the block id of the message field in one of its editions."""
    return f"{Field.MESSAGE}.{edition}"


def draft(state: State, meta: Meta) -> Compose:
    """Return the form as it stands."""
    chosen = state.chosen(Field.WHEN)
    return Compose(
        meta=meta,
        contact=state.chosen_option(Field.CONTACT),
        number=state.text(Field.NUMBER),
        message=state.text(message_block(meta.edition)),
        sender=state.chosen(Field.SENDER),
        when=When(chosen) if chosen in set(When) else When.NOW,
        at=state.moment(Field.AT),
        repeat=state.chosen(Field.REPEAT) or ONCE,
        every=state.text(Field.EVERY) or "1",
        until=state.moment(Field.UNTIL),
    )


def wanted(
    compose: Compose, *, senders: Senders, region: str | None, zone: ZoneInfo | None, now: datetime
) -> Wanted:
    """Return what the form asks for.

    ``region`` reads numbers typed in local form; ``zone`` is the SMS-iT account's, in which a text held
    there is written down. Raises :exc:`FieldErrors` with everything that is wrong, beside its field.
    """
    errors: dict[str, str] = {}
    to = _recipient(compose, region, errors)
    message = _message(compose, errors)
    sender, alpha = _sender(compose, senders, to, errors)
    _times(compose, zone, now, errors)
    if errors or to is None:
        raise FieldErrors(errors)
    held_there = compose.when is When.SMSIT
    return Wanted(
        to=to,
        message=message,
        sender=sender,
        alpha_sender=alpha,
        when=compose.when,
        at=None if compose.when is When.NOW else compose.at,
        repeat=compose.repeat if held_there else ONCE,
        every=int(compose.every) if held_there and compose.repeat != ONCE else 1,
        until=compose.until if held_there and compose.repeat != ONCE else None,
    )


def _recipient(compose: Compose, region: str | None, errors: dict[str, str]) -> Phone | None:
    chosen = str((compose.contact or {}).get("value", ""))
    if chosen and compose.number:
        errors[Field.NUMBER] = "There is a contact above and a number here. Clear one of the two."
        return None
    if not chosen and not compose.number:
        errors[Field.NUMBER] = "Choose a contact above, or type a number here."
        return None
    try:
        return phones.from_digits(chosen) if chosen else phones.parse(compose.number, region)
    except PhoneError as error:
        errors[Field.CONTACT if chosen else Field.NUMBER] = error.sentence
        return None


def _message(compose: Compose, errors: dict[str, str]) -> str:
    block = message_block(compose.meta.edition)
    size = len(compose.message.encode())
    if not compose.message:
        errors[block] = "Write the text to send."
    elif size > LONGEST_BYTES:
        errors[block] = f"Too long by {size - LONGEST_BYTES} of {LONGEST_BYTES} bytes. Please shorten it."
    return compose.message


def _sender(
    compose: Compose, senders: Senders, to: Phone | None, errors: dict[str, str]
) -> tuple[str, str | None]:
    chosen = compose.sender or senders.numbers[0]
    if chosen in senders.numbers:
        return chosen, None
    if chosen not in senders.alphanumeric:
        errors[Field.SENDER] = "That sender is no longer offered. Choose another one."
    elif to is not None and not sender_ids.allowed_for(to.region):
        errors[Field.SENDER] = (
            "Phones in that country do not show a name as the sender. Choose one of your numbers."
        )
    return senders.numbers[0], chosen


def _times(compose: Compose, zone: ZoneInfo | None, now: datetime, errors: dict[str, str]) -> None:
    if compose.when is When.NOW:
        return
    _moment(Field.AT, compose.at, now, errors)
    if compose.when is When.BOT:
        return
    if zone is None:
        errors[Field.WHEN] = (
            "SMS-iT can hold a text only when SMSIT_TIMEZONE is set. Let the bot hold it, or ask your admin."
        )
        return
    _wall_clock(Field.AT, compose.at, zone, errors)
    if compose.repeat == ONCE:
        return
    if not _is_every(compose.every):
        errors[Field.EVERY] = f"Type a whole number from 1 to {MOST_EVERY}."
    if compose.until is None:
        errors[Field.UNTIL] = "A series needs an end. Pick the last day and time."
    elif compose.at is not None and compose.until < compose.at:
        errors[Field.UNTIL] = "The end is before the first text. Pick a later one."
    else:
        _wall_clock(Field.UNTIL, compose.until, zone, errors)


def _moment(block: Field, at: datetime | None, now: datetime, errors: dict[str, str]) -> None:
    if at is None:
        errors[block] = "Pick a day and a time."
    elif at < now + SOONEST:
        errors[block] = "That time is over, or less than a minute away. Pick a later one, or send it now."
    elif at > now + LATEST:
        errors[block] = "That is more than a year away. Pick an earlier time."


def _wall_clock(block: Field, at: datetime | None, zone: ZoneInfo, errors: dict[str, str]) -> None:
    if at is None or block in errors:
        return
    try:
        schedules.wall_clock(at, zone)
    except AmbiguousTime:
        errors[block] = (
            f"In {zone.key} that hour comes twice when the clocks go back, and SMS-iT cannot tell which. "
            "Pick another hour, or let the bot hold the text."
        )


def _is_every(text: str) -> bool:
    return text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_EVERY
