"""No sequence of calls moves a send where the design does not allow."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store import Database, SendState, sends
from bot.store.states import MOVES, sources
from tests.every import every
from tests.store.samples import NOON, TOKEN, a_draft, a_send_in, the

SETTABLE = sorted(set(SendState) - {SendState.ATTEMPTING})
calls = st.one_of(
    st.tuples(st.just("move"), st.sampled_from(SETTABLE)),
    st.tuples(st.just("claim"), st.just(SendState.ATTEMPTING)),
    st.tuples(st.just("record"), st.sampled_from(sorted(SendState))),
    st.tuples(st.just("put_back"), st.just(SendState.QUEUED)),
    st.tuples(st.just("supersede"), st.just(SendState.SUPERSEDED)),
    st.tuples(st.just("purge"), st.just(SendState.DRAFT)),
)


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(start=st.sampled_from(sorted(SendState)), told=st.lists(calls, max_size=12))
def test_only_allowed_moves_happen(
    database: Database, start: SendState, told: list[tuple[str, SendState]]
) -> None:
    each = a_send_in(database, start)
    state = start
    for call, to in told:
        with database.write() as conn:
            match call:
                case "move":
                    moved = sends.move(conn, each.id, to, now=NOON)
                case "claim":
                    claimed = sends.claim(conn, each.id, token=TOKEN, now=NOON, limit_seconds=30)
                    moved = claimed is not None
                case "record":
                    moved = sends.record(conn, each.id, token=TOKEN, to=to, now=NOON)
                case "put_back":
                    moved = sends.put_back(conn, each.id, token=TOKEN, now=NOON)
                case "supersede":
                    later = NOON + timedelta(seconds=1)
                    ids = sends.supersede_older(conn, each.to_number, before=later, now=NOON)
                    moved = each.id in ids
                case _:
                    sends.purge_drafts(conn, NOON)
                    moved = False
        found = the(database, each.id).state
        assert found is (to if moved else state)
        assert not moved or to in MOVES[state]
        state = found


@every("state", SendState)
def test_every_state_says_where_it_may_go(state: SendState) -> None:
    assert all(state in sources(to) for to in MOVES[state])


@pytest.mark.parametrize("start", SendState)
def test_move_follows_the_table(database: Database, start: SendState) -> None:
    for to in SETTABLE:
        each = a_send_in(database, start)
        with database.write() as conn:
            moved = sends.move(conn, each.id, to, now=NOON)
        # Out of an attempt only its own token leads.
        assert moved is (to in MOVES[start] and start is not SendState.ATTEMPTING)


def test_an_attempt_begins_with_a_claim_only(database: Database) -> None:
    each = a_draft(database)
    with database.write() as conn, pytest.raises(ValueError, match="claim"):
        sends.move(conn, each.id, SendState.ATTEMPTING, now=NOON)
