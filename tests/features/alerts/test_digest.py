"""The figures of a week: told once on the Monday after it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.features.alerts.digest import DAYS, Digest
from bot.features.alerts.renderer import Renderer
from bot.features.credits.service import Credits
from bot.policy.model import Alerts
from bot.store import alerts, messages
from bot.store.alerts import Alert
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.states import SendState
from tests.clock import FakeClock
from tests.features.credits.test_service import Account
from tests.store.samples import a_send_in

ZONE = ZoneInfo("America/Los_Angeles")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=ZONE)
LAST = date(2026, 11, 16)
ID = "week-2026-11-16"


class DigestHarness:
    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database, self.clock = database, clock
        self.credits = Credits(Account(), database, clock)  # type: ignore[arg-type] # in memory
        self.digest = Digest(database, self.credits, ZONE, clock)

    def told(self, alert_id: str = ID) -> Alert | None:
        with self.database.read() as conn:
            return alerts.get(conn, alert_id)


@pytest.fixture
def harness(database: Database) -> DigestHarness:
    return DigestHarness(database, FakeClock(MONDAY))


@pytest.mark.parametrize(
    ("later", "due"),
    [
        (timedelta(), True),
        (timedelta(minutes=-1), False),  # early on Monday
        (timedelta(days=-1), False),  # on Sunday
        (timedelta(days=1, hours=14), True),  # late on Tuesday: the bot was down on Monday
        (timedelta(days=2), False),
    ],
)
def test_it_is_told_on_monday_morning_or_the_day_after(
    harness: DigestHarness, later: timedelta, *, due: bool
) -> None:
    a_send_in(harness.database, SendState.DELIVERED, goes_at=MONDAY - timedelta(days=3))
    harness.clock.advance(seconds=later.total_seconds())

    assert harness.digest.tell() is due
    assert (harness.told() is not None) is due


def test_two_weeks_without_a_text_are_not_told(harness: DigestHarness) -> None:
    assert not harness.digest.tell()
    assert harness.told() is None


def test_it_is_told_once_by_whichever_process(harness: DigestHarness) -> None:
    a_send_in(harness.database, SendState.DELIVERED, goes_at=MONDAY - timedelta(days=3))
    assert harness.digest.tell()
    harness.clock.advance(hours=20)
    assert not harness.digest.tell()
    with harness.database.write() as conn:
        assert not alerts.tell_once(conn, ID, alerts.AlertKind.DIGEST, MONDAY, {})
        assert messages.get(conn, ID, Purpose.ALERT) is not None

    harness.clock.advance(days=6, hours=4)
    assert harness.digest.tell()
    assert harness.told("week-2026-11-23") is not None


def test_it_counts_the_days_of_the_week_and_compares_it_with_the_one_before(harness: DigestHarness) -> None:
    begins = datetime(2026, 11, 16, tzinfo=ZONE)
    for state, hours in (
        (SendState.DELIVERED, 0),
        (SendState.DELIVERED, 25),
        (SendState.UNDELIVERED, 25),
        (SendState.UNKNOWN, 7 * 24 - 1),
        (SendState.DELIVERED, 7 * 24),  # this Monday
        (SendState.DELIVERED, -1),
        (SendState.DELIVERED, -7 * 24),
        (SendState.DELIVERED, -7 * 24 - 1),
    ):
        a_send_in(harness.database, state, goes_at=begins + timedelta(hours=hours))
    harness.credits.sms_balance()

    harness.digest.tell()

    found = harness.told()
    assert found is not None
    assert found.figures == {
        "monday": LAST.toordinal(),
        "sent": 3,
        "delivered": 2,
        "handed": 0,
        "lost": 1,
        "unconfirmed": 1,
        "credits": 8,
        "sent_before": 2,
        "balance": 4998,
        **dict.fromkeys(DAYS, 0),
        "day_0": 1,
        "day_1": 2,
    }


def test_a_digest_is_news_though_it_is_over_and_what_is_gone_is_not_drawn(harness: DigestHarness) -> None:
    a_send_in(harness.database, SendState.DELIVERED, goes_at=MONDAY - timedelta(days=3))
    harness.digest.tell()
    renderer = Renderer(harness.database, Alerts(channel="C0ALERTS"), lambda: ("U0TOM", "U0SAM"), ZONE)
    draw, *others = renderer.subjects().values()

    drawn = draw(ID)

    assert drawn is not None
    assert drawn.is_news
    assert (drawn.channel, drawn.user_id) == ("C0ALERTS", "U0TOM")
    assert draw("week-1999-01-04") is None
    assert [other(ID) for other in others] == [None] * len(others), "one channel, one message"


def test_how_long_the_balance_lasts_is_told_where_it_is_known(harness: DigestHarness) -> None:
    a_send_in(harness.database, SendState.DELIVERED, goes_at=MONDAY - timedelta(days=3))
    harness.clock.advance(days=-2)
    harness.credits.sms_balance()
    harness.credits.keep()
    harness.clock.advance(days=2)
    account = Account()
    account.sms = 2998
    harness.credits._client = account  # type: ignore[assignment] # in memory
    harness.credits.sms_balance()

    harness.digest.tell()

    found = harness.told()
    assert found is not None
    assert (found.figures["balance"], found.figures["days"]) == (2998, 2)
