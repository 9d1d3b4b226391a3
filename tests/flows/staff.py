"""What the people of the clinic do with texts that wait, with groups and with lists."""

from collections.abc import Collection
from datetime import datetime

from bot.access import Who
from bot.sandbox.slack.model import Answer
from bot.sandbox.slack.person import Person
from bot.store.sends import held as held_sends
from tests.flows.house import House, words_in

MAYA, TOM, LENA, PRIYA, SAM, ZED = "U0MAYA", "U0TOM", "U0LENA", "U0PRIYA", "U0SAM", "U0ZED"
APPROVALS = "C0APPROVE"
HELD = "Later, held by the bot"
AT_SMSIT = "Later, held by SMS-iT"


def scheduled(house: House, who: str = MAYA) -> Person:
    """Look at what is scheduled."""
    person = house.person(who)
    assert person.command("/sms scheduled", channel="C0HELP").acked
    house.modal("Scheduled", person)
    house.wait_for(lambda: "Looking up" not in house.shown(person))
    return person


def press_there(house: House, button: str, who: str = MAYA, *, says: str) -> Answer:
    """Press a button of the listing and wait until it says something new."""
    person = house.person(who)
    answer = person.press(button)
    assert answer is not None
    assert answer.acked
    house.wait_for(lambda: says in house.shown(person))
    return answer


def change(
    house: House, message: str | None = None, at: datetime | None = None, *, who: str = MAYA
) -> Answer:
    """Change the first text of the listing: fill in what is given, and save it."""
    person = house.person(who)
    person.press("Edit")
    house.modal("Change a text", person)
    if message is not None:
        person.fill("Message", message)
    if at is not None:
        person.fill("Send at", at)
    return person.submit()


def checked(house: House, who: str = MAYA) -> str:
    """Submit a form and return the words of what the bot answers."""
    person = house.person(who)
    form = person.title
    assert person.submit().acked
    house.wait_for(lambda: person.title not in {form, "Checking"})
    return house.shown(person)


def text_list(house: House, rows: Collection[str], message: str, at: datetime | None = None) -> str:
    """Paste a list and check it; the confirmation stays open."""
    person = house.maya
    assert person.command("/sms list").acked
    house.modal("Text a list")
    person.fill("or paste numbers, one in each line", "\n".join(rows))
    person.fill("Message", message)
    if at is not None:
        person.choose("When", HELD)
        house.wait_for(lambda: "Send at" in house.shown())
        person.fill("Send at", at)
    return checked(house)


def confirm(house: House, who: str = MAYA) -> Answer:
    """Submit the confirmation."""
    answer = house.person(who).submit()
    assert answer.acked
    return answer


def wait_for_groups(house: House) -> None:
    """Wait until the bot has counted the groups once."""
    house.wait_for_database(lambda: bool(house.bot.services.contacts.groups("VIP")))


def know_the_desk(house: House) -> None:
    """Wait until the bot has learned who is in the user groups of the policy."""
    ask = house.bot.commands.allowed
    house.wait_for_database(lambda: len(ask(Who(PRIYA, "T0HARBOUR"))) > len(ask(Who(SAM, "T0HARBOUR"))))


def clear(house: House) -> House:
    """Cancel everything earlier stories left waiting."""
    with house.bot.database.read() as conn:
        left = held_sends.of_bot(conn, None, offset=0, limit=1000)
    for each in left:
        house.bot.services.decisions.cancel(each.id, Who(TOM, "T0HARBOUR"))
    return house.fresh()


def ephemeral(answer: Answer) -> str:
    """Return what a command answered at once."""
    return words_in(answer.body)


def ready(house: House, line: str, who: str = MAYA, *, channel: str = "C0HELP") -> Person:
    """Write a text to one person and go as far as the confirmation."""
    person = house.person(who)
    assert person.command(line, channel=channel).acked
    house.modal("Send a text", person)
    checked(house, who)
    assert person.view is not None
    assert person.view.title == "Send this text?", house.shown(person)
    return person
