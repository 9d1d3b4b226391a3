"""The fields that say when a text goes out: now, once at a time, or again and again.

The bot keeps what goes out once, unless somebody wants SMS-iT to; a series is kept by SMS-iT.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.incoming.forms import FieldErrors, Values
from bot.texting import schedules
from bot.texting.schedules import ONCE, AmbiguousTime, Repeat, When

SOONEST: Final = timedelta(minutes=1)
LATEST: Final = timedelta(days=366)
MOST_EVERY: Final = 30


class Part(StrEnum):
    """The blocks of these fields; an action id is the feature's name, a dot, and one of them."""

    WHEN = "when"
    AT = "at"
    KEPT = "kept"
    REPEAT = "repeat"
    EVERY = "every"
    UNTIL = "until"


class Choice(StrEnum):
    """What is asked first."""

    NOW = "now"
    SCHEDULE = "schedule"
    REPEAT = "repeat"


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


CHOICE_LABELS: Final = {Choice.NOW: "Now", Choice.SCHEDULE: "Schedule", Choice.REPEAT: "Repeat"}
KEPT_LABELS: Final = {
    When.BOT: ("Here", "You can cancel it here and see its delivery"),
    When.SMSIT: ("In SMS-iT", "You cancel it there"),
}
REPEAT_LABELS: Final = {
    Repeat.DAILY: "Every day",
    Repeat.WEEKLY: "Every week",
    Repeat.MONTHLY: "Every month",
    Repeat.YEARLY: "Every year",
}
USUAL_REPEAT: Final = Repeat.WEEKLY
"""How a series repeats until somebody says otherwise."""
UNKNOWN_CHOICE: Final = "Choose again when to send this."
NO_ZONE: Final = "Only possible once SMSIT_TIMEZONE is set. Ask an admin of this bot to set it, or choose {}."


def blocks(form: Timed, *, feature: str, offered: Collection[When] = tuple(When)) -> list[Block]:
    """Return the fields that the choices made so far call for.

    ``offered`` are the keepers there are; what repeats is kept by SMS-iT.
    """
    choice = choice_of(form)
    options = {
        each: kit.option(text, each)
        for each, text in CHOICE_LABELS.items()
        if each is not Choice.REPEAT or When.SMSIT in offered
    }
    asked = {
        "type": "radio_buttons",
        "action_id": f"{feature}.{Part.WHEN}",
        "options": list(options.values()),
        "initial_option": options.get(choice) or next(iter(options.values())),
    }
    found = [kit.field("When", Part.WHEN, asked, live=True)]
    if choice is Choice.NOW:
        return found
    label = "First text" if choice is Choice.REPEAT else "Send at"
    found.append(
        kit.field(label, Part.AT, moment(f"{feature}.{Part.AT}", form.at), hint="In your time zone.")
    )
    if choice is Choice.REPEAT:
        found += _series(form, feature)
    elif When.SMSIT in offered:
        found.append(_kept(form, feature))
    return found


def choice_of(form: Timed) -> Choice:
    """Return what was chosen first, by what a form holds."""
    if form.when is When.NOW:
        return Choice.NOW
    return Choice.REPEAT if form.when is When.SMSIT and form.repeat != ONCE else Choice.SCHEDULE


def read(values: Values) -> Times:
    """Return the fields as they stand in a view's state; one that was not shown yet has its usual value.

    Forms that an earlier version drew say in :attr:`Part.WHEN` who keeps the text, and once in
    :attr:`Part.REPEAT`. Raises :exc:`FieldErrors` for a choice that is none of ours.
    """
    chosen, repeat = values.chosen(Part.WHEN), values.chosen(Part.REPEAT)
    times = Times(
        at=values.moment(Part.AT), every=values.text(Part.EVERY) or "1", until=values.moment(Part.UNTIL)
    )
    if chosen == When.SMSIT:
        return replace(times, when=When.SMSIT, repeat=repeat if repeat in set(Repeat) else ONCE)
    if chosen == When.BOT:
        return replace(times, when=When.BOT)
    if chosen == Choice.REPEAT:
        known = repeat if repeat in set(Repeat) else USUAL_REPEAT
        return replace(times, when=When.SMSIT, repeat=known)
    if chosen == Choice.SCHEDULE:
        at_smsit = values.chosen(Part.KEPT) == When.SMSIT
        return replace(times, when=When.SMSIT if at_smsit else When.BOT)
    if chosen not in {"", Choice.NOW}:
        raise FieldErrors({Part.WHEN: UNKNOWN_CHOICE})
    return times


