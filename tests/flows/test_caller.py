"""A caller is verified, and whoever did that goes on with them for ten minutes, and nobody else does."""

from collections.abc import Iterator

import pytest

from bot.sandbox.slack.model import Answer
from bot.sandbox.slack.person import Person
from bot.store import audit
from bot.store.audit import Event
from bot.store.sends import Send
from bot.store.states import SendState
from tests.flows import clinic, outgoing
from tests.flows.booking import CONFIRM_MOVE, MOVE, Bookings
from tests.flows.codes import Codes
from tests.flows.harness import ADA, GRACE, Harness, words_in
from tests.flows.staff import MAYA, PRIYA, SAM, checked

pytestmark = pytest.mark.measured

POLICY = f"""{clinic.POLICY}
[otp]
text = "Harbour: your code is %%Code%%, good for %%Minutes%% minutes."
[caller]
after_code = ["full_number", "move_appointment"]
[colleagues]
appointments = "admin"
"""
FULL = "+1 415-555-0100"
PASSPORT = "Caller passport"


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with clinic.opened(tmp_path_factory.mktemp("house"), POLICY) as own:
        yield own


def passport(harness: Harness, line: str, who: str = PRIYA) -> str:
    """Look somebody up and return what the passport says."""
    person = harness.person(who)
    assert person.command(f"/sms caller {line}", channel="C0HELP").acked
    return opened(harness, person)


def opened(harness: Harness, person: Person) -> str:
    harness.modal(PASSPORT, person)
    harness.wait_for(lambda: "Looking up" not in harness.shown(person))
    return harness.shown(person)


def uses(harness: Harness, code: Send) -> list[tuple[str | None, object]]:
    with harness.bot.database.read() as conn:
        found = audit.of(conn, code.id, 100)
    return [(each.user_id, each.facts["opened"]) for each in found if each.kind == Event.CODE_USED]


def told(answer: Answer | None, harness: Harness, who: str) -> str:
    """Return what somebody is told who pressed and may not."""
    assert answer is not None
    assert answer.acked
    harness.quiet()
    mine = [each for each in harness.person(who).sees("C0FRONT") if each.ephemeral_to == who]
    return words_in([mine[-1].text, mine[-1].blocks])


def test_whoever_verified_a_caller_sees_the_number_and_moves_the_appointment_of_a_colleague(
    harness: Harness, sent: list[object]
) -> None:
    bookings, codes, priya = Bookings(harness), Codes(harness), harness.person(PRIYA)
    booked = bookings.book(ADA, clinic.in_days(harness, 3))
    assert "because it's <@U0MAYA>'s" in told(
        priya.press("Move", message=bookings.message(booked)), harness, PRIYA
    )
    said = passport(harness, "Ada Lovelace")
    assert "*Not verified.*" in said
    assert "*Next appointment*" in said
    assert "Move" not in said.split("\n")
    priya.close()

    code = codes.send(who=PRIYA, purpose="Refund")
    sent.clear()
    person = codes.ask(code, PRIYA)
    assert "*Verified.* Ada Lovelace (•••0100), Refund" in codes.type(codes.code(), PRIYA)
    person.press(PASSPORT)
    assert "to you only" in opened(harness, person)
    assert outgoing.anywhere(sent, frozenset({ADA})) == []
    person.press("Whole number")
    harness.modal("Whole number", person)
    assert FULL in harness.shown(person)
    person.close()

    message = codes.message(code, "*Verified*")
    refused = told(harness.person(MAYA).press(PASSPORT, message=message), harness, MAYA)
    assert "Only <@U0PRIYA>, who verified this caller" in refused
    assert harness.person(MAYA).view is None
    priya.press(PASSPORT, message=message)
    opened(harness, priya)
    priya.press("Move")
    harness.modal(MOVE, priya)
    harness.wait_for(lambda: "Date and time" in harness.shown(priya))
    later = clinic.in_days(harness, 4)
    priya.fill("Date and time", later)
    assert "Ada" in checked(harness, PRIYA)
    harness.modal(CONFIRM_MOVE, priya)
    assert priya.submit().acked
    harness.wait_for_database(lambda: bookings.story(booked).known.at == later)
    assert uses(harness, code) == [(PRIYA, "full_number"), (PRIYA, "move_appointment")]

    priya.open_home()
    harness.wait_for(lambda: priya.home and "is verified. Until" in words_in(priya.home.view["blocks"]))
    harness.clock.advance(minutes=10)
    priya.press(PASSPORT)
    said = opened(harness, priya)
    assert "to you only" not in said
    assert {"Move", "Whole number"}.isdisjoint(said.split("\n"))
    priya.close()
    assert len(uses(harness, code)) == 2


def test_anybody_who_may_look_sees_the_passport_masked_and_without_words(
    harness: Harness, sent: list[object]
) -> None:
    harness.fresh()
    harness.send(f"/sms {GRACE} Your results are here.")
    harness.until(SendState.ACCEPTED)
    sent.clear()
    said = passport(harness, "Grace", SAM)
    assert "*Grace Hopper* (•••0101)" in said
    assert "Sent, awaiting delivery report" in said
    assert "Your results" not in said
    assert "Send a code" not in said
    assert outgoing.anywhere(sent, frozenset({GRACE})) == []
