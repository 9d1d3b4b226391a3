"""What is looked at, as far as the policy wants it watched; and one that breaks keeps no other from it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.features.alerts.digest import Digest
from bot.features.alerts.findings import Finding, Verdict
from bot.features.alerts.jobs import Watching
from bot.features.alerts.service import AlertService
from bot.features.alerts.watch import Watch
from bot.features.credits.service import Credits
from bot.policy.model import Alerts
from bot.smsit import Audience, Endpoint, InvalidApiKey, SmsItError, Unavailable
from bot.store import alerts, approvals
from bot.store.alerts import AlertKind
from bot.store.approvals import NewRequest
from bot.store.database import Database
from bot.store.sends import SendKind
from bot.store.states import SendState
from tests.clock import START, FakeClock
from tests.features.credits.test_service import Account
from tests.store.samples import a_send_in

ALL = Alerts("C0ALERTS", 500, 3, 10, 4)
REFUSED = InvalidApiKey(Endpoint.CREDIT_BALANCE, -1, "no", Audience.ADMIN, "The key is wrong.")


class WatchHarness:
    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database, self.clock, self.account = database, clock, Account()
        self.slack = True
        self.credits = Credits(self.account, database, clock)  # type: ignore[arg-type] # in memory

    def watch(self, rules: Alerts = ALL) -> Watch:
        zone = ZoneInfo("UTC")
        return Watch(self.database, self.credits, rules, zone, self.clock, lambda: self.slack)

    def look(self, kind: AlertKind) -> Finding:
        return dict(self.watch().looks())[kind]()


@pytest.fixture
def harness(database: Database, clock: FakeClock) -> WatchHarness:
    return WatchHarness(database, clock)


@pytest.mark.parametrize(
    ("rules", "watched"),
    [
        (Alerts("C0ALERTS"), "key slack paused"),
        (Alerts("C0ALERTS", bot=False), ""),
        (Alerts("C0ALERTS", balance_days=3, bot=False), "balance"),
        (Alerts("C0ALERTS", failed_percent=3, approval_hours=1, bot=False), "failures approvals"),
        (ALL, "key balance failures approvals slack paused"),
    ],
)
def test_only_what_the_policy_names_is_watched(harness: WatchHarness, rules: Alerts, watched: str) -> None:
    assert [kind for kind, _look in harness.watch(rules).looks()] == watched.split()


def test_the_balance_is_read_anew_when_it_is_old(harness: WatchHarness) -> None:
    assert harness.look(AlertKind.BALANCE) == Finding(Verdict.WELL, {"credits": 4998})
    harness.account.sms = 12
    assert harness.look(AlertKind.BALANCE).verdict is Verdict.WELL

    harness.clock.advance(minutes=11)
    assert harness.look(AlertKind.BALANCE) == Finding(Verdict.WRONG, {"credits": 12})


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (None, Verdict.WELL),
        (REFUSED, Verdict.WRONG),
        (Unavailable(Endpoint.CREDIT_BALANCE, "no answer"), Verdict.BETWEEN),
    ],
)
def test_a_key_that_is_refused_is_no_silence(
    harness: WatchHarness, error: SmsItError | None, verdict: Verdict
) -> None:
    harness.account.fails = error

    assert harness.look(AlertKind.KEY).verdict is verdict
    if error is not None:
        assert harness.look(AlertKind.BALANCE).verdict is Verdict.BETWEEN


def test_a_balance_of_a_moment_ago_tells_that_the_key_works(harness: WatchHarness) -> None:
    harness.credits.sms_balance()
    harness.account.fails = REFUSED

    assert harness.look(AlertKind.KEY).verdict is Verdict.WELL
    assert len(harness.account.asked) == 1


def test_failures_are_those_of_a_day(harness: WatchHarness) -> None:
    for nth in range(20):
        state = SendState.UNDELIVERED if nth % 2 else SendState.DELIVERED
        a_send_in(harness.database, state, goes_at=START - timedelta(hours=23))
    for _ in range(9):
        a_send_in(harness.database, SendState.UNDELIVERED, goes_at=START - timedelta(hours=25))

    assert harness.look(AlertKind.FAILURES) == Finding(Verdict.WRONG, {"lost": 10, "known": 20})


def test_requests_are_told_that_have_waited_for_longer_than_they_may(harness: WatchHarness) -> None:
    for hours, expires in ((5, 20), (4, 20), (9, 0)):
        waits = a_send_in(harness.database, SendState.AWAITING_APPROVAL, kind=SendKind.GROUP)
        asked = START - timedelta(hours=hours)
        new = NewRequest(fingerprint="f", facts={}, expires_at=START + timedelta(hours=expires))
        with harness.database.write() as conn:
            approvals.ask(conn, waits.id, new, now=asked)

    assert harness.look(AlertKind.APPROVALS) == Finding(Verdict.WRONG, {"count": 1, "hours": 4})


def test_slack_and_lists_that_were_paused_are_looked_at(harness: WatchHarness) -> None:
    assert harness.look(AlertKind.SLACK).verdict is Verdict.WELL
    assert harness.look(AlertKind.PAUSED).verdict is Verdict.WELL
    harness.slack = False
    a_send_in(harness.database, SendState.PAUSED, kind=SendKind.LIST)

    assert harness.look(AlertKind.SLACK).verdict is Verdict.WRONG
    assert harness.look(AlertKind.PAUSED) == Finding(Verdict.WRONG, {"count": 1})


def test_what_cannot_be_looked_at_keeps_nothing_else_from_it(
    harness: WatchHarness, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> bool:
        raise LookupError("a number, perhaps")

    a_send_in(harness.database, SendState.PAUSED, kind=SendKind.LIST)
    monkeypatch.setattr(harness.credits, "key_works", broken)
    digest = Digest(harness.database, harness.credits, ZoneInfo("UTC"), harness.clock)
    monkeypatch.setattr("bot.features.alerts.digest.alerts.get", lambda *_args: broken())
    Watching(AlertService(harness.database, harness.clock), harness.watch(), digest).run({})
    monkeypatch.undo()

    with harness.database.read() as conn:
        assert alerts.open_of(conn, AlertKind.PAUSED) is not None
    assert "it could not be looked at key: LookupError" in caplog.text
    assert "it could not be looked at digest: LookupError" in caplog.text
    assert "a number" not in caplog.text
