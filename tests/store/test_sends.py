from dataclasses import fields
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.store import Database, SendState, follow_ups, sends
from bot.store.sends import HeldBy, Send, SendKind
from bot.store.sends.model import AppointmentText
from bot.store.tables import IS_RESERVED, follow_up, send
from tests.store.samples import LATER, NOON, TOKEN, a_draft, a_send_in, new_send, the, version_of


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


def test_a_forbidden_move_changes_nothing(either: Database) -> None:
    refused = a_send_in(either, SendState.REFUSED)
    with either.write() as conn:
        assert not sends.move(conn, refused.id, SendState.QUEUED, now=LATER, balance_shown=12)
        assert version_of(conn, refused.id) == 0
    assert the(either, refused.id) == refused


def test_one_claim_of_two_wins(either: Database) -> None:
    queued = a_send_in(either, SendState.QUEUED, token=None)
    with either.write() as conn:
        claims = [
            sends.claim(conn, queued.id, token=token, now=NOON, limit_seconds=35) for token in ("one", "two")
        ]
        assert version_of(conn, queued.id) == 0  # an attempt lasts a moment; nobody needs to read it
    assert [each is not None for each in claims] == [True, False]
    found = the(either, queued.id)
    assert (found.token, found.attempting_at, found.attempt_limit_seconds) == ("one", NOON, 35)


def test_a_late_answer_mends_unknown(either: Database) -> None:
    unknown = a_send_in(either, SendState.UNKNOWN)
    with either.write() as conn:
        assert sends.record(conn, unknown.id, token=TOKEN, to=SendState.ACCEPTED, now=LATER)
    assert the(either, unknown.id).state is SendState.ACCEPTED


@pytest.mark.parametrize(
    ("state", "token"),
    [(SendState.ATTEMPTING, "other"), (SendState.ACCEPTED, TOKEN), (SendState.QUEUED, TOKEN)],
)
def test_an_answer_that_is_no_longer_awaited_is_dropped(
    database: Database, state: SendState, token: str
) -> None:
    each = a_send_in(database, state)
    with database.write() as conn:
        assert not sends.record(conn, each.id, token=token, to=SendState.REFUSED, now=LATER)
    assert the(database, each.id) == each


def test_a_draft_keeps_when_its_series_ends_and_which_appointment_it_is_about(database: Database) -> None:
    recurrence = {"repeat": "weekly", "every": 2, "until": LATER.isoformat()}
    series = a_draft(database, recurrence=recurrence)
    reminder = a_draft(database, appointment_text=AppointmentText.REMINDER)
    assert (series.ends_at, series.appointment_text) == (LATER, None)
    assert (reminder.ends_at, reminder.appointment_text) == (None, AppointmentText.REMINDER)


def test_put_back_counts(either: Database) -> None:
    each = a_send_in(either, SendState.ATTEMPTING)
    with either.write() as conn:
        assert not sends.put_back(conn, each.id, token="other", now=LATER)
        assert sends.put_back(conn, each.id, token=TOKEN, now=LATER, outcome_sentence="No connection.")
        assert not sends.put_back(conn, each.id, token=TOKEN, now=LATER)
    found = the(either, each.id)
    assert (found.state, found.attempts, found.outcome_sentence) == (SendState.QUEUED, 1, "No connection.")
    assert found.updated_at == LATER


def test_sending_again_by_a_persons_word_is_no_put_back(database: Database) -> None:
    each = a_send_in(database, SendState.UNKNOWN)
    with database.write() as conn:
        assert sends.move(conn, each.id, SendState.QUEUED, now=LATER, decided_by="U0MAYA")
    assert (the(database, each.id).attempts, the(database, each.id).decided_by) == (0, "U0MAYA")


def test_a_newer_text_ends_the_following_of_older_ones(either: Database) -> None:
    older = a_send_in(either, SendState.ACCEPTED, attempting_at=NOON)
    elsewhere = a_send_in(either, SendState.ACCEPTED, attempting_at=NOON, to_number="447700900123")
    newer = a_send_in(either, SendState.ACCEPTED, attempting_at=LATER)
    with either.write() as conn:
        follow_ups.start(conn, older.id, NOON, LATER)
        assert sends.supersede_older(conn, "14155550100", before=LATER, now=LATER) == (older.id,)
        assert sends.supersede_older(conn, "14155550100", before=LATER, now=LATER) == ()
        assert conn.execute(follow_up.select()).all() == []
        assert version_of(conn, older.id) == 1
    states = [the(either, each.id).state for each in (older, elsewhere, newer)]
    assert states == [SendState.SUPERSEDED, SendState.ACCEPTED, SendState.ACCEPTED]
    assert [the(either, each.id).updated_at for each in (older, newer)] == [LATER, NOON]


