"""What a choice of people comes to: searches and groups put together, and who is left out of them."""

from collections.abc import Iterator

import pytest

from bot.access import Who
from bot.errors import UserError
from bot.features.audiences import service
from bot.features.audiences.choice import FOUND, in_group
from bot.features.audiences.service import Audience, AudienceService, Choice, Reason
from bot.features.contacts.service import Person, Search
from bot.features.groups.service import KEY
from bot.policy.model import Limits
from bot.store.database import Database
from bot.store.sends import SendKind
from bot.store.states import SendState
from tests.clock import FakeClock
from tests.features.arrived import missed
from tests.features.audiences.samples import somebody
from tests.store.samples import a_send_in

MAYA = Who("U0MAYA", "T0HARBOUR")
ADA, GRACE, NORA, LOU = "14155550100", "14155550101", "14155550120", "14155550130"
ANY_A = Search(name="a")


class AudienceHarness:
    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database = database
        self.clock = clock
        self.found: dict[Search, list[Person]] = {}
        self.read: list[int] = []
        self.most = 100

    def group(self, name: str, *numbers: str) -> None:
        self.found[in_group(name)] = [somebody(number) for number in numbers]

    def everybody(self, search: Search, who: Who) -> Iterator[Person]:
        assert who is MAYA
        yield from self.found.get(search, [])

    def of(self, choice: Choice) -> Audience:
        audiences = AudienceService(
            self.everybody, self.database, self.clock, limits=Limits(list_rows=self.most), region="US"
        )
        return audiences.of(choice, MAYA, self.read.append)

    def texted(self, choice: Choice) -> list[str]:
        return sorted(member.phone for member in self.of(choice).members)


@pytest.fixture
def harness(database: Database, clock: FakeClock) -> AudienceHarness:
    return AudienceHarness(database, clock)


def test_groups_and_a_search_together_without_some(harness: AudienceHarness) -> None:
    harness.found[ANY_A] = [somebody(ADA), somebody(LOU)]
    harness.group("VIP", ADA, GRACE)
    harness.group("Club", GRACE, NORA)
    harness.group("Board", NORA)
    choice = Choice(ANY_A, ("VIP", "Club"), ("Board",), (LOU,))
    assert harness.texted(choice) == [ADA, GRACE]
    assert dict(harness.of(choice).left_out) == {Reason.HERE: 1, Reason.IN_GROUP: 1}


def test_what_such_people_are_called() -> None:
    assert Choice(ANY_A).called == FOUND
    assert Choice(in_group("VIP"), ("Club",)).called == "People in VIP and Club"
    assert Choice(Search(group="VIP", name="a")).called == FOUND
    assert Choice(in_group(f"{KEY}1")).called == FOUND
    assert Choice(groups=("VIP", "Club")).called == "People in VIP and Club"
    assert Choice(ANY_A, ("VIP",)).called == "People in VIP, or found in contacts"


def test_whoever_was_texted_lately_is_left_out(harness: AudienceHarness) -> None:
    harness.group("VIP", ADA, GRACE, NORA, LOU)
    harness.found[in_group("Club")] = [somebody(LOU), somebody(GRACE, subscribed=False)]
    a_send_in(harness.database, SendState.DELIVERED, now=harness.clock(), to_number=ADA)
    a_send_in(harness.database, SendState.UNDELIVERED, now=harness.clock(), to_number=NORA)
    a_send_in(
        harness.database,
        SendState.ACCEPTED,
        now=harness.clock(),
        kind=SendKind.GROUP,
        to_number="",
        to_phone="",
        to_name="Club",
    )
    assert harness.texted(Choice(groups=("VIP",), texted_days=3)) == [GRACE, NORA]
    assert harness.texted(Choice(groups=("VIP",))) == [ADA, GRACE, NORA, LOU]
    harness.clock.advance(days=4)
    assert harness.texted(Choice(groups=("VIP",), texted_days=3)) == [ADA, GRACE, NORA, LOU]


def test_whom_texts_do_not_reach_is_left_out_where_that_is_wanted(harness: AudienceHarness) -> None:
    harness.group("VIP", ADA, "4155550101")
    missed(harness.database, GRACE)
    assert harness.texted(Choice(groups=("VIP",), only_reached=True)) == [ADA]
    assert dict(harness.of(Choice(groups=("VIP",), only_reached=True)).left_out) == {Reason.NOT_REACHED: 1}
    assert harness.texted(Choice(groups=("VIP",))) == [ADA, GRACE]


def test_more_people_than_a_list_holds_are_refused(harness: AudienceHarness) -> None:
    harness.group("VIP", ADA, GRACE)
    harness.most = 1
    with pytest.raises(UserError) as error:
        harness.of(Choice(groups=("VIP",)))
    assert error.value.sentence == "This is 2 people, and the limit is 1 per list. Choose fewer groups."
    assert harness.texted(Choice(groups=("VIP",), without=(ADA,))) == [GRACE]


def test_reading_ends_somewhere(harness: AudienceHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_READ", 3)
    monkeypatch.setattr(service, "TOLD_EVERY", 2)
    harness.group("VIP", ADA, GRACE)
    harness.group("Club", NORA, LOU)
    with pytest.raises(UserError) as error:
        harness.of(Choice(groups=("VIP",), without_groups=("Club",)))
    assert error.value.sentence.startswith("This means reading more than 100,000 contacts.")
    assert harness.read == [2]
