"""The fields that say when a text goes out: now, once at a time, or again and again.

The bot keeps what does not go out now, unless somebody wants SMS-iT to.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.slack.blocks import kit
from bot.slack.blocks.fields import recurrence, select
from bot.slack.blocks.fields.times import Choice, Part, Timed, Times, moment
from bot.slack.blocks.kit import Block
from bot.slack.incoming.forms import FieldErrors, Values
from bot.texting import schedules
from bot.texting.recurrence import Cycle
from bot.texting.schedules import ONCE, AmbiguousTime, Repeat, When

__all__ = ["Choice", "Part", "Timed", "Times", "blocks", "choice_of", "mistakes", "moment", "read"]

SOONEST: Final = timedelta(minutes=1)
LATEST: Final = timedelta(days=366)


CHOICE_LABELS: Final = {Choice.NOW: "Now", Choice.SCHEDULE: "Schedule", Choice.REPEAT: "Repeat"}
KEPT_LABELS: Final = {
    When.BOT: ("Here", "You can change it here and see its delivery"),
    When.SMSIT: ("In SMS-iT", "You cancel it there"),
}
KEPT_HINT: Final = "Here: you can cancel it and see its delivery. In SMS-iT: you cancel it there."
KEPT_SERIES_HINT: Final = (
    "Here: you can skip dates, pause, edit or stop it. In SMS-iT: you can only cancel it there, and it can't "
    "have chosen days or a number of times."
)
TOO_SOON: Final = "That time has passed or is less than a minute away. Pick a later time."
GOES_ON: Final = "The series you're editing goes on as it was until you confirm."
UNKNOWN_CHOICE: Final = "Choose again when to send this."
NO_ZONE: Final = "Only possible once SMSIT_TIMEZONE is set. Ask an admin of this bot to set it, or choose {}."


def blocks(form: Timed, *, feature: str, offered: Collection[When] = tuple(When)) -> list[Block]:
    """Return the fields that the choices made so far call for.

    ``offered`` are the keepers there are.
    """
    choice = choice_of(form)
    options = {each: kit.option(text, each) for each, text in CHOICE_LABELS.items()}
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
        found += recurrence.blocks(form, feature)
    if When.SMSIT in offered:
        found.append(_kept(form, feature, repeats=choice is Choice.REPEAT))
    return found


def choice_of(form: Timed) -> Choice:
    """Return what was chosen first, by what a form holds."""
    if form.when is When.NOW:
        return Choice.NOW
    return Choice.REPEAT if form.repeat != ONCE else Choice.SCHEDULE


def read(values: Values) -> Times:
    """Return the fields as they stand in a view's state; one that was not shown yet has its usual value.

    Forms that an earlier version drew say in :attr:`Part.WHEN` who keeps the text, and once in
    :attr:`Part.REPEAT`. Raises :exc:`FieldErrors` for a choice that is none of ours.
    """
    chosen, repeat = values.chosen(Part.WHEN), values.chosen(Part.REPEAT)
    times = Times(
        at=values.moment(Part.AT),
        every=values.text(Part.EVERY) or "1",
        days=recurrence.days(values),
        until=values.moment(Part.UNTIL),
        times=values.text(Part.TIMES),
    )
    keeper = When.SMSIT if values.chosen(Part.KEPT) == When.SMSIT else When.BOT
    match chosen:
        case When.SMSIT:
            return replace(times, when=When.SMSIT, repeat=repeat if repeat in set(Repeat) else ONCE)
        case When.BOT | Choice.SCHEDULE:
            return replace(times, when=When.BOT if chosen == When.BOT else keeper)
        case Choice.REPEAT:
            return replace(times, when=keeper, repeat=repeat if repeat in set(Cycle) else recurrence.USUAL)
        case "" | Choice.NOW:
            return times
        case _:
            raise FieldErrors({Part.WHEN: UNKNOWN_CHOICE})


def mistakes(
    form: Timed, zone: ZoneInfo | None, now: datetime, *, replaces: bool = False, not_there: str = ""
) -> dict[str, str]:
    """Return what is wrong with the times, by block; ``zone`` is the SMS-iT account's.

    ``replaces`` tells that a series is edited, which goes on while somebody picks another time, and
    ``not_there`` why SMS-iT can't keep it.
    """
    errors: dict[str, str] = {}
    choice = choice_of(form)
    if choice is Choice.NOW:
        return errors
    _moment(Part.AT, form.at, now, errors)
    if replaces and errors.get(Part.AT) == TOO_SOON:
        errors[Part.AT] = f"{TOO_SOON} {GOES_ON}"
    if choice is Choice.REPEAT:
        errors |= recurrence.mistakes(form)
    if form.when is When.BOT:
        return errors
    if not_there:
        errors[Part.KEPT] = not_there
        return errors
    if zone is None:
        errors[Part.KEPT] = NO_ZONE.format(KEPT_LABELS[When.BOT][0])
        return errors
    _wall_clock(Part.AT, form.at, zone, errors)
    if choice is Choice.REPEAT:
        _wall_clock(Part.UNTIL, form.until, zone, errors)
    return errors


def _kept(form: Timed, feature: str, *, repeats: bool) -> Block:
    """Return the choice of who keeps a text until its time; as a rule it is left alone."""
    options = {each: kit.option(text, each, note) for each, (text, note) in KEPT_LABELS.items()}
    chosen = options.get(form.when, options[When.BOT])
    kept = select.element(f"{feature}.{Part.KEPT}", options.values(), chosen=chosen)
    hint = KEPT_SERIES_HINT if repeats else KEPT_HINT
    return kit.field("Where to schedule it", Part.KEPT, kept, hint=hint)


def _moment(block: Part, at: datetime | None, now: datetime, errors: dict[str, str]) -> None:
    if at is None:
        errors[block] = "Pick a day and a time."
    elif at < now + SOONEST:
        errors[block] = TOO_SOON
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
