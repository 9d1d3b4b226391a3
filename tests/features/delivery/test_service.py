"""What is found out about one text for who asks."""

import pytest

from bot.errors import UserError
from bot.features.delivery.reports import Paused, ReportClient
from bot.features.delivery.service import NEITHER, SILENT, Delivery
from bot.smsit import ContactReport, Endpoint, SmsItError
from bot.smsit.codes import refusal
from bot.store import do_not_text
from bot.store.database import Database
from bot.store.states import SendState
from bot.store.tables import message, send
from tests.clock import FakeClock
from tests.fakes.smsit import NO_REPORT, FakeReports
from tests.features.delivery.samples import a_text
from tests.features.samples import NUMBER

WRONG_KEY = refusal(Endpoint.CONTACT_REPORT, -1)


def test_after_silence_no_question_is_asked_for_a_while(
    report_client: ReportClient, account: FakeReports, clock: FakeClock
) -> None:
    account.has = NO_REPORT
    with pytest.raises(SmsItError):
        report_client.balance()
    clock.advance(seconds=29)
    with pytest.raises(Paused) as paused:
        report_client.report(NUMBER)
    assert account.asked == ["balance"]

    assert (paused.value.until - clock()).total_seconds() == 1
    clock.advance(seconds=1)
    assert report_client.report(NUMBER).status == "delivered"


def test_when_smsit_is_silent_our_own_record_is_told(
    delivery: Delivery, account: FakeReports, database: Database, clock: FakeClock
) -> None:
    text = a_text(database, clock)
    account.says = NO_REPORT

    found = delivery.standing(NUMBER)

    assert found.send is not None
    assert (found.send.id, found.status, found.trouble) == (text, "", SILENT)


def test_a_refusal_to_tell_is_told_beside_our_own_record(
    delivery: Delivery, account: FakeReports, database: Database, clock: FakeClock
) -> None:
    a_text(database, clock)
    account.says = WRONG_KEY

    assert delivery.standing(NUMBER).trouble == WRONG_KEY.sentence


def test_when_nothing_is_known_here_either_it_is_an_error(delivery: Delivery, account: FakeReports) -> None:
    account.says = NO_REPORT

    with pytest.raises(UserError) as told:
        delivery.standing(NUMBER)

    assert told.value.sentence == NO_REPORT.sentence


@pytest.mark.parametrize("text", ["12345678" + "0" * 24, "12345678" + "9" * 24])
@pytest.mark.parametrize("length", [8, 32])
def test_an_id_of_digits_only_is_an_id(
    delivery: Delivery, database: Database, clock: FakeClock, text: str, length: int
) -> None:
    a_text(database, clock)
    with database.write() as conn:
        conn.execute(message.delete())
        conn.execute(send.update().values(id=text))

    found = delivery.standing(text[:length]).send

    assert found is not None
    assert found.id == text


def test_eight_digits_that_are_no_id_are_a_number(database: Database, clock: FakeClock) -> None:
    delivery = Delivery(FakeReports(), database, clock, "DK")  # type: ignore[arg-type] # stands in for the client

    assert delivery.standing("32123456").number == "4532123456"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("hello", NEITHER),
        ("a1b2c3d4", NEITHER),
        ("what <!channel>?", NEITHER),
        ("!?", NEITHER),
        ("555 0100", "This number is too short. Use the country code, like +1 415 555 0100."),
    ],
)
def test_what_is_neither_says_one_thing(delivery: Delivery, typed: str, said: str) -> None:
    with pytest.raises(UserError) as refused:
        delivery.standing(typed)
    assert refused.value.sentence == said


@pytest.mark.parametrize(
    ("status", "state", "is_ahead"),
    [
        ("delivered", SendState.ACCEPTED, True),
        ("failed", SendState.ACCEPTED, True),
        ("queued", SendState.ACCEPTED, False),
        ("delivered", SendState.DELIVERED, False),
        ("delivered", SendState.CANCELLED, False),
    ],
)
def test_a_final_report_is_ahead_only_of_a_text_that_waits_for_one(
    delivery: Delivery,
    account: FakeReports,
    database: Database,
    clock: FakeClock,
    *,
    status: str,
    state: SendState,
    is_ahead: bool,
) -> None:
    a_text(database, clock)
    account.says = ContactReport(status, "")
    with database.write() as conn:
        conn.execute(send.update().values(state=state.value))

    assert delivery.standing(NUMBER).is_ahead is is_ahead


def test_a_number_on_the_do_not_text_list_is_said_to_be(
    delivery: Delivery, database: Database, clock: FakeClock
) -> None:
    assert not delivery.standing(NUMBER).is_listed
    with database.write() as conn:
        do_not_text.add(conn, {NUMBER: "asked"}, "U0TOM", clock())

    assert delivery.standing(NUMBER).is_listed
