"""How the confirmations look: everything a person should know before an appointment is booked or moved."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.appointments import wording
from bot.features.appointments.changing import Move
from bot.features.appointments.form_view import OVER
from bot.features.appointments.ids import About, Modal
from bot.features.appointments.moving import ReadyToMove
from bot.features.appointments.service import Cost, Ready
from bot.features.appointments.texts import Planned, nameless
from bot.slack import kit, metadata
from bot.slack.kit import Block
from bot.slack.writing import senders as sender_field
from bot.store.appointments import Appointment
from bot.texting import merge, templates, words

STAYS: Final = (
    "SMS-iT cannot move an appointment: it is told of the new time, and may keep the old one in its own "
    "calendar. Remove that there by hand."
)


@dataclass(frozen=True, slots=True)
class Meta:
    """Which draft a confirmation is about, and what it is booked as."""

    draft_id: str
    status: str
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class MoveMeta:
    """Which move a confirmation is about: ``at`` is in seconds since 1970, ``hours`` 0 for no reminder."""

    appointment_id: str
    call_id: str
    attempts: int
    at: int
    hours: int


def confirmation(ready: Ready, account_zone: ZoneInfo, here: str) -> Block:
    """Return the confirmation of a booking. ``here`` says where its message will appear."""
    draft = ready.draft
    zone = words.zone_or_utc(draft.zone)
    facts = [
        ("With", wording.person_in_full(draft)),
        ("Status", wording.STATUS[ready.status]),
        ("Date and time", wording.in_both(draft.at, zone, account_zone)),
    ]
    if ready.texts:
        facts.append(("Texts from", kit.escape(sender_field.shown(draft.sender))))
    books = wording.is_booking(ready.status, draft.at, draft.created_at)
    blocks = [kit.fields(facts + _money(ready.credits, ready.credits_upper, ready.cost))]
    blocks += _texts(ready.texts, zone, account_zone)
    notes = [ready.silent, *ready.nights, *_warnings(ready.texts)]
    if merge.is_blank(draft.name or ""):
        notes.append(nameless((draft.confirmation_text, draft.reminder_text)))
    blocks += _notes(notes)
    blocks += _existing(ready.existing)
    if draft.at <= draft.created_at:
        blocks.append(kit.context(f":warning: {OVER}"))
    blocks.append(kit.context(here))
    return kit.modal(
        callback_id=Modal.CONFIRM,
        title="Book this appointment?" if books else "Record appointment?",
        blocks=blocks,
        submit="Book" if books else "Record",
        close="Back",
        metadata=metadata.dump(Meta(draft.id, ready.status.value)),
    )


def confirm_move(ready: ReadyToMove, zone: ZoneInfo, account_zone: ZoneInfo) -> Block:
    """Return the confirmation of a move."""
    known, wanted = ready.story.known, ready.wanted
    facts = [
        ("With", wording.person_in_full(known)),
        ("From", wording.in_both(known.at, zone, account_zone)),
        ("To", wording.in_both(wanted.at, zone, account_zone)),
    ]
    text = ready.reminder
    measure = None if text is None else text.measure
    if measure is not None:
        facts += _money(measure.segments, measure.upper_bound, ready.cost)
    blocks = [kit.fields(facts)]
    if text is not None:
        blocks += _texts((text,), zone, account_zone)
    elif ready.story.reminds_at is not None:
        blocks.append(kit.context("Its reminder is called off, and no other goes."))
    silent = nameless((known.reminder_text,)) if text is not None and merge.is_blank(known.name or "") else ""
    blocks += _notes([*ready.nights, *_warnings(() if text is None else (text,)), silent])
    blocks += _existing(ready.existing)
    blocks.append(kit.context(STAYS))
    meta = MoveMeta(
        known.id,
        wanted.about.call_id,
        wanted.about.attempts,
        int(wanted.at.timestamp()),
        wanted.hours or 0,
    )
    return kit.modal(
        callback_id=Modal.CONFIRM_MOVE,
        title="Move this appointment?",
        blocks=blocks,
        submit="Move",
        close="Back",
        metadata=metadata.dump(meta),
    )


def moved_to(meta: MoveMeta, at: datetime) -> Move:
    """Return the move a confirmation was about; ``at`` is its time, aware."""
    return Move(About(meta.appointment_id, meta.call_id, meta.attempts), at, meta.hours or None)


def done(said: str) -> Block:
    """Return what is shown when something was done in a modal that has nothing more to ask."""
    return kit.modal(callback_id=Modal.NOTICE, title="Done", blocks=[kit.section(said)], close="Close")


def _money(credits_: int, upper: int, cost: Cost | None) -> list[tuple[str, str]]:
    if cost is None:
        return []
    said = words.counted(credits_, "credit") + (f", at most {upper:,}" if upper > credits_ else "")
    spoken_for = f", {cost.reserved:,} spoken for" if cost.reserved else ""
    return [
        ("Cost of its texts", said),
        ("Balance", f"{cost.balance:,}{spoken_for}"),
        ("Balance after", f"{cost.balance - cost.reserved - upper:,}"),
    ]


def _texts(planned: tuple[Planned, ...], zone: ZoneInfo, account_zone: ZoneInfo) -> list[Block]:
    blocks = [block for each in planned for block in _text(each, zone, account_zone)]
    if blocks:
        blocks.append(
            kit.context(f"Date and time in a text are those of {account_zone.key}, the account's zone.")
        )
    return blocks


def _text(planned: Planned, zone: ZoneInfo, account_zone: ZoneInfo) -> list[Block]:
    when = "*Confirmation text*, now" if planned.at is None else "*Reminder*, held by the bot"
    if planned.at is not None:
        when += f" until {wording.in_both(planned.at, zone, account_zone)}"
    return [kit.section(when), kit.literal(planned.body)]


def _warnings(planned: tuple[Planned, ...]) -> list[str]:
    found = [warning.sentence for each in planned for warning in templates.warnings(each.body)]
    return list(dict.fromkeys(found))


def _notes(sentences: list[str]) -> list[Block]:
    return [kit.context(f":warning: {kit.escape(each)}") for each in sentences if each]


def _existing(other: Appointment | None) -> list[Block]:
    if other is None or other.status is None:
        return []
    status = wording.STATUS[other.status].lower()
    text = f":warning: <@{other.user_id}> booked one for this person at that time; it is {status} now."
    return [kit.context(text)]
