"""Codes and the texts of appointments come from the number, or the name, that was chosen for them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.store.appointment_calls import CallState
from tests.flows.booking import CONFIRMATION, CONFIRMS, FORM, REMINDS, Bookings
from tests.flows.clinic import in_days, opened
from tests.flows.codes import CONFIRMATION as CONFIRM_CODE
from tests.flows.codes import PURPOSE, Codes
from tests.flows.harness import Harness
from tests.flows.staff import MAYA, checked

NAME, LONDON_NUMBER = "HarbourSt", "+44 7700 900190"
LONDON, US = "447700900321", "14155550799"
NO_NAMES = "Phones in that country don't show a name"


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house")) as shared:
        for number, name in ((LONDON, "Lily London"), (US, "Uma States")):
            shared.sandbox.smsit.call("addcontact", group="VIP", number=number, name=name)
        yield shared


@pytest.fixture
def codes(harness: Harness) -> Codes:
    harness.tick(minutes=11)
    return Codes(harness)


@pytest.fixture
def desk(harness: Harness) -> Iterator[Bookings]:
    desk = Bookings(harness)
    yield desk
    desk.quiet()


def senders_to(harness: Harness, number: str) -> list[str]:
    return [each.sender for each in harness.sandbox.smsit.ledger if each.number == number]


@pytest.mark.parametrize("chosen", [NAME, LONDON_NUMBER])
def test_a_code_comes_from_whom_was_chosen(codes: Codes, chosen: str) -> None:
    harness = codes.harness
    before = len(senders_to(harness, LONDON))
    person = codes.compose(f"/sms otp +{LONDON} {PURPOSE}")
    person.choose("From", chosen)
    said = checked(harness, MAYA)
    assert person.title == CONFIRM_CODE, said
    assert chosen in said
    codes.confirm()
    harness.wait_for(lambda: len(senders_to(harness, LONDON)) > before)
    assert senders_to(harness, LONDON)[-1] == (chosen if chosen == NAME else "447700900190")


def test_a_name_is_refused_beside_the_field_where_phones_show_none(codes: Codes) -> None:
    person = codes.compose(f"/sms otp +{US} {PURPOSE}")
    person.choose("From", NAME)
    person.submit()
    assert NO_NAMES in person.errors["sender"]
    person.choose("From", "+1 212-555-0190")
    assert "+1 212-555-0190" in checked(codes.harness, MAYA)
    codes.confirm()
    codes.harness.wait_for(lambda: senders_to(codes.harness, US))
    assert senders_to(codes.harness, US) == ["12125550190"]


def test_both_texts_of_an_appointment_come_from_the_name_and_so_they_do_after_a_move(desk: Bookings) -> None:
    at = in_days(desk.harness, 3)
    desk.compose(f"+{LONDON}")
    assert "From" not in desk.shown
    desk.fill(at, confirmation=CONFIRMS, reminder=REMINDS)
    desk.person.choose("From", NAME)
    said = desk.check()
    assert desk.title == CONFIRMATION, said
    assert "Texts from" in said
    assert NAME in said
    before = len(senders_to(desk.harness, LONDON))
    desk.confirm()
    desk.harness.wait_for(lambda: len(senders_to(desk.harness, LONDON)) == before + 1)
    booked = desk.newest(LONDON)
    desk.until(booked, CallState.ACCEPTED)
    desk.move(booked, at + timedelta(days=1))
    desk.strike_at(at + timedelta(seconds=1))
    desk.harness.wait_for(lambda: len(senders_to(desk.harness, LONDON)) == before + 2)
    assert senders_to(desk.harness, LONDON)[before:] == [NAME, NAME]


def test_a_name_is_refused_for_an_appointment_where_phones_show_none(desk: Bookings) -> None:
    desk.compose(f"+{US}")
    desk.fill(in_days(desk.harness, 3), reminder=REMINDS)
    desk.person.choose("From", NAME)
    desk.person.submit()
    assert NO_NAMES in desk.errors["sender"]
    assert desk.title == FORM
    desk.person.close()
