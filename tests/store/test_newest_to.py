from datetime import timedelta

import pytest

from bot.store import Database, SendState, sends
from tests.store.samples import NOON, a_send_in

S = SendState


def test_the_newest_sends_to_a_number_come_first_whoever_asked_for_them(either: Database) -> None:
    old = a_send_in(either, SendState.DELIVERED)
    new = a_send_in(either, SendState.QUEUED, created_at=NOON + timedelta(hours=1), user_id="U0TOM")
    row = a_send_in(either, SendState.REFUSED, created_at=NOON - timedelta(hours=1), parent_id="0" * 32)
    a_send_in(either, SendState.DRAFT)
    a_send_in(either, SendState.DELIVERED, to_number="14155550101")
    with either.read() as conn:
        assert [each.id for each in sends.newest_to(conn, "14155550100", 5)] == [new.id, old.id, row.id]
        assert [each.id for each in sends.newest_to(conn, "14155550100", 1)] == [new.id]
        assert sends.newest_to(conn, "14155550199", 5) == ()


@pytest.mark.parametrize("state", list(SendState), ids=str)
def test_a_newer_text_counts_that_went_out_or_may_have(database: Database, state: SendState) -> None:
    went = {S.ACCEPTED, S.DELIVERED, S.UNDELIVERED, S.NO_NEWS, S.SUPERSEDED, S.UNKNOWN}
    a_send_in(database, state)
    with database.read() as conn:
        assert sends.has_newer(conn, "14155550100", after=NOON - timedelta(seconds=1)) is (state in went)
        assert not sends.has_newer(conn, "14155550100", after=NOON)
        assert not sends.has_newer(conn, "14155550101", after=NOON - timedelta(seconds=1))
