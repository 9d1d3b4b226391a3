"""However many look at a text of unknown outcome at the same moment, each look is claimed by one of them."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.features.delivery.evidence import Evidence
from bot.features.delivery.reports import ReportClient
from bot.features.sends import evidence as kept
from bot.features.sends.views.evidence import LOOKING, lines
from bot.smsit import ContactReport, Endpoint
from bot.smsit.codes import refusal
from bot.store import sends
from bot.store.database import Database
from bot.store.states import SendState
from bot.store.tables import send
from tests.clock import START, FakeClock
from tests.fakes.smsit import NO_REPORT, FakeReports
from tests.features.delivery.samples import an_unknown_text, facts, looks, the
from tests.features.samples import a_send
from tests.patience import PATIENCE_SECONDS

NEVER_TEXTED = refusal(Endpoint.CONTACT_REPORT, -3)
WRONG_KEY = refusal(Endpoint.CONTACT_REPORT, -1)
LATER = 'SMS-iT reports "delivered" for the newest text to this number, which may be an older one.'


@pytest.fixture
def text(database: Database, clock: FakeClock) -> str:
    return an_unknown_text(database, clock)


def test_two_presses_at_the_same_moment_ask_once(
    evidence: Evidence, account: FakeReports, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, go_on = threading.Event(), threading.Event()
    answer = account.contact_report

    def slow(number: str, *, retry: bool = True) -> ContactReport:
        asked.set()
        assert go_on.wait(PATIENCE_SECONDS)
        return answer(number, retry=retry)

    monkeypatch.setattr(account, "contact_report", slow)
    first = threading.Thread(target=evidence.look_again, args=(text,))
    first.start()
    assert asked.wait(PATIENCE_SECONDS)
    evidence.look_again(text)
    go_on.set()
    first.join(PATIENCE_SECONDS)

    assert looks(account) == 1


class Meanwhile(FakeReports):
    """An account in whose answer's way something happens, once."""

    def __init__(self, what: Callable[[], object]) -> None:
        super().__init__()
        self._what: list[Callable[[], object]] = [what]

    def contact_report(self, number: str, *, retry: bool = True) -> ContactReport:
        report = super().contact_report(number, retry=retry)
        if self._what:
            self._what.pop()()
        return report


def process(account: FakeReports, database: Database, clock: FakeClock) -> Callable[[str], bool]:
    """Return what one process of the bot looks with."""
    client = ReportClient(account, clock)  # type: ignore[arg-type] # stands in for the client
    evidence = Evidence(account, database, clock)  # type: ignore[arg-type] # as above
    return lambda send_id: evidence.gather(send_id, client)


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_any_number_of_processes_look_as_often_as_one(
    account: FakeReports, database: Database, clock: FakeClock, text: str, *, processes: int
) -> None:
    all_of_them = [process(account, database, clock) for _ in range(processes)]
    eye = Evidence(account, database, clock)  # type: ignore[arg-type] # stands in for the client
    at, times = clock(), []
    for _ in range(12 * 16):
        found = eye.due()  # all of them find it due before any of them looks
        seen = looks(account)
        for look in all_of_them:
            assert all(look(each) for each in found)
        times += [(clock() - at).total_seconds()] * (looks(account) - seen)
        clock.advance(seconds=5)

    assert times == [0, 30, 90, 210, 450, 870]


@pytest.mark.parametrize("processes", [2, 3])
def test_while_one_process_asks_the_others_do_not(
    database: Database, clock: FakeClock, text: str, *, processes: int
) -> None:
    others = FakeReports()
    rest = [process(others, database, clock) for _ in range(processes - 1)]
    account = Meanwhile(lambda: [look(text) for look in rest])

    assert process(account, database, clock)(text)
    assert Evidence(others, database, clock).due() == []  # type: ignore[arg-type] # as above

    assert others.asked == []
    assert the(database, text).looks == 1


