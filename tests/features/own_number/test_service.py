"""A test to oneself is a text of its own: to one's number, as one of many gets it, once a press."""

from dataclasses import dataclass, field
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from bot.access import Who
from bot.errors import UserError
from bot.features.contacts.service import Card
from bot.features.own_number import service
from bot.features.own_number.service import OwnNumber, OwnNumbers, TestTexts
from bot.features.sends.preview import Preview
from bot.features.sends.service import GONE
from bot.features.sends.submission import Submission
from bot.features.sms.service import Request
from bot.store import own_numbers, sends
from bot.store.database import Database
from bot.store.sends import Send, SendKind
from bot.store.sends.duplicates import Duplicate, fingerprint
from bot.store.states import SendState
from tests.clock import START, FakeClock
from tests.store.samples import a_draft, new_send

MAYA, TOM = Who("U0MAYA", "T0HARBOUR"), Who("U0TOM", "T0HARBOUR")
ZONE = ZoneInfo("Europe/London")
MINE, OTHER = "14155550444", "14155550445"
CARD = Card(number=MINE, name="Maya", groups=(), subscribed=True)


@dataclass
class FakeTexts:
    """Takes texts to one person, and says what a test says of their number."""

    database: Database
    card: Card | None = CARD
    duplicates: tuple[Duplicate, ...] = ()
    asked: list[Submission[Request]] = field(default_factory=list)
    confirmed: list[tuple[object, ...]] = field(default_factory=list)

    def check(self, submission: Submission[Request]) -> Preview[Send, Card | None]:
        self.asked.append(submission)
        with self.database.write() as conn:
            draft = sends.insert_draft(conn, new_send(key=submission.key), now=START)
        return Preview(draft, self.card, None, duplicates=self.duplicates)

    def confirm(self, send_id: str, who: Who, group: str | None, told: str = "") -> None:
        self.confirmed.append((send_id, who, group, told))


class OwnNumberHarness:
    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database = database
        self.numbers = OwnNumbers(database, clock)
        self.texts = FakeTexts(database)
        self.draft = a_draft(
            database, kind=SendKind.LIST, to_number="", sender="1", alpha_sender="HARBOUR", body="Hi %%Name%%"
        )
        bodies = {SendKind.LIST: lambda draft, value, text: f"{draft.id}|{value}|{text}"}
        self.tests = TestTexts(database, self.numbers, self.texts, cast("Any", bodies), clock)

    def send(self, who: Who = MAYA, send_id: str = "") -> str:
        return self.tests.send(send_id or self.draft.id, who, "key", ZONE, ("3", "Line 3"))

    def refused(self, who: Who = MAYA, send_id: str = "") -> str:
        with pytest.raises(UserError) as error:
            self.send(who, send_id)
        assert self.texts.confirmed == []
        return error.value.sentence


@pytest.fixture
def harness(database: Database, clock: FakeClock) -> OwnNumberHarness:
    harness = OwnNumberHarness(database, clock)
    harness.numbers.give(MAYA, OwnNumber(MINE))
    return harness


def test_a_number_is_kept_until_another_is_given(harness: OwnNumberHarness) -> None:
    assert harness.numbers.of(MAYA) == OwnNumber(MINE)
    assert harness.numbers.of(TOM) is None
    harness.numbers.give(MAYA, OwnNumber(OTHER, "Staff"))
    harness.numbers.give(TOM, OwnNumber(MINE))
    assert (harness.numbers.of(MAYA), harness.numbers.of(TOM)) == (OwnNumber(OTHER, "Staff"), OwnNumber(MINE))
    harness.numbers.give(MAYA, None)
    assert (harness.numbers.of(MAYA), harness.numbers.of(TOM)) == (None, OwnNumber(MINE))


def test_on_both_databases_alike(either: Database) -> None:
    with either.write() as conn:
        for number in (OwnNumber(MINE), OwnNumber(OTHER, "Staff")):
            own_numbers.put(conn, "U0MAYA", number, START)
            assert own_numbers.get(conn, "U0MAYA") == number
        own_numbers.remove(conn, "U0TOM")
        assert own_numbers.get(conn, "U0MAYA") is not None


def test_it_goes_to_ones_own_number_as_what_was_picked(harness: OwnNumberHarness) -> None:
    assert harness.send() == "•••0444"
    [asked] = harness.texts.asked
    request = asked.request
    assert (request.to.digits, request.message) == (MINE, f"{harness.draft.id}|3|Line 3")
    assert (request.sender, request.alpha_sender, request.at) == ("1", "HARBOUR", None)
    assert (asked.who, asked.channel, asked.key, asked.zone) == (MAYA, None, "test:key", ZONE)
    [(send_id, who, group, told)] = harness.texts.confirmed
    assert send_id not in {"", harness.draft.id}
    assert (who, group, told) == (MAYA, None, "")


def test_a_number_that_is_no_contact_is_added_to_its_group(harness: OwnNumberHarness) -> None:
    harness.texts.card = None
    assert harness.refused() == service.NO_GROUP
    harness.numbers.give(MAYA, OwnNumber(MINE, "Staff"))
    harness.send()
    assert harness.texts.confirmed[0][2] == "Staff"
    harness.texts.card = CARD
    harness.send()
    assert harness.texts.confirmed[1][2] is None


def test_the_same_again_is_meant(harness: OwnNumberHarness) -> None:
    harness.texts.duplicates = (Duplicate("before", SendState.DELIVERED, START),)
    harness.send()
    assert harness.texts.confirmed[0][3] == fingerprint(harness.texts.duplicates) != ""


def test_a_number_gets_so_many_tests_a_day_whoever_calls_it_their_own(
    harness: OwnNumberHarness, clock: FakeClock
) -> None:
    for nth in range(service.MOST_TESTS):
        made = new_send(key=f"test:{nth}", to_number=MINE, user_id="U0TOM" if nth % 2 else "U0MAYA")
        assert harness.send()
        with harness.database.write() as conn:
            draft = sends.insert_draft(conn, made, now=clock())
            sends.move(conn, draft.id, SendState.QUEUED, now=clock())
    harness.texts.confirmed.clear()

    assert harness.refused() == service.ENOUGH
    harness.numbers.give(TOM, OwnNumber("14155550999"))
    harness.numbers.give(MAYA, OwnNumber(OTHER))
    assert harness.send()
    harness.numbers.give(MAYA, OwnNumber(MINE))
    clock.advance(hours=25)
    assert harness.send()


def test_nobody_without_a_number(harness: OwnNumberHarness) -> None:
    assert harness.refused(TOM) == service.NO_NUMBER


def test_only_ones_own_draft(harness: OwnNumberHarness) -> None:
    harness.numbers.give(TOM, OwnNumber(OTHER))
    assert harness.refused(TOM) == GONE
    assert harness.refused(send_id="0" * 32) == GONE
    with harness.database.write() as conn:
        sends.move(conn, harness.draft.id, SendState.QUEUED, now=START)
    assert harness.refused() == GONE
