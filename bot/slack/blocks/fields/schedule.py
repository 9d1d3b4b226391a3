"""The fields that say when a text goes out, who keeps it until then, and how it repeats."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.incoming.forms import Values
from bot.texting import schedules
from bot.texting.schedules import ONCE, AmbiguousTime, Repeat, When

SOONEST: Final = timedelta(minutes=1)
LATEST: Final = timedelta(days=366)
MOST_EVERY: Final = 30


class Part(StrEnum):
    """The blocks of these fields; an action id is the feature's name, a dot, and one of them."""

    WHEN = "when"
    AT = "at"
    REPEAT = "repeat"
    EVERY = "every"
    UNTIL = "until"


class Timed(Protocol):
    """A form with these fields, as they stand: times are aware, ``every`` is what was typed."""

    @property
    def when(self) -> When:
        """Who keeps the text."""

    @property
    def at(self) -> datetime | None:
        """When it goes out, or first does."""

    @property
    def repeat(self) -> str:
        """A :class:`Repeat`, or :data:`ONCE`."""

    @property
    def every(self) -> str:
        """Every how many days, weeks, months or years."""

    @property
    def until(self) -> datetime | None:
        """The end of a series."""


@dataclass(frozen=True, slots=True)
class Times:
    """The fields as they stand, for a form that has nothing else to say about time."""

    when: When = When.NOW
    at: datetime | None = None
    repeat: str = ONCE
    every: str = "1"
    until: datetime | None = None


WHEN_LABELS: Final = {
    When.NOW: ("Now", ""),
    When.BOT: ("Later, held by the bot", "You can cancel it; you see how it was delivered"),
    When.SMSIT: ("Later, held by SMS-iT", "May repeat; it cannot be cancelled from here"),
}
REPEAT_LABELS: Final = {
    ONCE: "Once",
    Repeat.DAILY: "Every day",
    Repeat.WEEKLY: "Every week",
    Repeat.MONTHLY: "Every month",
    Repeat.YEARLY: "Every year",
}


def blocks(form: Timed, *, feature: str, offered: Collection[When] = tuple(When)) -> list[Block]:
    """Return the fields that the choices made so far call for."""
    options = {
        when: kit.option(text, when, note) for when, (text, note) in WHEN_LABELS.items() if when in offered
    }
    choice = {
        "type": "radio_buttons",
        "action_id": f"{feature}.{Part.WHEN}",
        "options": list(options.values()),
        "initial_option": options.get(form.when) or next(iter(options.values())),
    }
    found = [kit.field("When", Part.WHEN, choice, live=True)]
    if form.when is not When.NOW:
        at = moment(f"{feature}.{Part.AT}", form.at)
        found.append(kit.field("Send at", Part.AT, at, hint="In your own time zone."))
    if form.when is When.SMSIT:
        found += _series(form, feature)
    return found


def read(values: Values) -> Times:
    """Return the fields as they stand in a view's state."""
    chosen = values.chosen(Part.WHEN)
    return Times(
        when=When(chosen) if chosen in set(When) else When.NOW,
        at=values.moment(Part.AT),
        repeat=values.chosen(Part.REPEAT) or ONCE,
        every=values.text(Part.EVERY) or "1",
        until=values.moment(Part.UNTIL),
    )


def mistakes(form: Timed, zone: ZoneInfo | None, now: datetime) -> dict[str, str]:
    """Return what is wrong with the times, by block; ``zone`` is the SMS-iT account's."""
    errors: dict[str, str] = {}
    if form.when is When.NOW:
        return errors
    _moment(Part.AT, form.at, now, errors)
    if form.when is When.BOT:
        return errors
    if zone is None:
        errors[Part.WHEN] = (
            "SMS-iT can hold a text only when SMSIT_TIMEZONE is set. Let the bot hold it, or ask your admin."
        )
        return errors
    _wall_clock(Part.AT, form.at, zone, errors)
    if form.repeat == ONCE:
        return errors
    if not is_every(form.every):
        errors[Part.EVERY] = f"Type a whole number from 1 to {MOST_EVERY}."
    if form.until is None:
        errors[Part.UNTIL] = "A series needs an end. Pick the last day and time."
    elif form.at is not None and form.until < form.at:
        errors[Part.UNTIL] = "The end is before the first text. Pick a later one."
    else:
        _wall_clock(Part.UNTIL, form.until, zone, errors)
    return errors


def is_every(text: str) -> bool:
    """Tell whether what was typed is a step SMS-iT takes: 1 to 30."""
    return text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_EVERY


def moment(action_id: str, at: datetime | None) -> Block:
    """Return a picker of day and time, in the zone of whoever uses it."""
    element: Block = {"type": "datetimepicker", "action_id": action_id}
    if at is not None:
        element["initial_date_time"] = int(at.timestamp())
    return element


def _series(form: Timed, feature: str) -> list[Block]:
    options = {value: kit.option(text, value) for value, text in REPEAT_LABELS.items()}
    repeat = {
        "type": "static_select",
        "action_id": f"{feature}.{Part.REPEAT}",
        "options": list(options.values()),
        "initial_option": options.get(form.repeat, options[ONCE]),
    }
    found = [kit.field("Repeat", Part.REPEAT, repeat, live=True)]
    if form.repeat != ONCE:
        every = {
            "type": "number_input",
            "action_id": f"{feature}.{Part.EVERY}",
            "is_decimal_allowed": False,
            "initial_value": form.every,
            "min_value": "1",
            "max_value": "30",
        }
        found.append(kit.field("Every", Part.EVERY, every, hint="1 is each time, 2 every other time …"))
        until = moment(f"{feature}.{Part.UNTIL}", form.until)
        hint = "The last text goes out at this time at the latest."
        found.append(kit.field("Until", Part.UNTIL, until, hint=hint))
    return found


def _moment(block: Part, at: datetime | None, now: datetime, errors: dict[str, str]) -> None:
    if at is None:
        errors[block] = "Pick a day and a time."
    elif at < now + SOONEST:
        errors[block] = "That time has passed, or less than a minute away. Pick a later one, or send it now."
    elif at > now + LATEST:
        errors[block] = "That is more than a year away. Pick an earlier time."


def _wall_clock(block: Part, at: datetime | None, zone: ZoneInfo, errors: dict[str, str]) -> None:
    if at is None or block in errors:
        return
    try:
        schedules.wall_clock(at, zone)
    except AmbiguousTime:
        errors[block] = (
            f"In {zone.key} that hour comes twice when the clocks go back, and SMS-iT cannot tell which. "
            "Pick another hour, or let the bot hold the text."
        )
