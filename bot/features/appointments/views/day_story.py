"""How a day off looks once it is confirmed: its message, everybody it is about, and whom to call. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.appointments.day_story import DayStory, Fate, RowStory
from bot.features.appointments.ids import Action, Modal
from bot.features.appointments.reach import Reach
from bot.features.appointments.views import day as day_view
from bot.features.appointments.views import words as words_view
from bot.features.appointments.views.change_review import PlanState
from bot.features.appointments.views.day_off import NOT_TEXTED
from bot.features.sends.views import buttons as buttons_view
from bot.slack.blocks import kit, status_message
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import in_words
from bot.slack.blocks.state_words import in_words as state_in_words
from bot.slack.incoming import metadata
from bot.slack.outgoing.poster import Content
from bot.store.appointments import Status
from bot.texting import words

TITLE: Final = "Day off"
NAMED: Final = 8
"""People to look at whom the message names."""
LOOK_THERE: Final = "Look in SMS-iT's own panel, then settle it in the appointment's message."
GONE: Final = "This day off is no longer stored."
NOBODY: Final = "There's no one to call: everyone was reached, or a text is still being sent."
_DONE: Final[Mapping[Status, str]] = {Status.CANCELLED: "cancelled", Status.RESCHEDULED: "moved by a week"}
_FATES: Final[Mapping[Fate, str]] = {
    Fate.UNKNOWN: "not confirmed by SMS-iT, no text sent",
    Fate.REFUSED: "refused by SMS-iT, no text sent",
    Fate.LEFT: "changed before, not touched",
    Fate.PENDING: "being changed",
}


@dataclass(frozen=True, slots=True)
class _Figures:
    """What a count is called, in the order in which it is said."""

    count: int
    text: str


def message(story: DayStory, account_zone: ZoneInfo) -> Content:
    """Return the message of a day off as it stands. It stands in a channel: numbers are masked."""
    plan, done = story.plan, _DONE[story.plan.status]
    day = _day(story, account_zone)
    lines = [f":no_bell: *{day} off* · {_counts(story, done)}", _texts(story)]
    call = len(story.to_call)
    state = metadata.dump(PlanState(plan.id))
    buttons = (
        [kit.button(f"Call list ({call:,})", Action.CALL_LIST, value=state, style="primary")] if call else []
    )
    return Content(
        text=f"{day} off: {_counts(story, done)}.",
        blocks=status_message.blocks(
            lines,
            buttons_view.menu(plan.id, Action.DAY_MORE, has_words=False),
            [f"<@{plan.user_id}>"],
            notes=_notes(story, account_zone),
            buttons=[*buttons, kit.button("Show everyone", Action.EVERYBODY, value=state)],
        ),
    )


def everybody(story: DayStory | None, account_zone: ZoneInfo, *, full: bool) -> Block:
    """Return everybody it is about, and how each fares."""
    if story is None:
        return _modal(TITLE, [kit.section(GONE)])
    lines = (_line(each, _fate(each, story), account_zone, full=full) for each in story.rows)
    return _modal(TITLE, day_view.sections(lines))


def call_list(story: DayStory | None, account_zone: ZoneInfo, *, full: bool) -> Block:
    """Return whom to call, and why."""
    if story is None or not story.to_call:
        return _modal("Call list", [kit.section(GONE if story is None else NOBODY)])
    done = _DONE[story.plan.status]
    lines = [_line(each, f"{done}, {_why(each)}", account_zone, full=full) for each in story.to_call]
    hint = "" if full else "Open the appointment in SMS-iT for the whole number."
    return _modal("Call list", [*day_view.sections(lines), *([kit.context(hint)] if hint else [])])


def _modal(title: str, blocks: Iterable[Block]) -> Block:
    return kit.modal(callback_id=Modal.NOTICE, title=title, blocks=list(blocks), close="Close")


def _day(story: DayStory, account_zone: ZoneInfo) -> str:
    asked = story.plan.created_at.astimezone(account_zone).date()
    day = date.fromisoformat(story.plan.day or "")
    return day_view.named(day, asked) if day != asked else kit.unbroken(f"{day:%a} {day.day} {day:%b}")


def _counts(story: DayStory, done: str) -> str:
    """Return how many appointments ended how."""
    figures = [
        _Figures(story.count(Fate.DONE), f"{{}} {done}"),
        _Figures(story.count(Fate.PENDING), "{} under way"),
        _Figures(story.count(Fate.UNKNOWN), "{} to look at"),
        _Figures(story.count(Fate.REFUSED), "{} refused"),
        _Figures(story.count(Fate.LEFT), "{} not touched"),
    ]
    said = [each.text.format(f"{each.count:,}") for each in figures if each.count]
    return f"{words.pluralize(len(story.rows), 'appointment')}: {', '.join(said)}"


def _texts(story: DayStory) -> str:
    """Return how many texts got how far."""
    if story.plan.notice is None:
        return ""
    figures = [
        _Figures(story.reached(Reach.REACHED), "{} delivered"),
        _Figures(story.reached(Reach.NO_REPORT), "{} sent, no report yet"),
        _Figures(story.reached(Reach.WAITING), "{} waiting"),
        _Figures(story.reached(Reach.FAILED), "{} not delivered"),
    ]
    said = [each.text.format(f"{each.count:,}") for each in figures if each.count]
    return f"Texts: {', '.join(said)}" if said else ""


def _notes(story: DayStory, account_zone: ZoneInfo) -> list[str]:
    """Return whom a person has to look at, by name."""
    found = []
    unknown = [each for each in story.rows if each.fate is Fate.UNKNOWN]
    if unknown:
        found.append(f":grey_question: We couldn't confirm: {_named(unknown, account_zone)}. {LOOK_THERE}")
    refused = [each for each in story.rows if each.fate is Fate.REFUSED]
    if refused:
        found.append(f":no_entry: Refused by SMS-iT: {_named(refused, account_zone)}.")
    left = [each for each in story.rows if each.fate is Fate.LEFT]
    if left:
        found.append(f"Changed before this was confirmed, so not touched: {_named(left, account_zone)}.")
    return found


def _named(rows: list[RowStory], account_zone: ZoneInfo) -> str:
    shown = [
        f"{each.known.at.astimezone(account_zone):%H:%M} {words_view.person(each.known)}"
        for each in rows[:NAMED]
    ]
    more = len(rows) - NAMED
    return words.join_and([*shown, *([f"{more:,} more"] if more > 0 else [])])


def _line(row: RowStory, said: str, account_zone: ZoneInfo, *, full: bool) -> str:
    known = row.known
    whom = kit.escape(in_words(known.name, known.number, full=full))
    return f"{known.at.astimezone(account_zone):%H:%M} *{whom}* · {said}"


def _fate(row: RowStory, story: DayStory) -> str:
    if row.fate is not Fate.DONE:
        return _FATES[row.fate]
    return f"{_DONE[story.plan.status]}, {_why(row)}"


def _why(row: RowStory) -> str:
    """Return how the text fared, or why there is none."""
    if row.notice is not None:
        return f"text {state_in_words(row.notice.state)}"
    return NOT_TEXTED[row.row.silent] if row.row.silent else "no text sent"