def test_an_attempt_is_stale_after_its_own_limit_and_a_margin(either: Database) -> None:
    quick = a_send_in(either, SendState.ATTEMPTING, attempt_limit_seconds=30)
    slow = a_send_in(either, SendState.ATTEMPTING, attempt_limit_seconds=1800)
    a_send_in(either, SendState.UNKNOWN)

    def stale(seconds: float) -> set[str]:
        with either.read() as conn:
            return {each.id for each in sends.stale_attempts(conn, NOON + timedelta(seconds=seconds))}

    assert stale(60) == set()
    assert stale(61) == {quick.id}
    assert stale(1_831) == {quick.id, slow.id}


def test_an_attempt_without_a_limit_has_the_margin_only(database: Database) -> None:
    each = a_send_in(database, SendState.ATTEMPTING, attempt_limit_seconds=None)
    with database.read() as conn:
        found = sends.stale_attempts(conn, LATER, margin=timedelta(seconds=1))
    assert [found_one.id for found_one in found] == [each.id]


def test_what_the_bot_holds_comes_due_in_order(either: Database) -> None:
    second = a_send_in(either, SendState.SCHEDULED, send_at=LATER)
    first = a_send_in(either, SendState.SCHEDULED, send_at=NOON)
    a_send_in(either, SendState.SCHEDULED, send_at=LATER + timedelta(seconds=1))
    a_send_in(either, SendState.QUEUED, send_at=NOON)
    with either.read() as conn:
        assert [each.id for each in sends.due_scheduled(conn, LATER)] == [first.id, second.id]
        assert len(sends.due_scheduled(conn, LATER, limit=1)) == 1


def test_the_latest_send_to_a_number(either: Database) -> None:
    mine = a_send_in(either, SendState.DELIVERED)
    theirs = a_send_in(either, SendState.ACCEPTED, user_id="U0TOM", created_at=LATER)
    a_draft(either, now=LATER + timedelta(minutes=1))
    with either.read() as conn:
        assert sends.latest_to(conn, None, "14155550100") == the(either, theirs.id)
        assert sends.latest_to(conn, "U0MAYA", "14155550100") == mine
        assert sends.latest_to(conn, None, "447700900123") is None


def test_a_send_is_found_by_the_start_of_its_id(either: Database) -> None:
    each = a_send_in(either, SendState.ACCEPTED)
    draft = a_draft(either)
    with either.read() as conn:
        assert sends.by_id_prefix(conn, each.id[:8].upper()) == each
        assert sends.by_id_prefix(conn, each.id) == each
        for wrong in (each.id[:3], "zzzz", "%%%%", draft.id):
            assert sends.by_id_prefix(conn, wrong) is None


def test_a_start_shared_by_two_ids_finds_none(database: Database) -> None:
    ids = [a_send_in(database, SendState.ACCEPTED).id for _ in range(2)]
    with database.write() as conn:
        for each, new in zip(ids, ("abcd1", "abcd2"), strict=True):
            conn.execute(text("UPDATE send SET id = :new WHERE id = :old"), {"new": new, "old": each})
    with database.read() as conn:
        assert sends.by_id_prefix(conn, "abcd") is None
        assert sends.by_id_prefix(conn, "abcd1") is not None


def test_a_report_is_kept_without_a_move(either: Database) -> None:
    each = a_send_in(either, SendState.ACCEPTED)
    with either.write() as conn:
        sends.note_report(conn, each.id, status="sent", error="", now=LATER)
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
        ("SELECT * FROM send WHERE state = 'queued' AND parent_id IS NULL", "ix_send_queued"),
        ("SELECT count(*) FROM send WHERE parent_id = 1 AND state = 'queued'", "ix_send_rows"),
        ("SELECT * FROM send WHERE state = 'unknown' AND evidence IS NULL", "ix_send_unknown"),
        ("SELECT id FROM send WHERE to_phone = 1 AND state = 'accepted'", "ix_send_phone"),
        ("SELECT subject_id FROM message WHERE version > shown_version", "ix_message_dirty"),
        ("SELECT send_id FROM follow_up WHERE due_at <= 1 ORDER BY rank, due_at", "ix_follow_up_due"),
    ],
)
def test_the_tick_reads_small_indexes(database: Database, ask: str, index: str) -> None:
    with database.read() as conn:
        plan = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {ask}").all()
    assert index in str(plan)