def mistakes(form: Timed, zone: ZoneInfo | None, now: datetime) -> dict[str, str]:
    """Return what is wrong with the times, by block; ``zone`` is the SMS-iT account's."""
    errors: dict[str, str] = {}
    choice = choice_of(form)
    if choice is Choice.NOW:
        return errors
    _moment(Part.AT, form.at, now, errors)
    if form.when is When.BOT:
        return errors
    if zone is None:
        if choice is Choice.REPEAT:
            errors[Part.WHEN] = NO_ZONE.format(CHOICE_LABELS[Choice.SCHEDULE])
        else:
            errors[Part.KEPT] = NO_ZONE.format(KEPT_LABELS[When.BOT][0])
        return errors
    _wall_clock(Part.AT, form.at, zone, errors)
    if choice is not Choice.REPEAT:
        return errors
    if not is_every(form.every):
        errors[Part.EVERY] = f"Type a whole number from 1 to {MOST_EVERY}."
    if form.until is None:
        errors[Part.UNTIL] = "Pick the last day and time."
    elif form.at is not None and form.until < form.at:
        errors[Part.UNTIL] = "This is before the first text. Pick a later time."
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


def _kept(form: Timed, feature: str) -> Block:
    """Return the choice of who keeps a text until its time; as a rule it is left alone."""
    options = {each: kit.option(text, each, note) for each, (text, note) in KEPT_LABELS.items()}
    select = {
        "type": "static_select",
        "action_id": f"{feature}.{Part.KEPT}",
        "options": list(options.values()),
        "initial_option": options.get(form.when, options[When.BOT]),
    }
    hint = "Here: you can cancel it and see its delivery. In SMS-iT: you cancel it there."
    return kit.field("Where to schedule it", Part.KEPT, select, hint=hint)


def _series(form: Timed, feature: str) -> list[Block]:
    options = {str(value): kit.option(text, value) for value, text in REPEAT_LABELS.items()}
    repeat = {
        "type": "static_select",
        "action_id": f"{feature}.{Part.REPEAT}",
        "options": list(options.values()),
        "initial_option": options.get(form.repeat, options[USUAL_REPEAT.value]),
    }
    every = {
        "type": "number_input",
        "action_id": f"{feature}.{Part.EVERY}",
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": str(MOST_EVERY),
    }
    if is_every(form.every):  # Slack takes no form that begins with what it would refuse
        every["initial_value"] = form.every
    until = moment(f"{feature}.{Part.UNTIL}", form.until)
    hint = "Repeats are kept in SMS-iT; cancel them there."
    return [
        kit.field("Repeats", Part.REPEAT, repeat, hint=hint),
        kit.field("Interval", Part.EVERY, every, hint="With “Every week”, 2 means every 2 weeks."),
        kit.field("Until", Part.UNTIL, until, hint="No text goes out after this time."),
    ]


def _moment(block: Part, at: datetime | None, now: datetime, errors: dict[str, str]) -> None:
    if at is None:
        errors[block] = "Pick a day and a time."
    elif at < now + SOONEST:
        errors[block] = "That time has passed or is less than a minute away. Pick a later time."
    elif at > now + LATEST:
        errors[block] = "That's more than a year away. Pick an earlier time."


def _wall_clock(block: Part, at: datetime | None, zone: ZoneInfo, errors: dict[str, str]) -> None:
    if at is None or block in errors:
        return
    try:
        schedules.wall_clock(at, zone)
    except AmbiguousTime:
        errors[block] = (
            f"Clocks go back then in {zone.key}: that hour comes twice, and SMS-iT can't tell which one. "
            "Pick another hour, or schedule a single text here."
        )
