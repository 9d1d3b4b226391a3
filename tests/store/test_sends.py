from dataclasses import fields
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from bot.store import Database, SendState, follow_ups, sends
from bot.store.sends import HeldBy, Send, SendKind
from bot.store.sends.model import AppointmentText
from bot.store.tables import IS_RESERVED, follow_up, send
from tests.store.samples import LATER, NOON, a_draft, a_send_in, new_send, the, version_of

S = SendState
HELD_BACK = (S.SCHEDULED, S.AWAITING_APPROVAL, S.REJECTED, S.EXPIRED, S.CANCELLED, S.REPEATING, S.ENDED)


def test_a_draft_keeps_everything_that_was_asked(either: Database) -> None:
    new = new_send(
        kind=SendKind.GROUP,
        held_by=HeldBy.SMSIT,
        send_at=LATER,
        zone="America/Los_Angeles",
        recurrence={"repeat": "weekly", "every": 2},
        add_to_group="VIP",
        origin_channel="C0FRONT",
        alpha_sender="HARBOUR",
        balance_shown=145,
    )
    with either.write() as conn:
        draft = sends.insert_draft(conn, new, now=NOON)
    assert draft == the(either, draft.id)
    assert draft.state is SendState.DRAFT
    assert {name: getattr(draft, name) for name in new.__dataclass_fields__} == {
        name: getattr(new, name) for name in new.__dataclass_fields__
    }


def test_the_same_key_gives_the_first_send(either: Database) -> None:
    first = a_draft(either, key="V1")
    assert a_draft(either, key="V1", now=LATER, body="again") == first


def test_the_fields_of_a_send_are_the_columns() -> None:
    assert [each.name for each in fields(Send)] == list(send.c.keys())


def test_a_send_does_not_show_whom_it_is_for(database: Database) -> None:
    draft = a_draft(database, body="secret words")
    shown = repr(draft) + repr(new_send(body="secret words"))
    assert not any(each in shown for each in ("14155550100", "Ada", "secret"))


def test_an_unknown_id_is_no_send(either: Database) -> None:
    with either.read() as conn:
        assert sends.get(conn, "0" * 32) is None
        assert sends.get_many(conn, ["0" * 32]) == ()


def test_a_move_writes_values_and_asks_for_drawing(either: Database) -> None:
    draft = a_draft(either)
    with either.write() as conn:
        assert version_of(conn, draft.id) == 0
        assert sends.move(conn, draft.id, SendState.QUEUED, now=LATER, balance_shown=12)
        assert version_of(conn, draft.id) == 1
    found = the(either, draft.id)
    assert (found.state, found.balance_shown, found.updated_at) == (SendState.QUEUED, 12, LATER)


def test_of_many_those_move_whose_state_allows_it_and_are_drawn_again(either: Database) -> None:
    first, second = (a_send_in(either, SendState.ACCEPTED) for _ in range(2))
    superseded, attempting = a_send_in(either, SendState.SUPERSEDED), a_send_in(either, SendState.ATTEMPTING)
    many = (first, second, superseded, attempting)
    with either.write() as conn:
        ids = [each.id for each in many]
        sends.move_many(conn, ids, SendState.DELIVERED, now=LATER, report_status="delivered")
        assert [version_of(conn, each) for each in ids] == [1, 1, 0, 0]
    for each in (first, second):
        found = the(either, each.id)
        assert (found.state, found.updated_at, found.report_status) == (
            SendState.DELIVERED,
            LATER,
            "delivered",
        )
    assert [the(either, each.id) for each in (superseded, attempting)] == [superseded, attempting]


def test_of_many_only_those_that_are_named_move(either: Database) -> None:
    named, other = (a_send_in(either, SendState.ACCEPTED) for _ in range(2))
    with either.write() as conn:
        sends.move_many(conn, [named.id], SendState.NO_NEWS, now=LATER)
    assert the(either, named.id).state is SendState.NO_NEWS
    assert the(either, other.id) == other


def test_a_forbidden_move_changes_nothing(either: Database) -> None:
    refused = a_send_in(either, SendState.REFUSED)
    with either.write() as conn:
        assert not sends.move(conn, refused.id, SendState.QUEUED, now=LATER, balance_shown=12)
        assert version_of(conn, refused.id) == 0
    assert the(either, refused.id) == refused


