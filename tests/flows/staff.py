"""What the people of the clinic do with texts that wait, with groups and with lists."""

from collections.abc import Collection
from datetime import datetime

from bot.access import Who
from bot.sandbox.slack.model import Answer
from bot.sandbox.slack.person import Person
from bot.store.sends import scheduled as held_sends
from tests.flows.harness import Harness, words_in

MAYA, TOM, LENA, PRIYA, SAM, ZED = "U0MAYA", "U0TOM", "U0LENA", "U0PRIYA", "U0SAM", "U0ZED"
APPROVALS = "C0APPROVE"
HELD = "Schedule"


def scheduled(harness: Harness, who: str = MAYA) -> Person:
    """Look at what is scheduled."""
    person = harness.person(who)
    assert person.command("/sms scheduled", channel="C0HELP").acked
    harness.modal("Scheduled", person)
    harness.wait_for(lambda: "Loading" not in harness.shown(person))
    return person


def press_there(harness: Harness, button: str, who: str = MAYA, *, says: str) -> Answer:
    """Press a button of the listing and wait until it says something new."""
    person = harness.person(who)
    answer = person.press(button)
    assert answer is not None
    assert answer.acked
    harness.wait_for(lambda: says in harness.shown(person))
    return answer


def change(
    harness: Harness, message: str | None = None, at: datetime | None = None, *, who: str = MAYA
) -> Answer:
    """Change the first text of the listing: fill in what is given, and save it."""
    person = harness.person(who)
    person.press("Edit")
    harness.modal("Edit text", person)
    if message is not None:
        person.fill("Message", message)
    if at is not None:
        person.fill("Send at", at)
    return person.submit()


def checked(harness: Harness, who: str = MAYA) -> str:
    """Submit a form and return the words of what the bot answers."""
    person = harness.person(who)
    assert person.submit().acked
    harness.wait_for(lambda: person.title != "Checking")
    return harness.shown(person)


def text_list(
    harness: Harness,
    rows: Collection[str],
    message: str,
    at: datetime | None = None,
    *,
    who: Person | None = None,
) -> str:
    """Paste a list and check it; the confirmation stays open."""
    person = who or harness.maya
    assert person.command("/sms list").acked
    harness.modal("Text a list", person)
    person.fill("Or paste numbers, one per line", "\n".join(rows))
    person.fill("Message", message)
    if at is not None:
        person.choose("When", HELD)
        harness.wait_for(lambda: "Send at" in harness.shown(person))
        person.fill("Send at", at)
    return checked(harness, person.id)


def confirm(harness: Harness, who: str = MAYA) -> Answer:
    """Submit the confirmation."""
    answer = harness.person(who).submit()
    assert answer.acked
    return answer


def wait_for_groups(harness: Harness) -> None:
    """Wait until the bot has counted the groups once."""
    harness.wait_for_database(lambda: bool(harness.bot.services.contacts.groups("VIP")))


def know_the_desk(harness: Harness) -> None:
    """Wait until the bot has learned who is in the user groups of the policy."""
    ask = harness.bot.commands.allowed
    harness.wait_for_database(lambda: len(ask(Who(PRIYA, "T0HARBOUR"))) > len(ask(Who(SAM, "T0HARBOUR"))))


def clear(harness: Harness) -> Harness:
    """Cancel everything earlier stories left waiting."""
    with harness.bot.database.read() as conn:
        left = held_sends.of_bot(conn, None, offset=0, limit=1000)
    for each in left:
        harness.bot.services.decisions.cancel(each.id, Who(TOM, "T0HARBOUR"))
    return harness.fresh()


def ephemeral(answer: Answer) -> str:
    """Return what a command answered at once."""
    return words_in(answer.body)


def ready(harness: Harness, line: str, who: str = MAYA, *, channel: str = "C0HELP") -> Person:
    """Write a text to one person and go as far as the confirmation."""
    person = harness.person(who)
    assert person.command(line, channel=channel).acked
    harness.modal("Send a text", person)
    checked(harness, who)
    assert person.view is not None
    assert person.view.title == "Review text", harness.shown(person)
    return person
