"""Filling in what every form for texts asks: who it is for, and when it goes out."""

from datetime import datetime

from bot.sandbox.slack.person import Person
from tests.flows.harness import Harness

HERE, AT_SMSIT, REPEAT, REPEAT_THERE = "Schedule", "In SMS-iT", "Repeat", "Repeat in SMS-iT"
"""Kept by the bot, by SMS-iT, or sent again and again by either."""
KEPT = "Where to schedule it"


def to(person: Person, typed: str, label: str = "To") -> None:
    """Type a number or a name into the field, and choose the first of what is offered."""
    first = person.suggestions(label, typed)[0]
    person.choose(label, str(first["text"]["text"]))


def when(harness: Harness, how: str, at: datetime | None = None, person: Person | None = None) -> None:
    """Choose in the open form that it goes out at a time, and who keeps it until then."""
    who = person or harness.maya
    repeats = how in {REPEAT, REPEAT_THERE}
    who.choose("When", REPEAT if repeats else HERE)
    field = "First text" if repeats else "Send at"
    harness.wait_for(lambda: field in harness.shown(who))
    if how in {AT_SMSIT, REPEAT_THERE}:
        who.choose(KEPT, AT_SMSIT)
    if at is not None:
        who.fill(field, at)


def stop_texting(harness: Harness, line: str, person: Person | None = None, channel: str = "C0FRONT") -> str:
    """Put a number on the do-not-text list by a command, confirm it, and return what is said to that."""
    who = person or harness.maya
    assert who.command(f"/sms do-not-text {line}", channel=channel).acked
    harness.modal("Add to do-not-text", who)
    assert who.submit().acked
    said = harness.shown(who)
    who.close()
    return said
