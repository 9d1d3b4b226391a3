"""Filling in what every form for texts asks: who it is for, and when it goes out."""

from datetime import datetime

from bot.sandbox.slack.person import Person
from tests.flows.harness import Harness

HERE, AT_SMSIT, REPEAT = "Schedule", "In SMS-iT", "Repeat"
"""Kept by the bot, by SMS-iT, or sent by SMS-iT again and again."""
KEPT = "Where to schedule it"


def to(person: Person, typed: str, label: str = "To") -> None:
    """Type a number or a name into the field, and choose the first of what is offered."""
    first = person.suggestions(label, typed)[0]
    person.choose(label, str(first["text"]["text"]))


def when(harness: Harness, how: str, at: datetime | None = None, person: Person | None = None) -> None:
    """Choose in the open form that it goes out at a time, and who keeps it until then."""
    who = person or harness.maya
    who.choose("When", REPEAT if how == REPEAT else HERE)
    field = "First text" if how == REPEAT else "Send at"
    harness.wait_for(lambda: field in harness.shown(who))
    if how == AT_SMSIT:
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
