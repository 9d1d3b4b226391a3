"""How the appointments of one day look: whom to call first. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.appointments import typed_day
from bot.features.appointments.day_sheet import Entry, Sheet
from bot.features.appointments.ids import Action, Modal
from bot.features.appointments.listing import Where
from bot.features.appointments.reach import Reach
from bot.features.appointments.timeline import Timeline
from bot.features.appointments.views import words as words_view
from bot.slack.blocks import kit, limits, moments
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import in_words
from bot.slack.blocks.state_words import in_words as state_in_words
from bot.slack.incoming import metadata
from bot.store.sends import AppointmentText, Send
from bot.texting import words

TITLE: Final = "Appointments"
HEADINGS: Final[Mapping[Reach, str]] = {
    Reach.FAILED: ":telephone_receiver: *Not reached*: call them",
    Reach.NO_REPORT: ":outbox_tray: *Texted, no delivery report*",
    Reach.NONE: ":grey_question: *No text*",
    Reach.WAITING: ":hourglass_flowing_sand: *Text still to come*",
    Reach.REACHED: ":white_check_mark: *Reached*",
}
_CALLED: Final[Mapping[AppointmentText | None, str]] = {
    AppointmentText.CONFIRMATION: "Confirmation text",
    AppointmentText.REMINDER: "Reminder",
    AppointmentText.NOTICE: "Text about the change",
    AppointmentText.OFFER: "Offer",
}


@dataclass(frozen=True, slots=True)
class DayState:
    """Which day is shown, as an ISO date."""

    day: str

    @property
    def date(self) -> date | None:
        """The day; None when it is none."""
        return typed_day.iso(self.day)


def sheet(found: Sheet, zone: ZoneInfo, *, full: bool, changes: bool) -> Block:
    """Return a day. ``full`` tells whether whoever looks sees whole numbers, ``changes`` may change it."""
    blocks = [kit.section(_count(found))]
    for reach, heading in HEADINGS.items():
        lines = [_line(each, zone, found.now, full=full) for each in found.entries if each.reach is reach]
        blocks += sections([heading, *lines]) if lines else []
    if found.more:
        blocks.append(kit.context(f"{found.more:,} more aren't shown."))
    return kit.modal(
        callback_id=Modal.DAY,
        title=TITLE,
        blocks=[*blocks, kit.divider(), kit.actions(_buttons(found, changes=changes))],
        close="Close",
        metadata=metadata.dump(DayState(found.day.isoformat())),
    )


def sections(lines: Iterable[str]) -> list[Block]:
    """Return lines as few sections, none longer than Slack takes."""
    texts = [""]
    for line in lines:
        if len(texts[-1]) + len(line) + 1 > limits.SECTION_TEXT:
            texts.append("")
        texts[-1] += f"\n{line}" if texts[-1] else line
    return [kit.section(each) for each in texts]


def named(day: date, today: date) -> str:
    """Return a day in words: Today, or Thu 3 Dec."""
    if day == today:
        return words.TODAY
    year = "" if day.year == today.year else f" {day.year}"
    return kit.unbroken(f"{day:%a} {day.day} {day:%b}{year}")


def who(timeline: Timeline, *, full: bool) -> str:
    """Return who an appointment is with (mrkdwn), the whole number for who may see it."""
    known = timeline.known
    return kit.escape(in_words(known.name, known.number, full=full))


def _count(found: Sheet) -> str:
    named_day = f"*{named(found.day, found.today)}*"
    if not found.entries:
        return f"{named_day}: nothing is booked. {words_view.ONLY_OURS}"
    said = [words.pluralize(len(found.entries) + found.more, "appointment")]
    reached = sum(each.reach is Reach.REACHED for each in found.entries)
    said.append(f"{reached:,} reached")
    failed = sum(each.reach is Reach.FAILED for each in found.entries)
    said += [f"{failed:,} to call"] if failed else []
    said += [f"{found.cancelled:,} cancelled"] if found.cancelled else []
    return f"{named_day} · {' · '.join(said)}"


def _line(entry: Entry, zone: ZoneInfo, now: datetime, *, full: bool) -> str:
    known = entry.timeline.known
    status = words_view.STATUS[known.status].lower() if known.status else "not confirmed by SMS-iT"
    said = [f"{known.at.astimezone(zone):%H:%M} *{who(entry.timeline, full=full)}*", status]
    return " · ".join([*said, *([_text(entry.text, zone, now)] if entry.text else [])])


def _text(send: Send, zone: ZoneInfo, now: datetime) -> str:
    at = f" {moments.when(send.send_at, zone, now)}" if send.send_at else ""
    return f"{_CALLED[send.appointment_text]}{at}: {state_in_words(send.state)}"


def _buttons(found: Sheet, *, changes: bool) -> list[Block]:
    others = [
        (text, found.day + timedelta(days=ahead)) for text, ahead in (("Previous day", -1), ("Next day", 1))
    ]
    ids = (Action.EARLIER_DAY, Action.LATER_DAY)
    buttons = [
        kit.button(text, action, value=metadata.dump(DayState(day.isoformat())))
        for action, (text, day) in zip(ids, others, strict=True)
    ]
    buttons.append(kit.button("All appointments", Action.OTHERS, value=metadata.dump(Where())))
    if changes and not found.entries and found.day >= found.today:
        buttons.insert(0, words_view.book())
    if changes and found.entries and found.day >= found.today:
        state = metadata.dump(DayState(found.day.isoformat()))
        buttons.append(kit.button("Day off …", Action.DAY_OFF, value=state))
    return buttons
