"""A policy file that changes comes in force whole or not at all, and what became of it is on record."""

import logging
import os
import socket
from pathlib import Path

import pytest

from bot.features.alerts.service import AlertService
from bot.features.policy.service import SUBJECT_ID, PolicyService, Why
from bot.policy.file import PolicyFile
from bot.policy.in_force import PolicyInForce
from bot.store import alerts, audit
from bot.store.alerts import Alert, AlertKind
from bot.store.audit import Event
from bot.store.database import Database
from tests.clock import FakeClock
from tests.policy.files import ROLES, write

TEN, TWENTY, BROKEN = (f"{ROLES}[limits]\nlist_rows = {each}\n" for each in ("10", "20", '"many"'))
LINE = 4
ASKED = "write a whole number of rows, from 1 to 100,000"


class PolicyHarness:
    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder, self.clock = database, folder, FakeClock()
        self.then: list[int] = []
        write(folder, TEN)
        file = PolicyFile(folder / "policy.toml")
        self.in_force = PolicyInForce(file.read())
        self.service = PolicyService(
            file,
            self.in_force,
            database,
            AlertService(database, self.clock),
            self.clock,
            then=lambda: self.then.append(self.rows),
        )
        self.service.look()

    @property
    def rows(self) -> int:
        return self.in_force.now.limits.list_rows

    def change(self, text: str) -> None:
        write(self.folder, text)
        for _ in range(3):
            self.clock.advance(seconds=5)
            self.service.look()

    def record(self) -> list[tuple[str, object]]:
        with self.database.read() as conn:
            found = audit.of(conn, SUBJECT_ID, 20)
        assert all(each.user_id is None for each in found)
        here = {"host": socket.gethostname(), "owner": os.getuid()}
        assert all({name: each.facts.get(name) for name in here} == here for each in found)
        return [
            (
                each.kind,
                {name: value for name, value in (each.facts | {"digest": ""}).items() if name not in here},
            )
            for each in found
        ]

    def alert(self) -> Alert | None:
        with self.database.read() as conn:
            return alerts.open_of(conn, AlertKind.POLICY)


@pytest.fixture
def harness(database: Database, tmp_path: Path) -> PolicyHarness:
    return PolicyHarness(database, tmp_path)


def read(why: Why, **changed: object) -> tuple[str, object]:
    return (Event.POLICY_READ, {"why": why, "digest": "", **changed})


def refused(why: Why = Why.FILE) -> tuple[str, object]:
    return (Event.POLICY_REFUSED, {"why": why, "digest": "", "mistakes": 1, "line": LINE})


ROWS = {"limits.list_rows": "10 > 20"}


def test_a_changed_file_comes_in_force_and_what_changed_is_on_record(harness: PolicyHarness) -> None:
    harness.change(TWENTY)

    assert (harness.rows, harness.then) == (20, [20])
    assert harness.record() == [read(Why.START), read(Why.FILE, **ROWS)]
    shown = harness.service.shown()
    assert (shown.policy.limits.list_rows, shown.file, shown.mistakes) == (20, "policy.toml", ())
    assert shown.since > shown.entries[0].at


def test_a_file_with_mistakes_changes_nothing_and_is_told_once(
    harness: PolicyHarness, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        harness.change(BROKEN)
        harness.change(BROKEN)

    assert (harness.rows, harness.then) == (10, [])
    assert caplog.messages == [
        f"the policy stays as it was: policy.toml, line {LINE}: [limits] list_rows: {ASKED}"
    ]
    assert harness.record() == [read(Why.START), refused()]
    raised = harness.alert()
    assert raised is not None
    assert (raised.raised_at is not None, raised.figures) == (True, {"mistakes": 1, "line": LINE})
    assert len(harness.service.shown().mistakes) == 1


def test_once_it_is_mended_that_is_over_at_once(harness: PolicyHarness) -> None:
    harness.change(BROKEN)
    harness.change(TEN)

    assert harness.alert() is None
    assert harness.service.shown().mistakes == ()
    assert harness.record() == [read(Why.START), refused(), read(Why.FILE)]


def test_a_signal_reads_it_now_and_the_same_again_is_no_news(harness: PolicyHarness) -> None:
    write(harness.folder, TWENTY)
    harness.service.read_again()
    harness.service.read_again()

    assert harness.rows == 20
    assert harness.record() == [read(Why.START), read(Why.SIGNAL, **ROWS)]


def test_a_database_that_was_away_loses_no_change(
    harness: PolicyHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise TimeoutError

    write(harness.folder, TWENTY)
    harness.service.look()
    with monkeypatch.context() as patch:
        patch.setattr(harness.database, "write", away)
        with pytest.raises(TimeoutError):
            harness.service.look()
    assert harness.rows == 10

    harness.service.look()
    assert harness.record() == [read(Why.START), read(Why.FILE, **ROWS)]


def test_whose_a_file_is_that_cannot_be_looked_at_is_not_known(database: Database, tmp_path: Path) -> None:
    assert PolicyFile(None).owner() is None
    assert PolicyFile(tmp_path / "gone.toml").owner() is None
    write(tmp_path, TEN)
    assert PolicyFile(tmp_path / "policy.toml").owner() == os.getuid()