def test_a_draft_keeps_when_its_series_ends_and_which_appointment_it_is_about(database: Database) -> None:
    recurrence = {"repeat": "weekly", "every": 2, "until": LATER.isoformat()}
    series = a_draft(database, recurrence=recurrence)
    reminder = a_draft(database, appointment_text=AppointmentText.REMINDER)
    assert (series.ends_at, series.appointment_text) == (LATER, None)
    assert (reminder.ends_at, reminder.appointment_text) == (None, AppointmentText.REMINDER)


def test_a_newer_text_ends_the_following_of_older_ones(either: Database) -> None:
    older = a_send_in(either, SendState.ACCEPTED, attempting_at=NOON)
    elsewhere = a_send_in(either, SendState.ACCEPTED, attempting_at=NOON, to_number="447700900123")
    newer = a_send_in(either, SendState.ACCEPTED, attempting_at=LATER)
    with either.write() as conn:
        for each in (older, elsewhere, newer):
            follow_ups.start(conn, each.id, NOON, LATER)
        assert sends.supersede_older(conn, "14155550100", before=LATER, now=LATER) == (older.id,)
        assert sends.supersede_older(conn, "14155550100", before=LATER, now=LATER) == ()
        assert set(conn.execute(select(follow_up.c.send_id)).scalars()) == {elsewhere.id, newer.id}
        assert version_of(conn, older.id) == 1
    states = [the(either, each.id).state for each in (older, elsewhere, newer)]
    assert states == [SendState.SUPERSEDED, SendState.ACCEPTED, SendState.ACCEPTED]
    assert [the(either, each.id).updated_at for each in (older, newer)] == [LATER, NOON]


def test_what_the_bot_holds_comes_due_in_order(either: Database) -> None:
    second = a_send_in(either, SendState.SCHEDULED, send_at=LATER)
    first = a_send_in(either, SendState.SCHEDULED, send_at=NOON)
    a_send_in(either, SendState.SCHEDULED, send_at=NOON, hold_code="quiet")
    a_send_in(either, SendState.SCHEDULED, send_at=LATER + timedelta(seconds=1))
    a_send_in(either, SendState.QUEUED, send_at=NOON)
    with either.read() as conn:
        assert [each.id for each in sends.due_scheduled(conn, LATER)] == [first.id, second.id]
        assert [each.id for each in sends.due_scheduled(conn, LATER, limit=1)] == [first.id]


def test_the_latest_send_to_a_number(either: Database) -> None:
    mine = a_send_in(either, SendState.DELIVERED)
    theirs = a_send_in(either, SendState.ACCEPTED, user_id="U0TOM", created_at=LATER)
    a_draft(either, now=LATER + timedelta(minutes=1))
    with either.read() as conn:
        assert sends.latest_to(conn, None, "14155550100", now=NOON) == the(either, theirs.id)
        assert sends.latest_to(conn, "U0MAYA", "14155550100", now=NOON) == mine
        assert sends.latest_to(conn, None, "447700900123", now=NOON) is None


@pytest.mark.parametrize("state", HELD_BACK)
def test_what_has_not_gone_out_is_the_latest_only_where_there_is_no_other(
    either: Database, state: SendState
) -> None:
    waiting = a_send_in(either, state, created_at=LATER)
    with either.read() as conn:
        assert sends.latest_to(conn, None, "14155550100", now=NOON) == waiting
    refused = a_send_in(either, SendState.REFUSED)
    with either.read() as conn:
        assert sends.latest_to(conn, None, "14155550100", now=NOON) == refused


def test_what_smsit_holds_has_gone_out_once_its_time_has_come(either: Database) -> None:
    sent = a_send_in(either, SendState.DELIVERED)
    held = a_send_in(
        either, SendState.SCHEDULED_AT_SMSIT, created_at=NOON + timedelta(seconds=1), send_at=LATER
    )
    with either.read() as conn:
        assert sends.latest_to(conn, None, "14155550100", now=NOON) == sent
        assert sends.latest_to(conn, None, "14155550100", now=LATER) == held


