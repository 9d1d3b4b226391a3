"""What a process does every few seconds, on time even when one run takes long."""

import threading

import pytest

from bot.engine import ticker
from bot.engine.dbos_engine import DbosEngine
from bot.engine.ticker import Ticker
from bot.store import Database
from tests.patience import PATIENCE_SECONDS


def test_it_runs_again_and_again_until_stopped() -> None:
    ran = threading.Semaphore(0)
    each = Ticker(ran.release, 0.01)
    each.start()
    for _ in range(3):
        assert ran.acquire(timeout=PATIENCE_SECONDS)
    each.stop()


def test_a_slow_run_does_not_keep_the_next_back_and_too_many_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ticker, "AT_ONCE", 2)
    begun, let_go = threading.Semaphore(0), threading.Event()
    running: list[int] = []

    def slow() -> None:
        running.append(1)
        begun.release()
        let_go.wait(PATIENCE_SECONDS)

    each = Ticker(slow, 0.01)
    each.start()
    for _ in range(ticker.AT_ONCE):
        assert begun.acquire(timeout=PATIENCE_SECONDS)
    assert not begun.acquire(timeout=0.1)
    let_go.set()
    assert begun.acquire(timeout=PATIENCE_SECONDS)
    each.stop()


def test_one_that_never_began_can_be_stopped() -> None:
    Ticker(list, 1.0).stop()


def test_the_engine_ticks_in_this_process_and_survives_what_breaks(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    ran = threading.Semaphore(0)

    def tick(_args: object) -> None:
        ran.release()
        raise ValueError("14155550100 said hello")

    engine = DbosEngine(database, queues={})
    engine.every(0.01, "tick", tick)
    engine.launch({})
    with pytest.raises(RuntimeError, match="before the launch"):
        engine.every(1.0, "late", tick)
    for _ in range(2):
        assert ran.acquire(timeout=PATIENCE_SECONDS)
    assert engine.stop()
    assert "The job tick failed: ValueError" in caplog.text
    assert "14155550100" not in caplog.text
