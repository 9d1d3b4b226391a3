"""Which broadcasts the threads of this process are at."""

from bot.features.broadcast.in_flight import InFlight


def test_a_send_is_under_way_until_the_last_thread_has_left_it() -> None:
    under_way = InFlight()
    with under_way.entered("one"):
        with under_way.entered("one"), under_way.entered("two"):
            assert "two" in under_way
        assert "one" in under_way
        assert "two" not in under_way
    assert "one" not in under_way
