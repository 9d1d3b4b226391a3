"""A clock that ran a day ahead and was set back keeps nothing from being done for that day."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store import (
    Database,
    SendState,
    clock_set_back,
    follow_ups,
    message_claims,
    messages,
    sends,
    workflow_steps,
)
from bot.store.launches import Launch
from bot.store.tables import UtcTime, contact_import, contact_import_row, follow_up, message, metadata, send
from bot.store.workflow_steps import NewStep, StepState
from bot.texting.clock import DRIFT, Pause
from tests.store.samples import NOON, a_draft, a_send_in, claim_message, the

AHEAD = NOON + timedelta(days=1)
DEADLINE = NOON + timedelta(days=3)
PEOPLES = "the time people chose, or one calculated from it"
TOLD = "says when something was; nothing waits for it"
OVER = "until when something may be decided or is asked about: ahead, it only lasts longer"
LOOKED_AT = "whoever compares it with the clock passes over, or takes for over, what lies ahead of it"
EXCUSED = {
    PEOPLES: "appointment.at appointment_call.at appointment_call.notice_at birthday_day.send_at"
    " change_plan_row.at change_plan_row.notice_at free_time.at send.appointment_at send.ends_at"
    " send.goes_at send.hold_until send.send_at series.next_at",
    TOLD: "alert.raised_at alert.resolved_at appointment.created_at appointment.updated_at"
    " appointment_call.created_at approval.asked_at approval.decided_at assistant_draft.created_at"
    " assistant_draft.updated_at audit_entry.at birthday_day.created_at birthday_day.updated_at"
    " broadcast_audience.attempted_at"
    " change_plan.confirmed_at change_plan.created_at contact_addition.attempting_at"
    " contact_addition.created_at contact_group.counted_at contact_group.first_seen contact_group.seen_at"
    " contact_import.created_at contact_sync.synced_at do_not_text.added_at do_not_text.removed_at"
    " do_not_text_erased.added_at erasure.begun_at erasure.finished_at erasure_key.since"
    " free_time.created_at free_time.updated_at group_report.at own_number.given_at"
    " past_decision.decided_at send.created_at template.archived_at template.created_at"
    " template.updated_at template_version.decided_at template_version.written_at"
    " verification.decided_at",
    OVER: "broadcast_audience.read_at"
    " send.first_look_at approval.expires_at assistant_draft.expires_at follow_up.deadline",
    LOOKED_AT: "balance_sample.at balance_sample.hour birthday_day.leased_at contact_sync.full_at"
    " message.posting_since verification.created_at",
}
"""Columns of times for which there is no rule, by why."""


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
        message_claims.postpone(conn, claimed, AHEAD + timedelta(minutes=5))
    assert bring_back(either) == 1
    with either.write() as conn:
        assert claim_message(conn, draft.id, NOON, 60)


def test_a_look_that_began_while_the_clock_was_ahead_is_made_again_and_the_next_comes_in_time(
    either: Database,
) -> None:
    looked = {
        "evidence": {},
        "first_look_at": NOON,
        "last_look_at": AHEAD,
        "looks": 1,
        "looking_since": AHEAD,
    }
    unknown = a_send_in(either, SendState.UNKNOWN, **looked)
    assert bring_back(either) == 2
    assert (the(either, unknown.id).last_look_at, the(either, unknown.id).looking_since) == (NOON, None)


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


@pytest.mark.parametrize("ahead", [timedelta(minutes=8), workflow_steps.LONGEST_WAIT])
def test_a_step_left_while_the_clock_was_ahead_is_taken_up_again(either: Database, ahead: timedelta) -> None:
    new = NewStep(execution_id="Fx1", step="send_text", team_id="T", user_id="U", inputs={})
    with either.write() as conn:
        made = workflow_steps.insert_new(conn, new, not_before=AHEAD, now=AHEAD)
        assert made
        assert workflow_steps.end(conn, made.id, StepState.WAITING, {}, now=AHEAD)
        ended = workflow_steps.get(conn, made.id)
        assert ended
        assert workflow_steps.claim(conn, ended, AHEAD + ahead, now=AHEAD)
    assert bring_back(either) == 3
    with either.read() as conn:
        kept = workflow_steps.get(conn, made.id)
        assert kept
        assert (kept.created_at, kept.updated_at) == (NOON, NOON), "how long it waited counts from now too"
        assert [each.id for each in workflow_steps.due(conn, NOON, 10)] == [made.id]


def test_a_list_whose_rows_are_left_while_the_clock_was_ahead_is_set_going_again(either: Database) -> None:
    sent = a_send_in(either, SendState.ACCEPTED)
    with either.write() as conn:
        conn.execute(send.update().where(send.c.id == sent.id).values(kind="list", updated_at=AHEAD))
    assert bring_back(either) == 1
    assert the(either, sent.id).updated_at == NOON


def test_every_column_of_times_has_a_rule_or_a_reason_why_it_needs_none() -> None:
    columns = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, UtcTime)
    }
    ruled = {f"{rule.table.name}.{rule.column}" for rule in clock_set_back._RULES}
    excused = [name for names in EXCUSED.values() for name in names.split()]

    assert len(excused) == len(set(excused))
    assert ruled.isdisjoint(excused)
    assert columns == ruled | set(excused)


@pytest.mark.parametrize(
    ("lease", "begin"),
    [(message_claims.LEASE, timedelta()), (message_claims.LEASE, DRIFT), (message_claims.LEASE, -DRIFT)],
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