@pytest.mark.parametrize("is_row", [False, True], ids=["text", "row of a list"])
def test_a_look_that_a_process_died_in_is_made_by_another(
    evidence: Evidence,
    report_client: ReportClient,
    database: Database,
    clock: FakeClock,
    text: str,
    *,
    is_row: bool,
) -> None:
    class Died(BaseException):
        pass

    def die() -> None:
        raise Died

    with database.write() as conn:
        conn.execute(send.update().values(parent_id="list" if is_row else None))
    with pytest.raises(Died):
        process(Meanwhile(die), database, clock)(text)
    assert lines(the(database, text)) == [LOOKING]
    assert evidence.due() == []

    clock.advance(seconds=kept.CLAIM_LASTS.total_seconds() + 1)
    assert evidence.due() == [text]
    assert evidence.gather(text, report_client)
    assert facts(database, text)[0] == LATER
    assert evidence.due() == []


def test_an_answer_that_comes_after_another_took_the_look_over_is_not_counted(
    evidence: Evidence, report_client: ReportClient, database: Database, clock: FakeClock, text: str
) -> None:
    def taken_over() -> None:
        clock.advance(seconds=kept.CLAIM_LASTS.total_seconds() + 1)
        assert evidence.gather(text, report_client)

    assert process(Meanwhile(taken_over), database, clock)(text)

    assert the(database, text).looks == 1


def test_a_row_of_a_list_found_due_a_moment_ago_is_not_looked_into_again(
    evidence: Evidence, report_client: ReportClient, account: FakeReports, database: Database, text: str
) -> None:
    with database.write() as conn:
        conn.execute(send.update().values(parent_id="list", line=1))
    assert evidence.gather(text, report_client)
    evidence._clock.advance(seconds=29)  # type: ignore[attr-defined] # the tests' own

    assert evidence.gather(text, report_client)

    assert looks(account) == 1


@pytest.mark.parametrize("by_hand", [False, True], ids=["by itself", "by hand"])
def test_what_is_learned_about_one_attempt_is_not_kept_with_the_next(
    database: Database, clock: FakeClock, text: str, *, by_hand: bool
) -> None:
    def tried_again() -> None:
        with database.write() as conn:
            again = {"wave": the_wave + 1, **sends.NO_EVIDENCE}
            assert sends.move(conn, text, SendState.QUEUED, now=clock(), **again)
            assert sends.claim(conn, text, token="another", now=clock(), limit_seconds=35)
            assert sends.record(conn, text, token="another", to=SendState.UNKNOWN, now=clock())

    the_wave = the(database, text).wave
    account = Meanwhile(tried_again)
    account.says = ContactReport("", "")
    evidence = Evidence(account, database, clock)  # type: ignore[arg-type] # stands in for the client
    client = ReportClient(account, clock)  # type: ignore[arg-type] # as above

    assert evidence.gather(text, client, by_hand=by_hand)

    assert the(database, text).evidence is None
    assert evidence.due() == [text]


def test_a_person_who_looks_meanwhile_takes_none_of_the_bots_looks(
    evidence: Evidence, database: Database, clock: FakeClock, text: str
) -> None:
    assert process(Meanwhile(lambda: evidence.look_again(text)), database, clock)(text)

    found = the(database, text)
    assert (found.looking_since, found.looks) == (None, 1)
    clock.advance(seconds=30)
    assert evidence.due() == [text]


def test_a_look_given_up_leaves_what_was_kept_and_is_made_by_another(
    database: Database, clock: FakeClock, evidence: Evidence, text: str
) -> None:
    evidence.look_again(text)
    clock.advance(seconds=30)
    before, account = the(database, text), FakeReports()
    account.says = NO_REPORT

    assert not process(account, database, clock)(text)

    assert the(database, text) == before
    assert evidence.due() == [text]


@pytest.mark.parametrize("seen", [False, True], ids=["the first", "a further one"])
@pytest.mark.parametrize("by_hand", [False, True], ids=["by itself", "by hand"])
def test_a_look_under_way_keeps_others_away_and_a_persons_does_not_end_it(
    *, seen: bool, by_hand: bool
) -> None:
    looked = {"evidence": {}, "first_look_at": START, "last_look_at": START, "looks": 1} if seen else {}
    at = START + timedelta(seconds=30)
    at_it = a_send(state=SendState.UNKNOWN, looking_since=at, **looked)

    assert not kept.is_due(at_it, at + kept.CLAIM_LASTS - timedelta(seconds=1))
    assert kept.is_due(at_it, at + kept.CLAIM_LASTS)
    assert kept.found("a", "b", at_it, at, by_hand=by_hand)["looking_since"] == (at if by_hand else None)
