"""How the texts of a span of time fared, counted by recipient."""

from datetime import timedelta

from bot.store import Database, SendState
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import SendKind, tally
from bot.store.sends.tally import Tally
from tests.store.samples import NOON, a_send_in

HOUR = timedelta(hours=1)
BEGINS, ENDS = NOON - HOUR, NOON + HOUR


def counted(database: Database, user_id: str | None = None) -> Tally:
    with database.read() as conn:
        return tally.of(conn, BEGINS, ENDS, user_id)


def test_a_text_counts_by_what_became_of_it(either: Database) -> None:
    for state in SendState:
        a_send_in(either, state, goes_at=NOON)

    # accepted, no news, superseded; two credits each, but what was refused
    assert counted(either) == Tally(1, 0, 3, 1, 1, 1, credits=12)


def test_only_the_span_counts_and_only_the_person(either: Database) -> None:
    for goes_at in (BEGINS - timedelta(seconds=1), BEGINS, ENDS - timedelta(seconds=1), ENDS, None):
        a_send_in(either, SendState.DELIVERED, goes_at=goes_at)
    a_send_in(either, SendState.REFUSED, goes_at=NOON, user_id="U0SAM")

    assert counted(either, "U0MAYA") == Tally(delivered=2, credits=4)
    assert counted(either, "U0SAM") == Tally(refused=1)
    assert counted(either) == Tally(delivered=2, refused=1, credits=4)
    assert counted(either, "U0NOBODY").is_empty


def test_a_group_counts_by_its_newest_report_and_what_carriers_took_is_no_delivery(either: Database) -> None:
    group = {"kind": SendKind.GROUP, "goes_at": NOON, "credits_upper": 30}
    a_send_in(either, SendState.ACCEPTED, people=30, successful=20, failed=3, **group)
    a_send_in(either, SendState.ACCEPTED, people=5, **group)
    a_send_in(either, SendState.DELIVERED, people=2, successful=4, failed=0, **group)
    a_send_in(either, SendState.UNKNOWN, people=7, **group)
    a_send_in(either, SendState.REFUSED, people=9, **group)

    found = counted(either)

    assert found == Tally(0, 24, 12, 3, 9, 7, credits=120)  # what is reported beyond the people stays
    assert (found.sent, found.lost, found.known) == (39, 12, 36)


def test_a_list_counts_by_its_rows_but_not_those_left_out(either: Database) -> None:
    for state in (SendState.RUNNING, SendState.ACCEPTED):
        whole = a_send_in(either, state, kind=SendKind.LIST, goes_at=NOON, people=9)
        row = {"parent_id": whole.id, "line": 1}
        for each in (SendState.DELIVERED, SendState.UNDELIVERED, SendState.UNKNOWN, SendState.QUEUED):
            a_send_in(either, each, **row)
        a_send_in(either, SendState.REFUSED, outcome_code="-6", **row)
        a_send_in(either, SendState.REFUSED, outcome_code=OutcomeCode.LEFT_OUT.value, **row)

    assert counted(either, "U0MAYA") == Tally(2, 0, 0, 2, 2, 2, credits=12)
    assert counted(either, "U0SAM") == Tally()


def test_a_text_sent_again_counts_its_credits_again(either: Database) -> None:
    a_send_in(either, SendState.DELIVERED, goes_at=NOON, risked=1)

    assert counted(either) == Tally(delivered=1, credits=4)


def test_what_was_sent_elsewhere_does_not_count(either: Database) -> None:
    a_send_in(either, SendState.ACCEPTED, kind=SendKind.ELSEWHERE, goes_at=NOON)

    assert counted(either).is_empty
