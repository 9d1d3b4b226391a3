"""An alert is raised once, keeps its figures up to date, and is resolved when it is over for good."""

from datetime import timedelta

import pytest

from bot.features.alerts.findings import NOTHING, Finding, Verdict
from bot.features.alerts.service import KEPT, OVER_AFTER, AlertService
from bot.store import alerts, messages
from bot.store.alerts import Alert, AlertKind
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.tables import alert as table
from tests.clock import START, FakeClock

PAUSED, SLACK = AlertKind.PAUSED, AlertKind.SLACK
WELL = Finding(Verdict.WELL, {"count": 0})


def wrong(count: int = 1) -> Finding:
    return Finding(Verdict.WRONG, {"count": count})


class AlertHarness:
    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database, self.clock = database, clock
        self.service = AlertService(database, clock)

    def note(self, found: Finding, kind: AlertKind = PAUSED, **later: float) -> None:
        self.clock.advance(**later)
        self.service.note(kind, found)

    def all(self) -> list[Alert]:
        with self.database.read() as conn:
            ids = conn.execute(table.select().order_by(table.c.since)).all()
            return [each for row in ids if (each := alerts.get(conn, row.id)) is not None]

    def drawings(self) -> list[int]:
        """How often each alert's message was to be drawn; 0 without one."""
        with self.database.read() as conn:
            found = [messages.get(conn, each.id, Purpose.ALERT) for each in self.all()]
        return [0 if each is None else each.version for each in found]


@pytest.fixture
def harness(either: Database, clock: FakeClock) -> AlertHarness:
    return AlertHarness(either, clock)


def test_what_is_well_or_unknown_leaves_nothing_behind(harness: AlertHarness) -> None:
    harness.note(WELL)
    harness.note(NOTHING)

    assert harness.all() == []


def test_it_is_raised_once_however_long_it_lasts(harness: AlertHarness) -> None:
    for _ in range(3):
        harness.note(wrong(), minutes=1)

    (found,) = harness.all()
    assert (found.kind, found.raised_at, found.figures) == (
        PAUSED,
        START + timedelta(minutes=1),
        {"count": 1},
    )
    assert harness.drawings() == [1]


def test_its_figures_are_kept_up_to_date_in_place(harness: AlertHarness) -> None:
    harness.note(wrong())
    harness.note(wrong(2), minutes=1)

    (found,) = harness.all()
    assert found.figures == {"count": 2}
    assert harness.drawings() == [2]


def test_it_is_resolved_in_place_once_it_has_been_over_for_a_while(harness: AlertHarness) -> None:
    harness.note(wrong())
    harness.note(WELL, minutes=1)
    harness.note(WELL, seconds=OVER_AFTER.total_seconds() - 1)
    assert harness.all()[0].resolved_at is None
    harness.note(WELL, seconds=1)
    harness.note(WELL, minutes=1)

    (found,) = harness.all()
    assert found.resolved_at == START + timedelta(minutes=1) + OVER_AFTER
    assert found.clear_since == START + timedelta(minutes=1)
    assert found.figures == {"count": 0}


def test_what_comes_back_meanwhile_is_the_same_alert_still(harness: AlertHarness) -> None:
    harness.note(wrong())
    harness.note(WELL, minutes=4)
    harness.note(wrong(), minutes=4)
    harness.note(WELL, minutes=4)
    harness.note(WELL, minutes=4)

    (found,) = harness.all()
    assert found.resolved_at is None

    harness.note(NOTHING, minutes=60)
    assert harness.all()[0].resolved_at is None


def test_what_is_in_between_is_told_as_it_stands_and_is_not_over(harness: AlertHarness) -> None:
    harness.note(Finding(Verdict.BETWEEN, {"count": 3}))
    assert harness.all() == []
    harness.note(wrong(5))
    harness.note(WELL, minutes=1)
    harness.note(Finding(Verdict.BETWEEN, {"count": 3}), minutes=1)
    (found,) = harness.all()
    assert (found.clear_since, found.figures) == (None, {"count": 3})
    drawn = harness.drawings()

    harness.note(WELL, minutes=4)
    assert harness.all()[0].resolved_at is None
    harness.note(WELL, minutes=5)
    assert harness.all()[0].resolved_at is not None
    assert drawn == [3]


def test_what_comes_back_later_is_another_one(harness: AlertHarness) -> None:
    harness.note(wrong())
    harness.note(WELL, minutes=1)
    harness.note(WELL, minutes=6)
    harness.note(wrong(), minutes=1)

    first, second = harness.all()
    assert first.resolved_at is not None
    assert second.resolved_at is None
    assert harness.drawings()[1] == 1


def test_a_moment_without_slack_is_told_to_nobody(harness: AlertHarness) -> None:
    harness.note(wrong(), SLACK)
    harness.note(wrong(), SLACK, minutes=2)
    assert harness.drawings() == [0]

    harness.note(WELL, SLACK, seconds=30)
    assert harness.all() == []


def test_slack_that_stays_away_is_told_and_from_when_on(harness: AlertHarness) -> None:
    harness.note(wrong(), SLACK)
    harness.note(wrong(), SLACK, minutes=3)

    (found,) = harness.all()
    assert (found.since, found.raised_at) == (START, START + timedelta(minutes=3))
    assert harness.drawings() == [1]


def test_of_two_processes_that_find_the_same_one_raises_it(harness: AlertHarness) -> None:
    with harness.database.write() as conn:
        assert alerts.begin(conn, PAUSED, START, {}) is not None
        assert alerts.begin(conn, PAUSED, START, {}) is None
        assert alerts.begin(conn, SLACK, START, {}) is not None


def test_whoever_comes_second_raises_nothing(harness: AlertHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts, "begin", lambda *_args: None)
    harness.note(wrong())

    assert harness.all() == []


def test_what_is_resolved_stays_as_it_is(harness: AlertHarness) -> None:
    harness.note(wrong())
    harness.note(WELL, minutes=1)
    harness.note(WELL, minutes=6)
    (resolved,) = harness.all()
    drawn = harness.drawings()

    with harness.database.write() as conn:
        alerts.note(conn, resolved.id, figures={"count": 9})
        alerts.raise_(conn, resolved.id, START)

    assert harness.all() == [resolved]
    assert harness.drawings() == drawn


def test_old_ones_are_forgotten_and_open_ones_never(harness: AlertHarness) -> None:
    harness.note(wrong())
    harness.note(WELL, minutes=1)
    harness.note(WELL, minutes=6)
    harness.note(wrong(), minutes=1)

    harness.clock.advance(seconds=KEPT.total_seconds())
    harness.service.forget()

    assert [each.resolved_at for each in harness.all()] == [None]
