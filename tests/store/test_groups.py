"""What is asked and kept of sends to groups, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.store import Database, SendState, messages
from bot.store.messages import Purpose
from bot.store.sends import SendKind, groups
from bot.store.sends.groups import Report
from bot.store.tables import message
from tests.store.samples import NOON, a_send_in, the

GROUP = {"kind": SendKind.GROUP.value, "to_number": "", "to_name": "VIP", "people": 300}


def a_group_send(database: Database, state: SendState, minutes: int = 0, **changes: object) -> str:
    draft = {**GROUP, **changes}
    return a_send_in(database, state, now=NOON + timedelta(minutes=minutes), **draft).id


def versions(database: Database, send_id: str) -> dict[str, int]:
    with database.read() as conn:
        rows = conn.execute(
            select(message.c.purpose, message.c.version).where(message.c.subject_id == send_id)
        )
        return {row.purpose: row.version for row in rows}


def test_the_newest_that_went_out_to_exactly_this_group_is_found(either: Database) -> None:
    a_group_send(either, SendState.ACCEPTED, 1)
    newest = a_group_send(either, SendState.NO_NEWS, 2)
    a_group_send(either, SendState.UNKNOWN, 3)
    a_group_send(either, SendState.REFUSED, 4)
    a_group_send(either, SendState.ACCEPTED, 5, to_name="VIP 2")
    a_group_send(either, SendState.ACCEPTED, 6, kind=SendKind.LIST.value)

    with either.read() as conn:
        found = groups.latest_out(conn, "VIP")
        nothing = groups.latest_out(conn, "vip")

    assert found is not None
    assert found.id == newest
    assert nothing is None


def test_figures_are_written_while_it_is_queued_and_leave_its_date_alone(either: Database) -> None:
    queued = a_group_send(either, SendState.QUEUED)
    taken = a_group_send(either, SendState.ATTEMPTING)

    with either.write() as conn:
        assert groups.set_figures(conn, queued, people=5, credits=6)
        assert not groups.set_figures(conn, taken, people=5)

    assert (the(either, queued).people, the(either, queued).credits) == (5, 6)
    assert the(either, queued).updated_at == NOON
    assert the(either, taken).people == 300


def test_the_id_of_reports_is_kept(either: Database) -> None:
    send_id = a_group_send(either, SendState.ACCEPTED)

    with either.write() as conn:
        groups.set_remote_id(conn, send_id, "41001")

    assert the(either, send_id).remote_id == "41001"


def test_those_being_sent_have_their_main_message_drawn(either: Database) -> None:
    send_id = a_group_send(either, SendState.ATTEMPTING)
    a_group_send(either, SendState.QUEUED)
    a_send_in(either, SendState.ATTEMPTING)
    with either.write() as conn:
        messages.open_another(conn, send_id, Purpose.DETAILS)
    before = versions(either, send_id)

    with either.write() as conn:
        found = groups.being_sent(conn)
        groups.mark_main_dirty(conn, found)

    assert found == (send_id,)
    assert versions(either, send_id) == before | {"send": before["send"] + 1}


def test_reports_are_kept_in_order_the_last_one_of_a_moment(either: Database) -> None:
    send_id = a_group_send(either, SendState.ACCEPTED)
    before = versions(either, send_id)
    later = NOON + timedelta(minutes=5)

    with either.write() as conn:
        groups.add_report(conn, send_id, Report(later, 20, 1))
        groups.add_report(conn, send_id, Report(NOON, 9, 0))
        groups.add_report(conn, send_id, Report(NOON, 10, 0))

    with either.read() as conn:
        assert groups.reports(conn, send_id) == (Report(NOON, 10, 0), Report(later, 20, 1))
    assert versions(either, send_id)["send"] > before["send"]


def test_what_smsit_reports_on_by_an_id_is_the_newest_of_its_kind(either: Database) -> None:
    a_group_send(either, SendState.ACCEPTED, 1, remote_id="41001")
    newest = a_group_send(either, SendState.NO_NEWS, 3, remote_id="41001")
    a_group_send(either, SendState.ACCEPTED, 2, remote_id="41001")
    elsewhere = a_group_send(either, SendState.ACCEPTED, 4, remote_id="41001", kind=SendKind.ELSEWHERE.value)
    a_group_send(either, SendState.ACCEPTED, 5, remote_id="41002")
    with either.read() as conn:
        found = groups.by_remote_id(conn, "41001", SendKind.GROUP)
        other = groups.by_remote_id(conn, "41001", SendKind.ELSEWHERE)
        assert groups.by_remote_id(conn, "41003", SendKind.GROUP) is None
    assert (found and found.id, other and other.id) == (newest, elsewhere)


@pytest.mark.parametrize(
    ("channel", "of", "found"),
    [
        ("C0FRONT", "U0MAYA", "front"),
        ("C0FRONT", "U0TOM", "front"),
        ("C0BACK", "U0MAYA", None),
        (None, "U0MAYA", "mine"),
        (None, "U0TOM", "toms"),
        (None, "U0PRIYA", None),
    ],
)
def test_a_person_finds_what_is_in_the_channel_or_with_them(
    either: Database, channel: str | None, of: str, found: str | None
) -> None:
    there = {
        name: a_group_send(either, SendState.ACCEPTED, minutes, remote_id="41001", **changes)
        for minutes, (name, changes) in enumerate(
            {
                "front": {"origin_channel": "C0FRONT"},
                "mine": {"origin_channel": None},
                "toms": {"origin_channel": None, "user_id": "U0TOM"},
            }.items()
        )
    }
    with either.read() as conn:
        send = groups.by_remote_id(conn, "41001", SendKind.GROUP, channel=channel, of=of)
    assert (send and send.id) == (there[found] if found else None)
