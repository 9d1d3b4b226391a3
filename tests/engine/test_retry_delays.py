from datetime import timedelta

from bot.engine.retry_delays import LOST_AFTER, RETRY_DELAYS, retry_delay


def test_delays_grow_and_the_last_one_repeats() -> None:
    assert [retry_delay(nth) for nth in range(6)] == [5.0, 15.0, 60.0, 300.0, 300.0, 300.0]


def test_nothing_counts_as_lost_that_only_waits_for_its_next_try() -> None:
    assert timedelta(seconds=RETRY_DELAYS[-1]) < LOST_AFTER
