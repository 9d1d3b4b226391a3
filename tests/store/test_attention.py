"""How many sends wait for a person, or for their time."""

from datetime import timedelta

from bot.store import Database, SendState
from bot.store.sends import attention
from bot.store.sends.attention import Attention
from tests.store.samples import NOON, a_send_in

HOUR = timedelta(hours=1)


def test_each_send_of_this_person_counts_once_where_it_belongs(either: Database) -> None:
    for state in SendState:
        a_send_in(either, state, send_at=NOON + HOUR)
    a_send_in(either, SendState.SCHEDULED, send_at=NOON - HOUR, outcome_code="late")
    a_send_in(either, SendState.SCHEDULED, send_at=NOON + HOUR, user_id="U0SAM")
    a_send_in(either, SendState.UNKNOWN, user_id="U0SAM")
    a_send_in(either, SendState.UNKNOWN, parent_id="a" * 32, line=1)
    a_send_in(either, SendState.REFUSED, outcome_code="-6")

    with either.read() as conn:
        found = attention.of(conn, "U0MAYA", NOON)
        nobody = attention.of(conn, "U0NOBODY", NOON)

    # scheduled: one the bot holds, one that SMS-iT holds
    assert found == Attention(unknown=1, asking=1, scheduled=2, awaiting=1, repeating=1)
    assert nobody == Attention()
