"""Very many contacts: counted in the background while everybody goes on working."""

from collections.abc import Iterator

import pytest

from bot.demo import manifest
from bot.features.contacts.jobs import GROUPS
from bot.sandbox import Sandbox
from bot.settings import Mode
from bot.store import contact_groups
from tests.chaos import sized
from tests.clock import FakeClock
from tests.flows.broadcasting import Broadcasts
from tests.flows.house import ADA, House
from tests.flows.staff import TOM, ephemeral
from tests.patience import ACK_SECONDS

pytestmark = [pytest.mark.chaos, pytest.mark.long, pytest.mark.usefixtures("unmeasured")]

CONTACTS = sized(20_000, 100_000)
FEW = 3


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    own = House(tmp_path_factory.mktemp("house"), FakeClock(), Mode.SOCKET)
    own.sandbox = Sandbox(clock=own.clock, contacts=CONTACTS, manifest=manifest(), ack_limit=ACK_SECONDS)
    own.open()
    yield own
    own.close()
    assert not own.sandbox.slack.problems


def test_everybody_is_answered_while_all_contacts_are_read(house: House) -> None:
    tom = house.person(TOM)
    tom.command("/sms groups")
    house.modal("Groups", tom)
    tom.press("Count again")  # joins the count that began with the bot

    house.wait_for(lambda: "contact entries read" in house.shown(tom))
    answered = 0
    while house.bot.services.sync.state.full_at is None:
        answer = house.maya.command("/sms help")
        assert answer.acked
        assert "/sms groups" in ephemeral(answer)
        answered += house.bot.services.sync.state.full_at is None

    assert answered >= FEW
    assert house.bot.services.sync.state.counted >= CONTACTS
    house.wait_for(lambda: "counted just now" in house.shown(tom))
    assert "contact entries read" not in house.shown(tom)


def test_the_figures_are_those_of_smsit_by_exact_name(house: House) -> None:
    truth: dict[str, set[str]] = {}
    with house.sandbox.smsit.lock:
        for group in house.sandbox.smsit.groups:
            rows = house.sandbox.smsit.book.members(group)
            truth[group] = {row.contact.number for row in rows if row.subscribed}

    with house.bot.database.read() as conn:
        known = contact_groups.matching(conn, "")

    figures = {each.name: each.counts.subscribed for each in known if each.counts is not None}
    assert figures == {group: len(numbers) for group, numbers in truth.items() if numbers}


def test_one_more_contact_is_found_without_reading_all_the_others(house: House) -> None:
    house.clock.advance(minutes=15)
    Broadcasts(house).join("Only one", number=ADA)
    before = len(house.sandbox.smsit.requests)

    house.bot.jobs[GROUPS]({})

    assert len(house.sandbox.smsit.requests) - before <= 3
    house.maya.command("/sms broadcast Only one")
    house.modal("Broadcast to a group")
    found = house.maya.suggestions("To the group", "only one")
    assert [each["description"]["text"] for each in found] == ["1 person"]
    house.maya.close()
