"""How the confirmations look: everything a person should know before an appointment is booked or moved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.features.appointments import validation
from bot.features.appointments.ids import Modal
from bot.features.appointments.service import Plan
from bot.features.appointments.texts import Planned, nameless
from bot.features.appointments.views import words as words_view
from bot.features.appointments.views.form import OVER
from bot.features.sends.preview import Preview
from bot.features.sends.views import confirmation as confirmation_view
from bot.features.sends.views.confirmation import Layout
from bot.slack.blocks import kit, moments
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import in_words
from bot.slack.incoming import metadata
from bot.store.appointments import Appointment, Status
from bot.texting import merge, templates, words

TITLE: Final = "Review appointment"
SENDER: Final = "Texts from"
COST: Final = "Cost of texts"


@dataclass(frozen=True, slots=True)
class ConfirmationState:
    """Which draft a confirmation is about, and what it is booked as."""

    draft_id: str
    status: Status
    channel: str | None = None


def confirmation(preview: Preview[Appointment, Plan], account_zone: ZoneInfo, now: datetime) -> Block:
    """Return the confirmation of a booking."""
    draft, own = preview.draft, preview.own
    zone = words.zone_or_utc(draft.zone)
    books = words_view.is_booking(own.status, draft.at, draft.created_at)
    over = [kit.context(f":warning: {OVER}")] if draft.at <= draft.created_at else []
    said = (draft.confirmation_text, draft.reminder_text)
    layout = Layout(
        callback_id=Modal.CONFIRM,
        title=TITLE,
        metadata=metadata.dump(ConfirmationState(draft.id, own.status)),
        heading=heading(preview, draft.at, zone, now),
        submit="Book appointment" if books else "Record",
        sender_label=SENDER,
        cost_label=COST,
        text=texts(own.texts, zone, now),
        more=[("Status", f"*{words_view.STATUS[own.status]}*")],
        warnings=[*warnings(own.texts), nameless_sentence(draft, said)],
        below=[*existing(own.existing), *over],
        small=there(draft.at, zone, account_zone, now),
        updates=True,
    )
    return confirmation_view.confirmation(preview, layout, now=now)


def done(said: str) -> Block:
    """Return what is shown when something was done in a modal that has nothing more to ask."""
    return kit.modal(callback_id=Modal.NOTICE, title="Done", blocks=[kit.section(said)], close="Close")


def heading(preview: Preview[Appointment, Any], at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Return whom it is with and when, in plain text."""
    known = preview.draft
    return f"{in_words(known.name, known.number, full=preview.full)} · {moments.when(at, zone, now)}"


def there(at: datetime, zone: ZoneInfo, account_zone: ZoneInfo, now: datetime) -> list[str]:
    """Return the time in the account's zone, where clocks differ."""
    differs = validation.differs(at, zone, account_zone)
    return [words_view.there(at, account_zone, now)] if differs else []


def texts(
    planned: Sequence[Planned], zone: ZoneInfo, now: datetime, first: str = "*Confirmation text* now"
) -> list[Block]:
    """Return texts with when each goes, shared words once; ``first`` is what goes at once."""
    found: list[Block] = []
    for body, same in groupby(planned, lambda each: each.body):
        whens = [first if each.at is None else moments.when(each.at, zone, now) for each in same]
        title = (
            whens[0]
            if whens == [first]
            else f"*{'Reminder' if len(whens) == 1 else 'Reminders'}* {words.join_and(whens)}"
        )
        found += [kit.section(title), kit.quote(body)]
    return found


def warnings(planned: Sequence[Planned]) -> list[str]:
    """Return what deserves a second look in the words of texts."""
    found = [warning.sentence for each in planned for warning in templates.warnings(each.body)]
    return list(dict.fromkeys(found))


def nameless_sentence(known: Appointment, templates_: Iterable[str | None]) -> str:
    """Return what templates say to somebody without a name; nothing where there is one."""
    return nameless(templates_) if merge.is_blank(known.name or "") else ""


def existing(other: Appointment | None) -> list[Block]:
    """Return a warning about another appointment at the same time."""
    if other is None or other.status is None:
        return []
    status = words_view.STATUS[other.status].lower()
    text = f":warning: <@{other.user_id}> already booked this contact for that time ({status})."
    return [kit.context(text)]
