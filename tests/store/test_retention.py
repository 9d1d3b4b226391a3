from sqlalchemy import text

from bot.store import Database, SendState, sends
from bot.store.sends import SendKind
from tests.store.samples import LATER, NOON, a_draft, a_send_in, the


def test_texts_are_forgotten_but_not_those_still_to_be_sent(either: Database) -> None:
    S = SendState  # noqa: N806 -- short for one line
    waiting = {S.DRAFT, S.AWAITING_APPROVAL, S.SCHEDULED, S.QUEUED, S.RUNNING, S.PAUSED, S.ATTEMPTING}
    waiting |= {S.REPEATING}
    by_state = {state: a_send_in(either, state).id for state in SendState}
    with either.write() as conn:
        assert sends.forget_bodies(conn, NOON) == 0
        assert sends.forget_bodies(conn, LATER) == len(by_state) - len(waiting)
        assert sends.forget_bodies(conn, LATER) == 0
    kept = {state for state, each in by_state.items() if the(either, each).body is not None}
    assert kept == waiting


def test_texts_are_forgotten_and_drafts_purged_a_portion_at_a_time(either: Database) -> None:
    for _ in range(3):
        a_send_in(either, SendState.DELIVERED)
        a_draft(either)
    with either.write() as conn:
        assert [sends.forget_bodies(conn, LATER, 2) for _ in range(3)] == [2, 1, 0]
        assert [sends.purge_drafts(conn, LATER, 2) for _ in range(3)] == [2, 1, 0]


def test_the_rows_of_a_draft_nobody_confirmed_go_after_it_and_no_others(either: Database) -> None:
    old = a_draft(either, kind=SendKind.LIST)
    row = a_draft(either, parent_id=old.id, line=2)
    held = a_send_in(either, SendState.SCHEDULED)
    kept = a_draft(either, parent_id=held.id, line=2)
    with either.write() as conn:
        assert sends.purged_lists(conn) == ()
        assert sends.purge_drafts(conn, LATER) == 1
        assert sends.purged_lists(conn) == (old.id,)
        assert [sends.purge_rows(conn, old.id, 1) for _ in range(2)] == [1, 0]
        assert sends.get_many(conn, (old.id, row.id)) == ()
        assert sends.purged_lists(conn) == ()
        assert sends.get(conn, kept.id) == kept


def test_drafts_nobody_confirmed_go_with_their_message(either: Database) -> None:
    old, new = a_draft(either), a_draft(either, now=LATER)
    queued = a_send_in(either, SendState.QUEUED)
    with either.write() as conn:
        assert sends.purge_drafts(conn, LATER) == 1
        assert set(conn.execute(text("SELECT subject_id FROM message")).scalars()) == {
            new.id,
            queued.id,
        }
        assert sends.get(conn, old.id) is None
