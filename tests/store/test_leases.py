"""What the dead held is free at once, and nobody takes it for what was never held."""

from datetime import timedelta

from bot.store import Database, leases, messages
from bot.store.states import SendState
from tests.store.samples import NOON, a_send_in, claim_message


def test_a_lease_that_was_ended_is_one_that_ran_out(either: Database) -> None:
    send = a_send_in(either, SendState.QUEUED)
    with either.write() as conn:
        messages.outdate(conn, (send.id,))
        held = claim_message(conn, send.id, NOON, 90)
        assert held is not None
        assert claim_message(conn, send.id, NOON, 90) is None
        leases.end_all(conn)
        again = claim_message(conn, send.id, NOON + timedelta(seconds=1), 90)
    assert again is not None
    assert (again.may_be_posted, again.digest) == (True, None)
    assert again.posting_since == NOON
