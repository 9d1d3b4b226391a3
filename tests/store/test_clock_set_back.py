"""A clock that ran a day ahead and was set back keeps nothing from being done for that day."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store import Database, SendState, clock_set_back, follow_ups, messages, sends
from bot.store.launches import Launch
from bot.store.tables import contact_import, contact_import_row, follow_up, message, send
from bot.texting.clock import DRIFT, Pause
from tests.store.samples import NOON, a_draft, a_send_in, claim_message, the

AHEAD = NOON + timedelta(days=1)
DEADLINE = NOON + timedelta(days=3)


def bring_back(database: Database) -> int:
    with database.write() as conn:
        found = clock_set_back.any_ahead(conn, NOON)
        count = clock_set_back.bring_back(conn, NOON)
        assert found == (count > 0)
        assert not clock_set_back.any_ahead(conn, NOON)
    return count


def test_a_message_leased_while_the_clock_was_ahead_is_drawn_again(either: Database) -> None:
    draft = a_draft(either)
    with either.write() as conn:
        messages.outdate(conn, (draft.id,))
        assert claim_message(conn, draft.id, AHEAD, 60)
        assert claim_message(conn, draft.id, NOON, 60) is None
    assert bring_back(either) == 1
    with either.write() as conn:
        assert claim_message(conn, draft.id, NOON, 60)


def test_a_message_put_off_while_the_clock_was_ahead_is_drawn_again(either: Database) -> None:
    draft = a_draft(either)
    with either.write() as conn:
        messages.outdate(conn, (draft.id,))
        claimed = claim_message(conn, draft.id, AHEAD, 60)
        assert claimed
        messages.postpone(conn, claimed, AHEAD + timedelta(minutes=5))
    assert bring_back(either) == 1
    with either.write() as conn:
        assert claim_message(conn, draft.id, NOON, 60)


def test_a_report_is_asked_for_again_whoever_was_to_ask_for_it(either: Database) -> None:
    watched = a_send_in(either, SendState.ACCEPTED)
    other = a_send_in(either, SendState.ACCEPTED)
    with either.write() as conn:
        follow_ups.start(conn, watched.id, NOON, DEADLINE)
        assert follow_ups.claim_due(conn, AHEAD, 300, 10)
        follow_ups.start(conn, other.id, AHEAD, DEADLINE)
        conn.execute(follow_up.update().where(follow_up.c.send_id == watched.id).values(due_at=NOON))
        assert not follow_ups.any_due(conn, NOON)
    assert bring_back(either) == 2
    with either.write() as conn:
        claimed = follow_ups.claim_due(conn, NOON, 300, 10)
    assert {each.send_id for each in claimed} == {watched.id, other.id}


def test_an_attempt_that_began_ahead_of_the_clock_has_its_own_time_and_no_more(either: Database) -> None:
    begun = a_send_in(either, SendState.ATTEMPTING, attempting_at=AHEAD, attempt_limit_seconds=30)
    bring_back(either)
    with either.read() as conn:
        assert not sends.stale_attempts(conn, NOON + timedelta(seconds=59), Launch())
        found = sends.stale_attempts(conn, NOON + timedelta(seconds=61), Launch())
        assert [each.id for each in found] == [begun.id]


def test_a_row_of_an_import_that_began_ahead_of_the_clock_began_now(either: Database) -> None:
    with either.write() as conn:
        values = {"id": "i", "key": "k", "team_id": "T", "user_id": "U", "file_name": "f", "size": 1}
        values |= {"state": "running", "rejected": 0, "created_at": NOON, "updated_at": AHEAD}
        conn.execute(contact_import.insert().values(values))
        row = {"import_id": "i", "place": 1, "line": 1, "state": "attempting", "attempting_at": AHEAD}
        conn.execute(contact_import_row.insert().values(row))
    assert bring_back(either) == 2
    with either.read() as conn:
        assert conn.execute(contact_import_row.select()).one().attempting_at == NOON
        assert conn.execute(contact_import.select()).one().updated_at == NOON


@pytest.mark.parametrize(
    ("lease", "begin"), [(messages.LEASE, timedelta()), (messages.LEASE, DRIFT), (messages.LEASE, -DRIFT)]
)
def test_a_lease_of_another_process_whose_clock_is_a_little_off_holds(
    either: Database, lease: timedelta, begin: timedelta
) -> None:
    draft = a_draft(either)
    with either.write() as conn:
        messages.outdate(conn, (draft.id,))
        assert claim_message(conn, draft.id, NOON + begin, lease.total_seconds())
    assert bring_back(either) == 0


def test_what_people_asked_to_go_out_later_keeps_its_time(either: Database) -> None:
    held = a_send_in(either, SendState.SCHEDULED, send_at=AHEAD)
    assert bring_back(either) == 0
    assert the(either, held.id).send_at == AHEAD


def test_looking_for_such_times_reads_no_table_from_end_to_end(database: Database) -> None:
    """It runs every five seconds, whatever has been kept by then."""
    with database.write() as conn:
        for rule in clock_set_back._RULES:
            query = rule.table.select().where(rule.beyond).params({rule.name: NOON + rule.ahead})
            compiled = query.compile(conn, compile_kwargs={"literal_binds": True})
            plan = [row[-1] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")]
            own = [step for step in plan if step.split()[1] == rule.table.name]
            assert own, plan
            assert all("USING INDEX" in step or "USING COVERING" in step for step in own), plan
    assert {rule.table.name for rule in clock_set_back._RULES} >= {message.name, send.name}


@given(
    length=st.integers(1, 10_000).map(lambda seconds: timedelta(seconds=seconds)),
    begun=st.integers(-200_000, 200_000).map(lambda seconds: NOON + timedelta(seconds=seconds)),
)
def test_a_pause_never_lasts_longer_than_its_length(length: timedelta, begun: object) -> None:
    pause = Pause(length)
    assert pause.is_over(NOON)
    pause.begin(begun)  # type: ignore[arg-type]  # Hypothesis knows it as an object
    assert pause.is_over(NOON) == (not begun <= NOON < begun + length)  # type: ignore[operator]  # as above
