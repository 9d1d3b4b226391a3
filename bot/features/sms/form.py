"""The compose form: what it holds while somebody writes, and what it asks for when submitted.

Pure: the state of a view in, values or errors beside their field out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.features.sms.request import Wanted
from bot.slack.forms import FieldErrors, State
from bot.slack.writing import message as message_field
from bot.slack.writing import senders as sender_field
from bot.slack.writing import times, who
from bot.slack.writing.who import Whom
from bot.texting import segments
from bot.texting.schedules import ONCE, When
from bot.texting.sender_ids import Senders


@dataclass(frozen=True, slots=True)
class Meta:
    """What a compose view carries along: where it was started, and which copy of the message field it shows.

    Slack keeps what is typed in a field for as long as its block id stays, so a text the bot replaces
    comes in a block of a new number.

    ``head`` is the beginning of a typed line that may be a name. Its first ``taken`` characters are not in
    the message, because they are the name of whoever was chosen. ``verb`` is the command that may have been
    meant instead of a text.
    """

    channel: str | None = None
    edition: int = 0
    note: str = ""
    head: str = field(default="", repr=False)
    taken: int = 0
    verb: str = ""


@dataclass(frozen=True, slots=True)
class Compose:
    """The form as it stands while somebody writes: the raw choices, to be drawn again.

    ``message`` is what would be sent, ``left_out`` what stands in its field besides.
    """

    meta: Meta
    contact: Mapping[str, Any] | None = field(default=None, repr=False)
    number: str = field(default="", repr=False)
    readings: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    message: str = field(default="", repr=False)
    left_out: tuple[str, ...] = field(default=(), repr=False)
    sender: str = ""
    when: When = When.NOW
    at: datetime | None = None
    repeat: str = ONCE
    every: str = "1"
    until: datetime | None = None
    contact_edition: int = 0
    offers: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    offer: str = field(default="", repr=False)

    @property
    def whom(self) -> Whom:
        """The fields that say whom it is for."""
        return Whom(self.contact, self.number, self.readings, self.contact_edition, self.offers, self.offer)

    def to(self, whom: Whom) -> "Compose":
        """Return the form with other fields that say whom it is for."""
        return replace(
            self,
            contact=whom.contact,
            number=whom.number,
            readings=whom.readings,
            contact_edition=whom.edition,
            offers=whom.offers,
            offer=whom.offer,
        )


def draft(state: State, meta: Meta) -> Compose:
    """Return the form as it stands."""
    set_times = times.read(state)
    written = message_field.read(state, message_field.block_id(meta.edition))
    form = Compose(
        meta=meta,
        message=written.text,
        left_out=written.left_out,
        sender=state.chosen(sender_field.BLOCK),
        when=set_times.when,
        at=set_times.at,
        repeat=set_times.repeat,
        every=set_times.every,
        until=set_times.until,
    )
    return form.to(who.read(state))


def typed_line(form: Compose) -> str:
    """Return the message with the name that was taken out of it."""
    return (form.meta.head[: form.meta.taken] + form.message).strip()


def answered(form: Compose, whom: Whom, taken: int) -> Compose:
    """Return the form after the question was answered whose name a typed line begins with.

    The first ``taken`` characters of the line are taken out of the message; what was taken out for another
    answer is put back. A message that no longer begins with the line stays as it is.
    """
    meta = form.meta
    message = typed_line(form)
    if not message.startswith(meta.head[:taken].rstrip()):
        taken = 0
    meta = replace(meta, edition=meta.edition + 1, taken=taken)
    return replace(form.to(whom), meta=meta, message=message[taken:])


def wanted(
    compose: Compose, *, senders: Senders, region: str | None, zone: ZoneInfo | None, now: datetime
) -> Wanted:
    """Return what the form asks for.

    ``region`` reads numbers typed in local form; ``zone`` is the SMS-iT account's, in which a text held
    there is written down. Raises :exc:`FieldErrors` with everything that is wrong, beside its field.
    """
    errors = times.mistakes(compose, zone, now)
    to = who.meant(compose.whom, region, errors)
    if wrong := segments.mistake(compose.message):
        errors[message_field.block_id(compose.meta.edition)] = wrong
    sender, alpha = sender_field.meant(senders, compose.sender, to, errors)
    if errors or to is None:
        raise FieldErrors(errors)
    held_there = compose.when is When.SMSIT
    return Wanted(
        to=to,
        message=compose.message,
        sender=sender,
        alpha_sender=alpha,
        when=compose.when,
        at=None if compose.when is When.NOW else compose.at,
        repeat=compose.repeat if held_there else ONCE,
        every=int(compose.every) if held_there and compose.repeat != ONCE else 1,
        until=compose.until if held_there and compose.repeat != ONCE else None,
    )
