"""What SMS-iT answers when it is told of an appointment, as a person sees it."""

from collections.abc import Callable, Iterator

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.smsit import DOCUMENTED, Endpoint
from bot.store.appointment_calls import CallState
from bot.texting import phones
from tests.flows import staff
from tests.flows.booking import CONFIRMS, NEW_CONTACT, REMINDS, Bookings
from tests.flows.clinic import in_days, opened
from tests.flows.harness import Harness
from tests.flows.staff import LENA, TOM, ephemeral

ADDING = Endpoint.ADD_APPOINTMENT
SENTENCES = {code: meaning.sentence for (at, code), meaning in DOCUMENTED.items() if at is ADDING} | {
    -99: "error code -99, which isn't documented."
}


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house")) as shared:
        yield shared


@pytest.fixture
def desk(harness: Harness) -> Iterator[Bookings]:
    staff.wait_for_groups(harness)
    desk = Bookings(harness)
    yield desk
    desk.quiet()


@pytest.fixture
def answers(desk: Bookings) -> Callable[[int], None]:
    """Have the pretend SMS-iT answer a code to the next appointment it is told of."""
    return lambda code: desk.smsit.faults.add(
        ADDING, Fault.OTHER_ANSWER, answer=f'[{{"status":"{code}","msg":"<!channel> 14155550700"}}]'
    )


# --- every code


def test_each_code_is_told_in_words_and_nothing_is_booked_or_texted(
    desk: Bookings, answers: Callable[[int], None]
) -> None:
    number, at, before = desk.patient("Finn Code"), in_days(desk.harness, 4), desk.calls()
    desk.ready(number, at, confirmation=CONFIRMS, reminder=REMINDS)
    codes, booked = [code for code in SENTENCES if code not in {-7, -8}], ""
    for nth, code in enumerate([*codes, -7]):
        answers(code)
        if nth:
            desk.press("Try again", booked)
        else:
            desk.confirm()
            booked = desk.newest(number)
        said = desk.said(booked, phones.mask_in(SENTENCES[code]))
        assert "*Not " in said
        desk.until(booked, CallState.REFUSED)
        assert desk.buttons(booked) == (["Add to contacts and book"] if code == -7 else ["Try again"])
        assert desk.calls() == before + nth + 1

    other = desk.patient("Finn Other")
    desk.ready(other, at, confirmation=CONFIRMS)
    answers(-8)
    desk.confirm()
    said = desk.said(desk.newest(other), "*Not ")
    assert SENTENCES[-8] in said
    assert "<!channel>" not in said
    assert desk.buttons(desk.newest(other)) == []

    desk.strike_at(at)
    assert desk.calls() == before + len(SENTENCES)
    assert desk.texts_to(number) == desk.texts_to(other) == []
    desk.person.command("/sms appointments Finn", channel="C0HELP")
    desk.harness.modal("Appointments")
    desk.harness.wait_for(lambda: "Only appointments booked from Slack are listed" in desk.shown)


def test_what_was_refused_is_tried_again_and_booked_with_its_texts(desk: Bookings) -> None:
    number = desk.patient("Gail Again")
    desk.smsit.faults.add(ADDING, Fault.OTHER_ERROR)
    booked = desk.book(number, in_days(desk.harness, 2), until=CallState.REFUSED, confirmation=CONFIRMS)

    answer = desk.press("Try again", booked)
    desk.until(booked, CallState.ACCEPTED)
    desk.again(answer)

    desk.told("Someone already dealt with this")
    desk.harness.wait_for(lambda: desk.texts_to(number))
    assert len(desk.texts_to(number)) == len(desk.kept(number)) == 1


# --- -7: not a contact


def test_a_number_that_is_no_contact_is_added_in_the_form_and_booked(desk: Bookings) -> None:
    number, at, added = "14155550690", in_days(desk.harness, 2), desk.calls("addcontact")
    desk.compose(number)
    desk.fill(at, confirmation=CONFIRMS)
    said = desk.check()
    assert desk.title == NEW_CONTACT
    assert "This number isn't in your contacts*, and SMS-iT books appointments only for contacts." in said

    answer = desk.add_to("VIP", "Hope New")
    desk.harness.modal("Review appointment")
    desk.again(answer)

    assert "Hope New (+1 415-555-0690" in desk.shown
    assert "Hope." in desk.shown
    assert desk.calls("addcontact") == added + 1
    desk.confirm()
    desk.said(desk.newest(number), "(unconfirmed)")
    desk.harness.wait_for(lambda: desk.texts_to(number))
    assert len(desk.kept(number)) == 1


