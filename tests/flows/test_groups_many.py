"""Very many contacts: counted in the background while everybody goes on working."""

from collections.abc import Iterator

import pytest

from bot.demo import manifest
from bot.features.groups.jobs import GROUPS
from bot.sandbox import Sandbox
from bot.settings import Mode
from bot.store import contact_groups
from tests.chaos import sized
from tests.clock import FakeClock
from tests.flows.broadcasting import Broadcasts
from tests.flows.gates import gate
from tests.flows.harness import ADA, Harness
from tests.flows.staff import TOM, ephemeral
from tests.patience import ACK_SECONDS

pytestmark = [pytest.mark.chaos, pytest.mark.long, pytest.mark.usefixtures("unmeasured")]

CONTACTS = sized(20_000, 100_000)
FEW = 3


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    own = Harness(tmp_path_factory.mktemp("house"), FakeClock(), Mode.SOCKET)
    own.sandbox = Sandbox(clock=own.clock, contacts=CONTACTS, manifest=manifest(), ack_limit=ACK_SECONDS)
    own.open()
    yield own
    own.close()
    assert not own.sandbox.slack.problems


def test_everybody_is_answered_while_all_contacts_are_read(harness: Harness) -> None:
    tom = harness.person(TOM)
    tom.command("/sms groups")
    harness.modal("Groups", tom)

    with gate(harness.sandbox.smsit, endpoint="getcontacts"):
        tom.press("Count again")  # or joins the count that began with the bot, where that goes on
        harness.wait_for(lambda: "contacts read" in harness.shown(tom))
        for _ in range(FEW):
            helped(harness)
    while "contacts read" in harness.shown(tom):
        helped(harness)

    harness.wait_for(lambda: "counted just now" in harness.shown(tom))
    assert harness.bot.services.sync.state.counted >= CONTACTS


def helped(harness: Harness) -> None:
    answer = harness.maya.command("/sms help")
    assert answer.acked
    assert "/sms broadcast" in ephemeral(answer)


def test_the_figures_are_those_of_smsit_by_exact_name(harness: Harness) -> None:
    truth: dict[str, set[str]] = {}
    with harness.sandbox.smsit.lock:
        for group in harness.sandbox.smsit.groups:
            rows = harness.sandbox.smsit.book.members(group)
            truth[group] = {row.contact.number for row in rows if row.subscribed}

    with harness.bot.database.read() as conn:
        known = contact_groups.matching(conn, "")

    figures = {each.name: each.counts.subscribed for each in known if each.counts is not None}
    assert figures == {group: len(numbers) for group, numbers in truth.items() if numbers}


def test_one_more_contact_is_found_without_reading_all_the_others(harness: Harness) -> None:
    harness.clock.advance(minutes=15)
    Broadcasts(harness).join("Only one", number=ADA)
    before = len(harness.sandbox.smsit.requests)

    harness.bot.jobs[GROUPS]({})

    assert len(harness.sandbox.smsit.requests) - before <= 3
    harness.maya.command("/sms broadcast Only one")
    harness.modal("Broadcast to a group")
    found = harness.maya.suggestions("To the group", "only one")
    assert [each["description"]["text"] for each in found] == ["1 recipient"]
    harness.maya.close()
