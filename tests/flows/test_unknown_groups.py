"""A group that exists at SMS-iT and holds nobody is not known here: it is typed, wherever somebody is added.

And one that does not exist at all: SMS-iT says so, and nothing of what was written is lost.
"""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from bot.sandbox.slack.person import Person
from bot.store.appointment_calls import CallState
from bot.store.states import SendState
from tests.flows import people
from tests.flows.booking import NEW_CONTACT, Bookings
from tests.flows.clinic import in_days, opened
from tests.flows.harness import FRONT, Harness
from tests.flows.importing import Imports
from tests.flows.listing import Lists
from tests.flows.people import Contacts

pytestmark = pytest.mark.measured

EMPTY, GONE = "Evening clinic", "Moon clinic"
"""One that holds nobody, and one that does not exist."""
NOT_THERE = "SMS-iT has no group of that name"
HELLO = "See you tomorrow."
_NUMBERS = count(14155551500)


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house")) as shared:
        yield shared


@pytest.fixture(autouse=True)
def empty(harness: Harness) -> None:
    """Everybody leaves the group: it is there, and holds nobody."""
    with harness.sandbox.smsit.lock:
        book = harness.sandbox.smsit.book
        book.add_group(EMPTY)
        for row in book.members(EMPTY):
            book.delete(row.contact.number)
    harness.bot.services.sync.run(full=True)
    assert EMPTY not in harness.bot.services.contacts.groups("")


@pytest.fixture
def number() -> str:
    return str(next(_NUMBERS))


def members(harness: Harness, group: str = EMPTY) -> list[str]:
    book = harness.sandbox.smsit.book
    return [row.contact.number for row in book.members(group)] if group in book.groups else []


def use(harness: Harness, person: Person, group: str, label: str = "Group") -> None:
    """Type the name of a group and choose it as it was typed."""

    def offered() -> list[str]:
        return [each["text"]["text"] for each in person.suggestions(label, group)]

    harness.wait_for(offered)
    assert offered() == [f"Use “{group}”"]
    [option] = person.suggestions(label, group)
    assert "Not counted yet" in option["description"]["text"]
    person.choose(label, f"Use “{group}”")


def test_a_contact_is_added_to_it(harness: Harness, number: str) -> None:
    contacts = Contacts(people.ready(harness))
    for group, says in ((GONE, NOT_THERE), (EMPTY, "The contact was added.")):
        if group == GONE:
            contacts.person.command(f"/sms contacts add +{number} Zoe Hall", channel=FRONT)
            harness.modal(people.FORM, contacts.person)
        use(harness, contacts.person, group)
        contacts.person.submit()
        said = contacts.added()
        assert says in said
        assert group in said
        if group == GONE:
            contacts.person.back()
            assert "Zoe Hall" in harness.shown(contacts.person)
    assert members(harness) == [number]


def test_a_text_is_sent_to_somebody_added_to_it(harness: Harness, number: str) -> None:
    harness.compose(f"/sms {number} {HELLO}")
    harness.check()
    use(harness, harness.maya, GONE)
    harness.maya.submit()
    harness.until(SendState.REFUSED)
    message = harness.message("Not sent")
    assert NOT_THERE in message.text
    assert harness.texts == []

    harness.maya.press("Add to contacts and send", message=message)
    harness.modal("Review text", harness.maya)
    use(harness, harness.maya, EMPTY)
    harness.maya.submit()
    harness.wait_for(lambda: harness.texts)
    assert harness.texts == [(number, HELLO)]
    assert members(harness) == [number]


def test_numbers_of_a_list_are_added_to_it(harness: Harness, number: str) -> None:
    lists = Lists(harness)
    person = lists.compose([f"+{number}"])
    use(harness, person, EMPTY, "Add numbers to a group")
    assert EMPTY in lists.confirmation(person)
    assert person.submit().acked
    harness.wait_for(lambda: number in [to for to, _body in harness.texts])
    assert members(harness) == [number]


def test_a_list_whose_group_is_not_there_is_paused_at_its_first_row(harness: Harness) -> None:
    numbers = [f"+{next(_NUMBERS)}" for _ in range(20)]
    lists = Lists(harness)
    person = lists.compose(numbers)
    use(harness, person, GONE, "Add numbers to a group")
    lists.confirmation(person)
    before = sum(each.endpoint == "addcontact" for each in harness.sandbox.smsit.requests)
    assert person.submit().acked
    harness.until(SendState.PAUSED)
    assert NOT_THERE in harness.message("Paused").text
    asked = sum(each.endpoint == "addcontact" for each in harness.sandbox.smsit.requests) - before
    assert asked < len(numbers) / 2
    assert harness.texts == []


def test_an_import_goes_into_it(harness: Harness, number: str) -> None:
    imports = Imports(harness)
    person = imports.uploaded(f"Number,Name\n+{number},Zoe Hall\n".encode())
    use(harness, person, EMPTY, "Or one group for everyone")
    imports.says(f"→ *{EMPTY}*")
    imports.confirm()
    harness.wait_for(lambda: members(harness) == [number])


@pytest.mark.parametrize("button", [False, True], ids=["before it is booked", "after it was refused"])
def test_an_appointment_is_booked_with_who_was_added_to_it(
    harness: Harness, number: str, *, button: bool
) -> None:
    desk = Bookings(harness)
    if button:
        booked = _refused(desk, number)
        desk.press("Add to contacts and book", booked)
        harness.modal("Add and book", desk.person)
        _twice(desk, lambda: harness.wait_for(lambda: NOT_THERE in desk.shown) and desk.person.back())
        desk.until(booked, CallState.ACCEPTED)
    else:
        desk.compose(f"+{number}")
        desk.fill(in_days(harness, 3))
        desk.check()
        assert desk.title == NEW_CONTACT
        desk.person.fill("Name", "Zoe Hall")
        _twice(desk, lambda: harness.wait_for(lambda: NOT_THERE in desk.shown and GONE in desk.shown))
        harness.wait_for(lambda: "Zoe Hall" in desk.shown and desk.title != NEW_CONTACT)
        desk.confirm()
        desk.until(desk.newest(number), CallState.ACCEPTED)
    assert members(harness) == [number]


def _twice(desk: Bookings, refused: Callable[[], object]) -> None:
    """Choose the group that is not there, see that said with nothing lost, and choose the other one."""
    use(desk.harness, desk.person, GONE)
    desk.confirm()
    refused()
    use(desk.harness, desk.person, EMPTY)
    desk.confirm()


def _refused(desk: Bookings, number: str) -> str:
    """Book with somebody who is deleted before SMS-iT is told."""
    desk.patient("Zoe Hall", number)
    desk.ready(number, in_days(desk.harness, 3))
    desk.smsit.delete_contact(number)
    desk.confirm()
    booked = desk.newest(number)
    desk.until(booked, CallState.REFUSED)
    return booked
