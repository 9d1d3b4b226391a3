"""Finding and adding people at the pretend SMS-iT, through the real client."""

from datetime import date
from itertools import count

import pytest

from bot.errors import UserError
from bot.features.contacts.addition import Addition, Additions
from bot.features.contacts.directory import Directory
from bot.features.contacts.outcomes import Came
from bot.features.contacts.person import Person
from bot.features.contacts.search import Search
from bot.features.contacts.service import ContactBook
from bot.features.contacts.typed import read
from bot.sandbox import Sandbox
from bot.sandbox.smsit.faults import Fault
from bot.smsit import SmsItClient
from bot.store.database import Database
from tests.clock import FakeClock
from tests.fakes.people import ANYBODY
from tests.features.slack_harness import MAYA

NORA, POLLY, NEW = "14155550120", "14155550121", "14155550188"


@pytest.fixture
def directory(client: SmsItClient, database: Database) -> Directory:
    return Directory(client, ContactBook(client, database))


def named(directory: Directory, line: str) -> dict[str, Person]:
    return {person.name: person for person in directory.look(read(line)).people}


def test_every_way_to_search_reaches_smsit(directory: Directory) -> None:
    ada = named(directory, "lovelace")["Ada Lovelace"]
    assert ada.groups == ("Newsletter", "Tuesday clinic", "VIP")
    assert (ada.birthday, ada.email) == (date(1985, 12, 10), "ada@example.com")
    assert "Ada Lovelace" in named(directory, "ada@example.com")
    assert "Ada Lovelace" in named(directory, "555 0100")
    assert "Grace Hopper" in named(directory, 'hopper group:"VIP 2"')
    assert "Grace Hopper" not in named(directory, "hopper group:VIP")
    assert len(directory.look(read("alex kim")).people) == 2
    assert named(directory, "polly subscribed:no")["Polly Partial"].left == ("Newsletter",)
    assert not named(directory, "nora subscribed:yes")


@pytest.mark.parametrize("sort", ["name", "number", "newest"])
def test_all_pages_together_are_everybody_once(directory: Directory, sandbox: Sandbox, sort: str) -> None:
    found, page = list[str](), directory.look(Search(sort=sort))
    while True:
        found += [person.number for person in page.people]
        if not page.more:
            break
        page = directory.look(Search(sort=sort, page=page.search.page + 1))
    assert page.total == len(found) == len(set(found))
    assert set(found) == {each.number for each in sandbox.smsit.book.contacts if each.rows}


def test_a_group_that_does_not_exist_and_a_silent_smsit_are_told(
    directory: Directory, sandbox: Sandbox
) -> None:
    with pytest.raises(UserError, match="no group of that name"):
        directory.look(read("group:Nonsense"))
    sandbox.smsit.faults.add("getcontacts", Fault.HTTP500)
    with pytest.raises(UserError, match="Try again in a minute"):
        directory.look(Search())


def test_an_addition_comes_out_as_smsit_has_it(
    client: SmsItClient, sandbox: Sandbox, database: Database, clock: FakeClock
) -> None:
    additions, keys = Additions(database, client, clock, ANYBODY, request_seconds=35), count()

    def add(number: str, group: str = "VIP") -> Came:
        return additions.add(Addition(number, group, "Zoe"), MAYA, str(next(keys))).came

    assert add(NEW) is Came.ADDED
    assert add(NEW) is Came.ALREADY
    assert add(NORA) is Came.OPTED_OUT
    assert add(POLLY, "Newsletter") is Came.OPTED_OUT
    assert add(NEW, "Nonsense") is Came.REFUSED
    sandbox.smsit.faults.add("addcontact", Fault.REPLY_LOST)
    assert add(NEW, "Newsletter") is Came.ADDED  # it was found there
