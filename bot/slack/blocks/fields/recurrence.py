"""The fields that say how a series comes round, and when it ends."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from bot.slack.blocks import kit
from bot.slack.blocks.fields import select
from bot.slack.blocks.fields.times import Part, Timed, Times, moment
from bot.slack.blocks.kit import Block
from bot.slack.incoming.forms import Values
from bot.texting import recurrence
from bot.texting.recurrence import Cycle, Kept, NoDates, Rule, TooManyDates
from bot.texting.recurrence_words import DAYS
from bot.texting.schedules import MOST_EVERY, MOST_OCCURRENCES, ONCE, Repeat, When

F = TypeVar("F", bound=Timed)
LABELS: Final = {
    Cycle.DAILY: "Every day",
    Cycle.WEEKLY: "Every week",
    Cycle.MONTHLY: "Every month, on this date",
    Cycle.BY_WEEKDAY: "Every month, on this weekday",
    Cycle.YEARLY: "Every year",
}
USUAL: Final = Cycle.WEEKLY
"""How a series repeats until somebody says otherwise."""
NO_END: Final = "Pick the last day and time, or type how many times it goes out."
TWO_ENDS: Final = "Give an end or a number of times, not both."
BAD_TIMES: Final = f"Type a whole number from 1 to {MOST_OCCURRENCES:,}."
EARLY_END: Final = "This is before the first text. Pick a later time."
NOT_THERE: Final = "SMS-iT can't do this. Choose another, or schedule it here."
END_THERE: Final = "Pick the last day and time: SMS-iT needs one."
REPEAT_HINT: Final = "In a shorter month, the 31st is its last day."
UTC_ZONE: Final = ZoneInfo("UTC")
DAYS_HINT: Final = "Leave empty for the weekday of the first text."


def blocks(form: Timed, feature: str) -> list[Block]:
    """Return the fields of a series; days of the week only where it is weekly."""
    options = {each: kit.option(text, each) for each, text in LABELS.items()}
    cycle = _cycle(form)
    repeat = select.element(f"{feature}.{Part.REPEAT}", options.values(), chosen=options[cycle])
    hint = REPEAT_HINT if cycle is Cycle.MONTHLY else ""
    found = [kit.field("Repeats", Part.REPEAT, repeat, hint=hint, live=True)]
    if cycle is Cycle.WEEKLY:
        found.append(kit.field("On", Part.DAYS, _days(form, feature), hint=DAYS_HINT, optional=True))
    every = _number(f"{feature}.{Part.EVERY}", MOST_EVERY, form.every if is_every(form.every) else "")
    found.append(kit.field("Interval", Part.EVERY, every, hint="With “Every week”, 2 means every 2 weeks."))
    until = moment(f"{feature}.{Part.UNTIL}", form.until)
    found.append(
        kit.field("Until", Part.UNTIL, until, hint="No text goes out after this time.", optional=True)
    )
    times = _number(f"{feature}.{Part.TIMES}", MOST_OCCURRENCES, form.times if _is_times(form.times) else "")
    found.append(kit.field("Or number of times", Part.TIMES, times, hint="Instead of an end.", optional=True))
    return found


def days(values: Values) -> tuple[int, ...]:
    """Return the days of the week that are ticked, 0 for Monday."""
    known = {str(day): day for day in range(len(DAYS))}
    return tuple(sorted({known[each] for each in values.ticks(Part.DAYS) if each in known}))


def mistakes(form: Timed) -> dict[str, str]:
    """Return what is wrong with a series, by block."""
    errors: dict[str, str] = {}
    if not is_every(form.every):
        errors[Part.EVERY] = f"Type a whole number from 1 to {MOST_EVERY}."
    if form.times and not _is_times(form.times):
        errors[Part.TIMES] = BAD_TIMES
    elif form.until is None and (not form.times or form.when is When.SMSIT):
        errors[Part.UNTIL] = NO_END if form.when is When.BOT else END_THERE
    elif form.times and form.when is When.SMSIT:
        errors[Part.TIMES] = NOT_THERE
    elif form.until is not None and form.times:
        errors[Part.TIMES] = TWO_ENDS
    elif form.until is not None and form.at is not None and form.until < form.at:
        errors[Part.UNTIL] = EARLY_END
    if form.when is When.SMSIT:
        errors |= _not_there(form)
    if not errors and form.at is not None and (rule := rule_of(form)) is not None:
        errors |= _dates(rule, form.at)
    return errors


def rule_of(form: Timed) -> Rule | None:
    """Return the rule of a series that is kept here, once nothing is wrong with it; else None."""
    if form.when is not When.BOT or form.repeat == ONCE:
        return None
    cycle = _cycle(form)
    weekdays = form.days if cycle is Cycle.WEEKLY else ()
    return Rule(cycle, int(form.every), weekdays, form.until, int(form.times) if form.times else None)


def as_series(form: F, kept: Kept, next_at: datetime) -> F:
    """Return a form with these fields filled in as a series is, from its next date on."""
    rule = kept.rule
    times = Times(
        when=When.BOT, at=next_at, repeat=rule.cycle, every=str(rule.every), days=rule.days, until=kept.last
    )
    filled: F = replace(form, **asdict(times))  # type: ignore[type-var]  # the forms are dataclasses
    return filled


def is_every(text: str) -> bool:
    """Tell whether what was typed is a step: 1 to 30."""
    return _is_whole(text, MOST_EVERY)


def _is_times(text: str) -> bool:
    return _is_whole(text, MOST_OCCURRENCES)


def _is_whole(text: str, most: int) -> bool:
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    return is_number and 1 <= int(text) <= most


def _cycle(form: Timed) -> Cycle:
    return Cycle(form.repeat) if form.repeat in set(Cycle) else USUAL


def _not_there(form: Timed) -> dict[str, str]:
    """Return what SMS-iT cannot do of what was chosen."""
    errors: dict[str, str] = {}
    if form.repeat not in set(Repeat):
        errors[Part.REPEAT] = NOT_THERE
    if form.days and form.repeat == Cycle.WEEKLY:
        errors[Part.DAYS] = NOT_THERE
    return errors


def _dates(rule: Rule, at: datetime) -> dict[str, str]:
    """Return whether the rule gives dates, as far as that is the same in every zone."""
    try:
        recurrence.dates(rule, at, UTC_ZONE)
    except (NoDates, TooManyDates) as error:
        return {Part.TIMES if rule.until is None else Part.UNTIL: error.sentence}
    return {}


def _number(action_id: str, most: int, typed: str) -> Block:
    """Return a field for a number; Slack takes no form that begins with what it would refuse."""
    element: Block = {
        "type": "number_input",
        "action_id": action_id,
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": str(most),
    }
    return element | {"initial_value": typed} if typed else element


def _days(form: Timed, feature: str) -> Block:
    options = [kit.option(name, str(day)) for day, name in enumerate(DAYS)]
    element: Block = {"type": "checkboxes", "action_id": f"{feature}.{Part.DAYS}", "options": options}
    ticked = [options[day] for day in form.days]
    return element | {"initial_options": ticked} if ticked else element
