"""How the form of a day off looks, and its review: everybody it is about, and what each is told. Pure."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.appointments.day_off import DayPreview
from bot.features.appointments.day_rows import DayRow
from bot.features.appointments.form.day_off import Form, What
from bot.features.appointments.ids import Action, Modal, Part
from bot.features.appointments.timeline import Timeline
from bot.features.appointments.views import day as day_view
from bot.features.appointments.views import notice as notice_view
from bot.features.appointments.views.change_review import PlanState
from bot.features.sends.preview import Preview
from bot.features.sends.views import confirmation as sends_view
from bot.features.sends.views.confirmation import Layout
from bot.slack.blocks import kit, moments
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.change_plans import ChangePlan, Silent
from bot.texting import words

TITLE: Final = "Day off"
ACTION: Final = "day"
CANCEL, WEEK = "Cancel them all", "Move them all by a week"
LEFT_SHOWN: Final = 15
SHOWN_IN_FULL: Final = 20
"""People whose text stands below their name; of more, the first ones do."""
NOT_TEXTED: Final[Mapping[Silent, str]] = {
    Silent.OPTED_OUT: "opted out, skipped",
    Silent.LISTED: "on the do-not-text list, skipped",
    Silent.QUIET: "quiet hours until then, skipped",
    Silent.TOO_LONG: "the text is too long with this name, skipped",
}
SMSIT_KEEPS: Final = (
    "SMS-iT may keep showing the old time or status in its own calendar: change it there by hand."
)
NOBODY_TOLD: Final = "No one is texted about it."


def form(filled: Form, today: date) -> Block:
    """Return the form as it stands."""
    picker: Block = {"type": "datepicker", "action_id": Action.DAY}
    if filled.day is not None:
        picker["initial_date"] = filled.day.isoformat()
    options = {What.CANCEL: kit.option(CANCEL, What.CANCEL), What.WEEK: kit.option(WEEK, What.WEEK)}
    what = {
        "type": "radio_buttons",
        "action_id": Action.WHAT,
        "options": list(options.values()),
        "initial_option": options[filled.what],
    }
    named = [kit.context(filled.state.note)] if filled.state.note else []
    if filled.day is not None:
        named.append(
            kit.context(
                f"Everything booked here for {moments.small(day_view.named(filled.day, today))}.",
                block_id="named",
            )
        )
    return kit.modal(
        callback_id=Modal.DAY_OFF,
        title=TITLE,
        blocks=[
            kit.field("Day", Part.DAY, picker, live=True),
            *named,
            kit.field("Appointments", Part.WHAT, what, live=True),
            *notice_view.blocks(filled.notice, action=ACTION, label="Text everyone about it"),
        ],
        submit="Review",
        metadata=metadata.dump(filled.state),
    )


def review(preview: Preview[ChangePlan, DayPreview], zone: ZoneInfo, now: datetime) -> Block:
    """Return the review of a day off. Times of day are the account's, where the customers are."""
    own = preview.own
    moves, count = bool(own.request.days), len(own.rows)
    noun = words.pluralize(count, "appointment")
    today = now.astimezone(own.zone).date()
    day = day_view.named(own.request.day, today)
    layout = Layout(
        callback_id=Modal.CONFIRM_DAY_OFF,
        title=f"Review {TITLE.lower()}",
        metadata=metadata.dump(PlanState(preview.draft.id)),
        heading=f"{day} · {noun} to {'move by a week' if moves else 'cancel'}",
        submit="Move all" if moves else "Cancel all",
        sender_label="Texts from",
        cost_label="Cost of texts",
        text=_rows(preview),
        warnings=_warnings(own),
        below=_left(own, full=preview.full),
        small=[_small(own, zone, now), SMSIT_KEEPS],
        updates=True,
    )
    return sends_view.confirmation(preview, layout, now=now)


def _rows(preview: Preview[ChangePlan, DayPreview]) -> list[Block]:
    """Return each appointment, and the text it gets; those beyond the first without the words."""
    own = preview.own
    found: list[Block] = []
    for each in own.rows[:SHOWN_IN_FULL]:
        found.append(kit.section(_line(each, own, full=preview.full)))
        found += [kit.quote(each.notice.body)] if each.notice else []
    others = [_line(each, own, full=preview.full) for each in own.rows[SHOWN_IN_FULL:]]
    return [*found, *(day_view.sections(others) if others else [])]


def _line(row: DayRow, own: DayPreview, *, full: bool) -> str:
    known = row.timeline.known
    to = f" → {moments.when(row.at, own.zone, known.at)}" if row.at != known.at else ""
    said = [f"{known.at.astimezone(own.zone):%H:%M}{to} *{day_view.who(row.timeline, full=full)}*"]
    said += [NOT_TEXTED[row.silent]] if row.silent else []
    return " · ".join(said)


def _warnings(own: DayPreview) -> list[str]:
    """Return what deserves a second look."""
    said = dict.fromkeys(
        warning for each in own.rows if each.notice for warning in sends_view.warnings_of(each.notice.body)
    )
    silent = sum(each.silent is not None for each in own.rows)
    if own.request.notice is None:
        return [NOBODY_TOLD]
    if silent:
        return [
            *said,
            f"{words.pluralize(silent, 'person', 'people')} won't be texted. They'll be on the call list.",
        ]
    return list(said)


def _small(own: DayPreview, zone: ZoneInfo, now: datetime) -> str:
    """Return when the texts go, in a line of small print."""
    waits = [each.notice_at for each in own.rows if each.notice_at is not None]
    said = "Each text goes once SMS-iT has taken its change"
    if not waits:
        return said
    until = moments.when(max(waits), zone, now)
    return f"{said}; {len(waits):,} wait for quiet hours to end, until {until} at the latest"


def _whom(timeline: Timeline, own: DayPreview, *, full: bool) -> str:
    return f"{timeline.known.at.astimezone(own.zone):%H:%M} {day_view.who(timeline, full=full)}"


def _left(own: DayPreview, *, full: bool) -> list[Block]:
    """Return those that stay as they are by name, each with why; of many the first."""
    if not own.left:
        return []
    lines = [f"• {_whom(each.timeline, own, full=full)}: {each.why}" for each in own.left[:LEFT_SHOWN]]
    more = len(own.left) - LEFT_SHOWN
    lines += [f"… and {more:,} more"] if more > 0 else []
    return day_view.sections([":no_entry_sign: *Not touched*", *lines])