def test_a_send_is_found_by_the_start_of_its_id(either: Database) -> None:
    each = a_send_in(either, SendState.ACCEPTED)
    draft = a_draft(either)
    with either.read() as conn:
        assert sends.by_id_prefix(conn, each.id[:8].upper()) == each
        assert sends.by_id_prefix(conn, each.id) == each
        for wrong in (each.id[:3], "zzzz", "%%%%", draft.id):
            assert sends.by_id_prefix(conn, wrong) is None


def test_a_start_shared_by_two_ids_finds_none(database: Database) -> None:
    ids = [a_send_in(database, SendState.ACCEPTED).id for _ in range(5)]
    with database.write() as conn:
        for each, new in zip(ids, ("abcd1", "abcd2", "abcc3", "abce4", "1bcd5"), strict=True):
            conn.execute(text("UPDATE send SET id = :new WHERE id = :old"), {"new": new, "old": each})
    with database.read() as conn:
        assert sends.by_id_prefix(conn, "abcd") is None
        for alone in ("abcd1", "abcd2", "abcc", "abce", "1bcd5"):
            found = sends.by_id_prefix(conn, alone)
            assert found is not None
            assert found.id.startswith(alone)


def test_a_report_that_comes_after_the_end_is_not_kept(either: Database) -> None:
    each = a_send_in(either, SendState.NO_NEWS)
    with either.write() as conn:
        sends.note_reports(conn, [each.id], status="sent", error="to 14155550100", now=LATER)
    assert the(either, each.id) == each


def test_a_report_is_kept_without_a_move(either: Database) -> None:
    each, other = (a_send_in(either, SendState.ACCEPTED) for _ in range(2))
    with either.write() as conn:
        sends.note_reports(conn, [each.id], status="sent", error="", now=LATER)
    assert the(either, other.id) == other
    found = the(either, each.id)
    assert (found.state, found.report_status, found.report_error) == (SendState.ACCEPTED, "sent", "")
    assert found.updated_at == LATER


def test_what_is_noted_of_a_send_is_written_into_no_other(either: Database) -> None:
    each, other = (a_send_in(either, SendState.ACCEPTED) for _ in range(2))
    with either.write() as conn:
        sends.note_values(conn, each.id, now=LATER, report_status="sent", people=3)
    found = the(either, each.id)
    assert (found.report_status, found.people, found.updated_at) == ("sent", 3, LATER)
    assert the(either, other.id) == other


@pytest.mark.parametrize("to", [SendState.QUEUED, SendState.CANCELLED])
def test_a_move_moves_one_send_and_says_when(either: Database, to: SendState) -> None:
    each, other = (a_send_in(either, SendState.SCHEDULED) for _ in range(2))
    with either.write() as conn:
        assert sends.move(conn, each.id, to, now=LATER, only_from=SendState.SCHEDULED)
    assert (the(either, each.id).state, the(either, each.id).updated_at) == (to, LATER)
    assert the(either, other.id) == other


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        ("SELECT * FROM send WHERE state = 'scheduled' AND send_at <= 1 ORDER BY send_at", "ix_send_due"),
        ("SELECT * FROM send WHERE state = 'attempting' AND attempting_at < 1", "ix_send_attempting"),
        ("SELECT sum(credits_upper) FROM send WHERE " + str(IS_RESERVED), "ix_send_reserved"),  # noqa: S608 -- a constant
        ("SELECT * FROM send WHERE state = 'queued' AND parent_id IS NULL", "ix_send_reserved"),
        ("SELECT * FROM send WHERE state = 'queued' AND updated_at < 1", "ix_send_queued"),
        ("SELECT count(*) FROM send WHERE parent_id = 1 AND state = 'queued'", "ix_send_rows"),
        ("SELECT * FROM send WHERE state = 'unknown' AND evidence IS NULL", "ix_send_doubtful"),
        ("SELECT id FROM send WHERE to_phone = 1 AND state = 'accepted'", "ix_send_phone"),
        ("SELECT subject_id FROM message WHERE version > shown_version", "ix_message_dirty"),
        ("SELECT send_id FROM follow_up WHERE due_at <= 1 ORDER BY rank, due_at", "ix_follow_up_due"),
    ],
)
def test_the_tick_reads_small_indexes(database: Database, ask: str, index: str) -> None:
    with database.read() as conn:
        plan = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {ask}").all()
    assert index in str(plan)
