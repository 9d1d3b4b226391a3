"""Which request something is done for, wherever it is done."""

from concurrent.futures import ThreadPoolExecutor

from bot import request_ids
from bot.request_ids import carried, current, during, of


def test_what_slack_delivers_again_has_the_same_id_and_nothing_of_it_can_be_read() -> None:
    trigger = "1337.T0HARBOUR.abcdef"
    assert of(trigger) == of(trigger)
    assert of(trigger) != of("1338.T0HARBOUR.abcdef")
    assert len(of(trigger)) == 12
    assert of("half a character \ud800")


def test_what_has_no_name_has_an_id_of_its_own() -> None:
    assert of("") != of("")


def test_it_holds_until_the_end_of_the_block() -> None:
    with during("outer"):
        with during("inner"):
            assert current() == "inner"
        assert current() == "outer"
    assert current() == request_ids.NONE


def test_it_goes_along_with_a_call_to_whoever_makes_it() -> None:
    with during("asked"):
        call = carried(current)
    without = carried(current)

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(call).result() == "asked"
        assert pool.submit(current).result() == request_ids.NONE
    with during("another"):
        assert (call(), without()) == ("asked", request_ids.NONE)
