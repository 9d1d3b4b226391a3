"""Whatever is written of one send, or of the rows of one list, is written into no other."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.store import Database, SendState, sends
from bot.store.sends import Send, SendKind, annotations, groups, lists, rows, scheduled, unknown_rows
from bot.store.sends.groups import Report
from bot.store.sends.rows import Totals
from tests.store.samples import NOON, TOKEN, a_send_in, the, version_of
from tests.store.test_rows import a_list, put, put_list

S = SendState
LATER = NOON + timedelta(minutes=5)
OTHER_TOKEN = "b" * 32

Write = Callable[[Connection, Send], object]


def _changed(conn: Connection, each: Send) -> bool:
    values = {"body": "New words"}
    return scheduled.change(conn, each.id, state=S.SCHEDULED, seen=NOON, now=LATER, values=values)


ONE: dict[str, tuple[SendState, Write]] = {
    "move": (S.QUEUED, lambda conn, each: sends.move(conn, each.id, S.CANCELLED, now=LATER)),
    "move many": (S.ACCEPTED, lambda conn, each: sends.move_many(conn, [each.id], S.DELIVERED, now=LATER)),
    "requeue": (S.QUEUED, lambda conn, each: sends.requeue(conn, each.id, wave=0, now=LATER)),
    "claim": (
        S.QUEUED,
        lambda conn, each: sends.claim(conn, each.id, token=OTHER_TOKEN, now=LATER, limit_seconds=30),
    ),
    "record": (
        S.ATTEMPTING,
        lambda conn, each: sends.record(conn, each.id, token=TOKEN, to=S.REFUSED, now=LATER),
    ),
    "put back": (S.ATTEMPTING, lambda conn, each: sends.put_back(conn, each.id, token=TOKEN, now=LATER)),
    "values": (S.QUEUED, lambda conn, each: sends.note_values(conn, each.id, now=LATER, people=3)),
    "touched": (S.SCHEDULED, lambda conn, each: sends.note_touched(conn, each.id, {"U0TOM"})),
    "reports": (
        S.ACCEPTED,
        lambda conn, each: sends.note_reports(conn, [each.id], status="sent", error="", now=LATER),
    ),
    "evidence": (
        S.UNKNOWN,
        lambda conn, each: annotations.note_evidence(conn, each, {"evidence": {}}, LATER),
    ),
    "claim of a look": (
        S.UNKNOWN,
        lambda conn, each: annotations.note_claim(conn, each.id, LATER),
    ),
    "overdue": (S.SCHEDULED, lambda conn, each: annotations.note_overdue(conn, each.id, "late", LATER)),
    "change": (S.SCHEDULED, _changed),
    "figures": (S.QUEUED, lambda conn, each: groups.set_figures(conn, each.id, people=3)),
    "remote id": (S.ACCEPTED, lambda conn, each: groups.set_remote_id(conn, each.id, "17")),
    "wave": (S.RUNNING, lambda conn, each: lists.next_wave(conn, each.id, LATER)),
    "heartbeat": (S.RUNNING, lambda conn, each: lists.heartbeat(conn, each.id, LATER, details=True)),
    "description": (
        S.DRAFT,
        lambda conn, each: rows.describe(conn, each.id, Totals(1, 2, 3, 4), 5000, LATER),
    ),
}


@pytest.mark.parametrize(("state", "write"), ONE.values(), ids=ONE)
def test_one_send_and_no_other(either: Database, state: SendState, write: Write) -> None:
    each, other = (a_send_in(either, state) for _ in range(2))
    with either.write() as conn:
        write(conn, each)
        assert version_of(conn, other.id) == 0
    assert the(either, each.id) != each
    assert the(either, other.id) == other


def test_a_report_is_kept_of_one_send_alone(either: Database) -> None:
    each, other = (a_send_in(either, S.ACCEPTED, kind=SendKind.GROUP.value) for _ in range(2))
    with either.write() as conn:
        groups.add_report(conn, each.id, Report(LATER, 3, 1))
        assert groups.reports(conn, each.id) == (Report(LATER, 3, 1),)
        assert groups.reports(conn, other.id) == ()
        assert (version_of(conn, each.id), version_of(conn, other.id)) == (1, 0)


def test_what_was_sent_elsewhere_is_accepted_alone(either: Database) -> None:
    each, other = (a_send_in(either, S.DRAFT, kind=SendKind.ELSEWHERE.value) for _ in range(2))
    text = a_send_in(either, S.DRAFT)
    with either.write() as conn:
        assert groups.accept_elsewhere(conn, each.id, "17", now=LATER)
        assert not groups.accept_elsewhere(conn, each.id, "18", now=LATER)
        assert not groups.accept_elsewhere(conn, text.id, "19", now=LATER)
        assert [version_of(conn, one.id) for one in (each, other, text)] == [1, 0, 0]
    found = the(either, each.id)
    assert (found.state, found.remote_id, found.body, found.updated_at) == (S.ACCEPTED, "17", None, LATER)
    assert (the(either, other.id), the(either, text.id)) == (other, text)


OF_A_LIST: dict[str, tuple[SendState, Write]] = {
    "queue": (S.DRAFT, lambda conn, each: rows.queue(conn, each.id, 1, 2, LATER)),
    "cancel": (S.QUEUED, lambda conn, each: rows.cancel(conn, each.id, LATER)),
    "again": (S.UNKNOWN, lambda conn, each: unknown_rows.again(conn, each.id, LATER, LATER, "U0TOM")),
    "mark": (S.UNKNOWN, lambda conn, each: unknown_rows.mark(conn, each.id, LATER, OTHER_TOKEN)),
}


@pytest.mark.parametrize(("state", "write"), OF_A_LIST.values(), ids=OF_A_LIST)
def test_the_rows_of_one_list_and_of_no_other(either: Database, state: SendState, write: Write) -> None:
    each, other = a_list(either, 2), a_list(either, 2)
    for parent in (each, other):
        put_list(either, parent, S.RUNNING)
        put(either, parent, {1: state, 2: state})
    with either.write() as conn:
        before = rows.page(conn, other.id, 1, 2)
        own = rows.page(conn, each.id, 1, 2)
        write(conn, each)
        assert rows.page(conn, other.id, 1, 2) == before
        assert all(new != old for new, old in zip(rows.page(conn, each.id, 1, 2), own, strict=True))
