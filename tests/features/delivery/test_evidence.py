"""What is found out about a text of unknown outcome: kept with it, and looked for again while it is young."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.errors import UserError
from bot.features.delivery.evidence import NO_ANSWER, Evidence
from bot.features.delivery.jobs import Tick, Watch
from bot.features.delivery.reports import PAUSE_WHEN_DOWN, ReportClient
from bot.features.sends import evidence as kept
from bot.features.sends.evidence import PAUSES, YOUNG
from bot.smsit import ContactReport, Endpoint, SmsItError
from bot.smsit.codes import refusal
from bot.store.database import Database
from bot.store.sends import SendKind
from bot.store.states import SendState
from bot.store.tables import send
from tests.clock import START, FakeClock
from tests.fakes.smsit import NO_REPORT, FakeReports
from tests.features.delivery.samples import an_unknown_text, facts, looks, move, the
from tests.features.samples import a_send

NEVER_TEXTED = refusal(Endpoint.CONTACT_REPORT, -3)
WRONG_KEY = refusal(Endpoint.CONTACT_REPORT, -1)
LATER = 'SMS-iT reports "delivered" for the newest text to this number, which may be an older one.'


@pytest.fixture
def text(database: Database, clock: FakeClock) -> str:
    return an_unknown_text(database, clock)


def test_both_answers_are_kept(
    evidence: Evidence, report_client: ReportClient, database: Database, text: str
) -> None:
    assert evidence.gather(text, report_client)

    report, balance = facts(database, text)
    assert report == LATER
    assert balance == "The balance was 5,000 credits and is 4,999 now; other texts count too."


def test_that_smsit_knows_of_no_text_is_an_answer(
    evidence: Evidence, report_client: ReportClient, account: FakeReports, database: Database, text: str
) -> None:
    account.says, account.has = NEVER_TEXTED, 5000

    assert evidence.gather(text, report_client)

    assert facts(database, text) == [
        "SMS-iT has no text to this number.",
        "The balance is still 5,000 credits; it can lag behind.",
    ]


@pytest.mark.parametrize(
    ("says", "has"),
    [(NO_REPORT, 4999), (WRONG_KEY, 4999), (ContactReport("sent", ""), NO_REPORT), (NEVER_TEXTED, NO_REPORT)],
)
def test_half_the_evidence_is_not_kept_so_that_it_is_looked_for_again(
    evidence: Evidence,
    report_client: ReportClient,
    account: FakeReports,
    database: Database,
    text: str,
    *,
    says: ContactReport | SmsItError,
    has: int | SmsItError,
) -> None:
    account.says, account.has = says, has

    assert not evidence.gather(text, report_client)

    assert the(database, text).evidence is None


def test_a_text_without_a_balance_needs_none(
    evidence: Evidence, report_client: ReportClient, account: FakeReports, database: Database, text: str
) -> None:
    with database.write() as conn:
        conn.execute(send.update().values(balance_shown=None))
    account.has = NO_REPORT

    assert evidence.gather(text, report_client)

    assert facts(database, text) == [LATER]


def test_of_a_broadcast_smsit_has_no_report_without_the_id_it_did_not_give(
    evidence: Evidence, report_client: ReportClient, account: FakeReports, database: Database, text: str
) -> None:
    with database.write() as conn:
        conn.execute(send.update().values(kind=SendKind.GROUP.value, credits=17))

    assert evidence.gather(text, report_client)

    assert account.asked == ["balance"]
    assert facts(database, text)[0] == "It would have cost 17 credits."


@pytest.mark.parametrize("settled", [True, False], ids=["settled", "gone"])
def test_a_text_that_is_no_longer_unknown_is_not_asked_about(
    evidence: Evidence,
    report_client: ReportClient,
    account: FakeReports,
    database: Database,
    clock: FakeClock,
    text: str,
    *,
    settled: bool,
) -> None:
    if settled:
        move(database, clock, text, SendState.ACCEPTED)

    assert evidence.gather(text if settled else "no such id", report_client)

    assert account.asked == []


def test_while_it_is_young_the_bot_looks_again_on_growing_intervals_and_then_stops(
    watch: Watch, account: FakeReports, database: Database, clock: FakeClock, text: str
) -> None:
    tick, at, seen = Tick(watch.parts()), clock(), 0
    times = []
    account.says = NEVER_TEXTED
    for _ in range(6 * 40):  # forty minutes: to go on, it would look once more after thirty
        tick.run({})
        if looks(account) > seen:
            seen = looks(account)
            times.append((clock() - at).total_seconds())
        clock.advance(seconds=10)

    assert times == [0, 30, 90, 210, 450, 870]
    assert the(database, text).state is SendState.UNKNOWN
    assert facts(database, text)[0] == "SMS-iT has no text to this number."


def test_evidence_that_appears_later_is_kept(
    watch: Watch, account: FakeReports, database: Database, clock: FakeClock, text: str
) -> None:
    tick = Tick(watch.parts())
    account.says = NEVER_TEXTED
    tick.run({})
    account.says = ContactReport(status="delivered", error="")

    clock.advance(seconds=30)
    tick.run({})

    assert facts(database, text)[0] == LATER
    assert the(database, text).state is SendState.UNKNOWN


def test_a_restart_goes_on_where_it_was(
    watch: Watch, account: FakeReports, database: Database, clock: FakeClock, text: str
) -> None:
    Tick(watch.parts()).run({})
    clock.advance(seconds=29)

    again = Evidence(account, database, clock)  # type: ignore[arg-type] # stands in for the client
    assert again.due() == []
    clock.advance(seconds=1)
    assert again.due() == [text]
    clock.advance(minutes=15)
    assert again.due() == []


def test_a_silent_smsit_is_asked_again_but_not_for_ever(
    watch: Watch, account: FakeReports, database: Database, clock: FakeClock, text: str
) -> None:
    tick = Tick(watch.parts())
    tick.run({})
    account.says = NO_REPORT
    for _ in range(6 * 40):
        clock.advance(seconds=10)
        tick.run({})

    assert looks(account) <= 1 + YOUNG / PAUSE_WHEN_DOWN
    assert facts(database, text)[0] == LATER


def test_rows_of_lists_are_looked_into_as_often_and_become_no_newer_by_that(
    watch: Watch, account: FakeReports, database: Database, clock: FakeClock, text: str
) -> None:
    with database.write() as conn:
        conn.execute(send.update().where(send.c.id == text).values(parent_id="list", line=1))
        before = conn.scalar(select(send.c.updated_at))
    tick = Tick(watch.parts())
    for _ in range(6 * 40):
        tick.run({})
        clock.advance(seconds=10)

    assert looks(account) == 1 + len(PAUSES)
    with database.read() as conn:
        assert conn.scalar(select(send.c.updated_at)) == before


def test_of_several_the_one_looked_into_longest_ago_comes_first(
    evidence: Evidence, report_client: ReportClient, database: Database, clock: FakeClock, text: str
) -> None:
    other = an_unknown_text(database, clock, key="other", number="14155550101")
    for each in (other, text):
        assert evidence.gather(each, report_client)
        clock.advance(seconds=1)
    clock.advance(seconds=30)

    assert evidence.due() == [other, text]


def test_who_presses_for_several_is_told_when_smsit_does_not_answer_about_one(
    evidence: Evidence, account: FakeReports, database: Database, clock: FakeClock, text: str
) -> None:
    other = an_unknown_text(database, clock, key="other", number="14155550101")
    evidence.look_again(text, other)
    assert [facts(database, each)[0] for each in (text, other)] == [LATER, LATER]
    account.says = NO_REPORT

    with pytest.raises(UserError, match="isn't answering"):
        evidence.look_again(text, other)
    assert looks(account) == 3


def test_evidence_of_the_version_before_stays_as_it_is(
    evidence: Evidence, database: Database, clock: FakeClock, text: str
) -> None:
    with database.write() as conn:
        conn.execute(send.update().values(evidence={"report": "It was."}, updated_at=clock()))
    clock.advance(minutes=1)

    assert evidence.due() == []
    assert facts(database, text) == ["It was."]


def test_who_presses_has_it_looked_into_however_old_it_is(
    evidence: Evidence, account: FakeReports, database: Database, clock: FakeClock, text: str
) -> None:
    clock.advance(days=3)
    evidence.look_again(text)

    assert the(database, text).last_look_at == clock()
    account.has = 4000
    clock.advance(days=1)
    evidence.look_again(text)
    assert "is 4,000 now" in facts(database, text)[1]
    assert the(database, text).state is SendState.UNKNOWN


def test_who_presses_is_told_when_smsit_does_not_answer_and_nothing_is_lost(
    evidence: Evidence, account: FakeReports, database: Database, text: str
) -> None:
    evidence.look_again(text)
    before = the(database, text).evidence
    account.says = NO_REPORT

    for _ in range(2):
        with pytest.raises(UserError) as told:
            evidence.look_again(text)
        assert told.value.sentence == NO_ANSWER

    assert the(database, text).evidence == before


@given(st.lists(st.tuples(st.integers(0, 900), st.booleans()), max_size=40))
def test_however_often_it_is_looked_into_the_bots_own_looks_end(steps: list[tuple[int, bool]]) -> None:
    now, before, own = START, a_send(state=SendState.UNKNOWN), 0
    for seconds, by_hand in steps:
        now += timedelta(seconds=seconds)
        if not by_hand and not kept.is_due(before, now):
            continue
        own += not by_hand
        before = replace(before, **kept.found("a", "", before, now, by_hand=by_hand))

    assert own <= len(PAUSES) + 1
    assert kept.facts(before.evidence or {}) == (["a"] if before.evidence else [])


def test_the_bot_looks_no_more_at_what_is_young_no_longer() -> None:
    looked = a_send(state=SendState.UNKNOWN, evidence={}, first_look_at=START, last_look_at=START, looks=1)

    assert kept.is_due(looked, START + YOUNG)
    assert not kept.is_due(looked, START + YOUNG + timedelta(seconds=1))
