"""What is found out about one text, and what is kept of it."""

import pytest

from bot.errors import UserError
from bot.features.delivery.reports import Paused, ReportClient
from bot.features.delivery.service import SILENT, Delivery
from bot.smsit import ContactReport, Endpoint, SmsItError
from bot.smsit.codes import refusal
from bot.store.database import Database
from bot.store.tables import message, send
from tests.clock import FakeClock
from tests.fakes.smsit import NO_REPORT, FakeReports
from tests.features.delivery.samples import a_text, an_unknown_text, the
from tests.features.samples import NUMBER

NEVER_TEXTED = refusal(Endpoint.CONTACT_REPORT, -3)
WRONG_KEY = refusal(Endpoint.CONTACT_REPORT, -1)


def test_both_answers_are_kept(
    delivery: Delivery, report_client: ReportClient, database: Database, clock: FakeClock
) -> None:
    text = an_unknown_text(database, clock)

    assert delivery.gather_evidence(text, report_client)

    found = the(database, text).evidence
    assert found is not None
    assert 'SMS-iT says "delivered"' in found["report"]
    assert "5,000 credits before and is 4,999 now" in found["balance"]


def test_that_smsit_knows_of_no_text_is_an_answer(
    delivery: Delivery,
    report_client: ReportClient,
    account: FakeReports,
    database: Database,
    clock: FakeClock,
) -> None:
    text = an_unknown_text(database, clock)
    account.says, account.has = NEVER_TEXTED, 5000

    assert delivery.gather_evidence(text, report_client)

    found = the(database, text).evidence
    assert found == {
        "report": "SMS-iT knows of no text to this number.",
        "balance": "The balance is unchanged at 5,000 credits; it may lag.",
    }


@pytest.mark.parametrize(
    ("says", "has"),
    [(NO_REPORT, 4999), (WRONG_KEY, 4999), (ContactReport("sent", ""), NO_REPORT), (NEVER_TEXTED, NO_REPORT)],
)
def test_half_the_evidence_is_not_kept_so_that_it_is_looked_for_again(
    delivery: Delivery,
    report_client: ReportClient,
    account: FakeReports,
    database: Database,
    clock: FakeClock,
    *,
    says: ContactReport | SmsItError,
    has: int | SmsItError,
) -> None:
    text = an_unknown_text(database, clock)
    account.says, account.has = says, has

    assert not delivery.gather_evidence(text, report_client)

    assert the(database, text).evidence is None


def test_a_text_without_a_balance_needs_none(
    delivery: Delivery,
    report_client: ReportClient,
    account: FakeReports,
    database: Database,
    clock: FakeClock,
) -> None:
    text = an_unknown_text(database, clock)
    with database.write() as conn:
        conn.execute(send.update().values(balance_shown=None))
    account.has = NO_REPORT

    assert delivery.gather_evidence(text, report_client)

    found = the(database, text).evidence
    assert found is not None
    assert list(found) == ["report"]


def test_a_text_that_is_gone_needs_no_evidence(delivery: Delivery, report_client: ReportClient) -> None:
    assert delivery.gather_evidence("no such id", report_client)


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


def test_what_is_neither_says_what_to_type(delivery: Delivery) -> None:
    with pytest.raises(UserError, match="Give the number or the id of a text"):
        delivery.standing("what?")