def test_a_contact_that_is_gone_by_then_is_added_from_the_message_and_booked_once(desk: Bookings) -> None:
    number, added, before = desk.patient("Iris Gone"), desk.calls("addcontact"), desk.calls()
    desk.ready(number, in_days(desk.harness, 2), confirmation=CONFIRMS)
    desk.smsit.delete_contact(number)
    desk.confirm()
    booked = desk.newest(number)
    desk.until(booked, CallState.REFUSED)
    desk.press("Add to contacts and book", booked)
    desk.harness.modal("Add and book")
    assert "Iris Gone (•••" in desk.shown

    answer = desk.add_to("VIP")
    desk.harness.wait_for(lambda: "Added. The appointment is being booked" in desk.shown)
    desk.until(booked, CallState.ACCEPTED)
    desk.again(answer)

    desk.harness.wait_for(lambda: desk.texts_to(number))
    assert "Added. The appointment is being booked" in desk.shown
    assert len(desk.kept(number)) == len(desk.texts_to(number)) == 1
    assert desk.calls("addcontact") == added + 1
    assert desk.calls() == before + 2


@pytest.mark.parametrize(("code", "said"), [(-5, "no group of that name"), (None, "couldn't confirm")])
def test_an_addition_that_fails_is_told_and_books_nothing(
    desk: Bookings, code: int | None, said: str
) -> None:
    number, added = f"1415555068{abs(code or 0)}", desk.calls("addcontact")
    desk.compose(number)
    desk.fill(in_days(desk.harness, 2))
    desk.check()
    if code is None:
        desk.smsit.faults.add("addcontact", Fault.DROPPED)
    else:
        desk.smsit.faults.add("addcontact", Fault.OTHER_ANSWER, answer=f'{{"status":"{code}"}}')

    answer = desk.add_to("VIP")
    desk.harness.wait_for(lambda: said in desk.shown)
    if code is None:
        desk.again(answer)
        desk.harness.wait_for(lambda: said in desk.shown)
    assert desk.title == NEW_CONTACT  # filled in as it was
    assert desk.calls("addcontact") == added + 1
    assert desk.kept(number) == []


def test_an_addition_whose_answer_is_lost_is_found_and_the_booking_goes_on(desk: Bookings) -> None:
    number, added = "14155550689", desk.calls("addcontact")
    desk.compose(number)
    desk.fill(in_days(desk.harness, 2))
    desk.check()
    desk.smsit.faults.add("addcontact", Fault.REPLY_LOST)
    answer = desk.add_to("VIP", "Ida Found")
    desk.harness.modal("Review appointment")
    desk.again(answer)
    assert "Ida Found (+1 415-555-0689" in desk.shown
    assert desk.calls("addcontact") == added + 1


def test_who_opted_out_is_booked_without_texts(desk: Bookings) -> None:
    number = desk.patient("Jill Left")
    desk.smsit.opt_out(number)
    said = desk.ready(number, in_days(desk.harness, 2), confirmation=CONFIRMS, reminder=REMINDS)
    assert "has opted out, so no texts will be sent. You can still book the appointment." in said
    desk.confirm()
    said = desk.said(desk.newest(number), "(unconfirmed)")
    assert "Reminder" not in said


# --- -8: there is one


def test_one_that_exists_is_shown(desk: Bookings) -> None:
    number, at = desk.patient("Kim Twice"), in_days(desk.harness, 2)
    desk.seat(TOM).book(number, at)

    said = desk.ready(number, at)
    assert f"<@{TOM}> already booked this contact for that time (unconfirmed)." in said
    desk.confirm()

    second = desk.newest(number)
    said = desk.said(second, "*Not ")
    assert f"<@{TOM}> already booked one at that time (unconfirmed)." in said
    assert desk.buttons(second) == []


def test_one_that_was_not_booked_from_here_is_told_as_that(desk: Bookings) -> None:
    number, at = desk.patient("Lara There"), in_days(desk.harness, 2)
    written = at.astimezone(desk.smsit.timezone).strftime("%d-%m-%Y %H:%M")
    desk.smsit.call("addappointment", number=number, apptdate=written, status="0")
    booked = desk.book(number, at, until=CallState.REFUSED)
    assert "SMS-iT already has an appointment at that time, which wasn't booked from Slack." in desk.said(
        booked
    )


def test_lena_who_may_not_send_cannot_even_begin(desk: Bookings) -> None:
    answer = desk.harness.person(LENA).command("/sms appointment Ada", channel="C0HELP")
    assert "You need the *sender* role to book an appointment." in ephemeral(answer)
