"""What waits for a person, and what waits for its time: the first few, and how many there are."""

from datetime import timedelta

from bot.store import Database, SendState
from bot.store.sends import SendKind, attention
from bot.store.sends.attention import Found
from tests.store.samples import NOON, a_send_in

HOUR = timedelta(hours=1)
MAYA = "U0MAYA"


def ids(found: Found) -> list[str]:
    return [each.id for each in found.sends]


def test_of_each_sort_only_those_are_found_that_belong_to_it_and_to_the_person(either: Database) -> None:
    for state in SendState:
        a_send_in(either, state, send_at=NOON + HOUR, user_id="U0SAM")
    unknown = a_send_in(either, SendState.UNKNOWN)
    late = a_send_in(either, SendState.SCHEDULED, send_at=NOON - HOUR, hold_code="late")
    second = a_send_in(either, SendState.SCHEDULED, send_at=NOON + 2 * HOUR)
    first = a_send_in(either, SendState.SCHEDULED, send_at=NOON + HOUR)
    a_send_in(either, SendState.AWAITING_APPROVAL, kind=SendKind.GROUP)
    a_send_in(either, SendState.PAUSED, kind=SendKind.GROUP)
    paused = a_send_in(either, SendState.PAUSED, kind=SendKind.LIST, people=3)

    with either.read() as conn:
        assert ids(attention.unknown(conn, MAYA, 5)) == [unknown.id]
        assert ids(attention.asking(conn, MAYA, 5)) == [late.id]
        assert ids(attention.coming(conn, MAYA, 5)) == [first.id, second.id]
        assert ids(attention.paused_lists(conn, MAYA, 5)) == [paused.id]
        assert attention.count_awaiting(conn, MAYA) == 1
        assert attention.coming(conn, "U0NOBODY", 5) == Found()
        assert attention.unknown(conn, None, 5).count == 2
        assert attention.count_awaiting(conn, None) == 2


def test_there_may_be_more_than_are_returned(either: Database) -> None:
    for hours in range(4):
        a_send_in(either, SendState.SCHEDULED, send_at=NOON + hours * HOUR)

    with either.read() as conn:
        found = attention.coming(conn, MAYA, 3)

    assert [each.send_at for each in found.sends] == [NOON, NOON + HOUR, NOON + 2 * HOUR]
    assert found.count == 4


def test_unknown_rows_are_told_with_their_list_while_they_can_be_settled(either: Database) -> None:
    with either.read() as conn:
        assert attention.lists_with_unknown(conn, None, 5) == Found()
    kept = {}
    for state in (SendState.ACCEPTED, SendState.RUNNING, SendState.PAUSED, SendState.CANCELLED):
        kept[state] = a_send_in(either, state, kind=SendKind.LIST)
        a_send_in(either, SendState.UNKNOWN, parent_id=kept[state].id, line=1)
        a_send_in(either, SendState.UNKNOWN, parent_id=kept[state].id, line=2)
    a_send_in(either, SendState.ACCEPTED, kind=SendKind.LIST)

    with either.read() as conn:
        found = attention.lists_with_unknown(conn, MAYA, 5)
        assert attention.unknown(conn, MAYA, 5) == Found()
        assert attention.lists_with_unknown(conn, "U0SAM", 5) == Found()

    assert set(ids(found)) == {kept[SendState.ACCEPTED].id, kept[SendState.RUNNING].id}


def test_lists_that_the_bot_paused_in_trouble_are_counted_and_no_others(either: Database) -> None:
    a_list = {"kind": SendKind.LIST, "hold_code": "unclear"}
    a_send_in(either, SendState.PAUSED, **a_list)
    a_send_in(either, SendState.PAUSED, **a_list, hold_until=NOON + HOUR)
    a_send_in(either, SendState.PAUSED, kind=SendKind.LIST, decided_by=MAYA)
    a_send_in(either, SendState.RUNNING, **a_list)

    with either.read() as conn:
        assert attention.paused_by_bot(conn) == 1
