"""The credits that are spoken for before SMS-iT knows of them."""

from bot.store import Database, SendState, sends
from bot.store.sends import SendKind
from tests.store.samples import a_send_in

S = SendState
WAITING = {S.AWAITING_APPROVAL, S.QUEUED, S.ATTEMPTING, S.SCHEDULED, S.RUNNING, S.PAUSED}


def test_reserved_are_the_credits_of_texts_that_wait(either: Database) -> None:
    for state in SendState:
        a_send_in(either, state, credits_upper=3)
    with either.read() as conn:
        assert sends.reserved_credits(conn) == 3 * len(WAITING)


def test_a_series_is_reserved_with_all_its_dates(either: Database) -> None:
    a_send_in(either, S.QUEUED, credits_upper=3, occurrences=12)
    with either.read() as conn:
        assert sends.reserved_credits(conn) == 36


def test_of_a_list_under_way_only_the_rows_that_wait_are_reserved(either: Database) -> None:
    for state in (S.RUNNING, S.PAUSED):
        parent = a_send_in(either, state, kind=SendKind.LIST, credits_upper=8, people=4)
        for row in (S.DRAFT, S.QUEUED, S.ATTEMPTING, S.ACCEPTED):
            a_send_in(either, row, parent_id=parent.id, credits_upper=2)
    with either.read() as conn:
        assert sends.reserved_credits(conn) == 12


def test_no_sends_reserve_nothing(either: Database) -> None:
    with either.read() as conn:
        assert sends.reserved_credits(conn) == 0
