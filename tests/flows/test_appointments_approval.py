"""Texts to several people about appointments are judged together: what would need approval is refused."""

from collections.abc import Iterator

import pytest

from bot.settings import Mode
from tests.flows.booking import Bookings
from tests.flows.broadcasting import Broadcasts
from tests.flows.clinic import POLICY, in_days, opened
from tests.flows.closing import HERE, REVIEW, message, open_form
from tests.flows.harness import Harness
from tests.flows.many import APPROVALS
from tests.flows.test_free_times import OFFER, freed, ready

pytestmark = pytest.mark.measured

APPROVAL = f"""
[approval]
channel = "{APPROVALS}"
people = 3
credits = 4
"""


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory, mode: Mode) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), POLICY + APPROVAL, mode=mode) as shared:
        yield shared


@pytest.fixture
def desk(harness: Harness) -> Iterator[Bookings]:
    desk = Bookings(harness)
    yield desk
    desk.quiet()


def test_an_offer_over_the_credits_of_approval_is_refused_though_its_people_are_not(desk: Bookings) -> None:
    Broadcasts(desk.harness).group("Few but dear", 3)
    before = len(desk.smsit.ledger)
    said = ready(desk, freed(desk, "Kit Away", 3), "Few but dear", "%%Name%%, free %%Date%%. " * 8)
    assert "would need approval" in said
    assert "over 4 credits" in said
    assert "smaller group or a shorter text" in said
    desk.person.back()
    assert desk.title == OFFER  # what was written is there
    desk.person.close()
    desk.quiet()
    assert len(desk.smsit.ledger) == before


def test_a_day_off_over_the_people_of_approval_goes_without_its_texts(desk: Bookings) -> None:
    at = in_days(desk.harness, 5).astimezone(HERE).replace(hour=9)
    numbers = [desk.patient(f"Pat Number{nth}") for nth in range(4)]
    for nth, number in enumerate(numbers):
        desk.book(number, at.replace(hour=9 + nth))
    before = desk.calls()
    open_form(desk, at)
    said = desk.check()
    assert "would need approval" in said
    assert "over 3 recipients" in said
    assert desk.calls() == before

    desk.person.back()
    desk.person.choose("Customer", [])
    desk.harness.drawn()
    said = desk.check()
    assert desk.title == REVIEW, said
    desk.confirm()
    message(desk, "4 cancelled", "Call list (4)")
    desk.quiet()
    assert [desk.texts_to(each) for each in numbers] == [[], [], [], []]
